import { expect, test } from "vitest";
import { pageFile, pageHeaders } from "../../../page/server/files";

test.each(["/", "/page.css", "/icon.svg"])("%s is a file of the page", (path) => {
  expect(pageFile(path)?.body.length).toBeGreaterThan(100);
});

test.each(["/index.html", "/page.ts", "/../package.json", "/constructor", "", "/server/files.ts"])(
  "%j is none",
  (path) => {
    expect(pageFile(path)).toBeUndefined();
  },
);

test("the page asks for its own files only, and has nothing that its policy would refuse", () => {
  const { body = "" } = pageFile("/") ?? {};
  const asked = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target = ""]) => `/${target}`);
  expect(asked.sort()).toEqual(["/icon.svg", "/page.css", "/page.js"]);
  expect(body).not.toMatch(/<style|<script>|\sstyle=|\son\w+=/);
});

test("the policy has no exception", () => {
  const policy = pageHeaders["Content-Security-Policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|data:|https?:|\*|nonce|sha\d/);
});
