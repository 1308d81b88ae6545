import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const source = (name: string) => readFile(name, "utf8");

test("the text of the floor's provider is as long as that of ours, and so is its list of outputs", async () => {
  const [floor, ours] = await Promise.all(["bench/floor/index.js", "provider/stream-recording.ts"].map(source));
  const text = (code = "") => /PROVIDER_TEXT =\s+'(.+)'/.exec(code)?.[1] ?? "";
  const outputs = (code = "") => /const OUTPUTS = (\{[^}]*\})/.exec(code)?.[1];
  expect(text(ours)).toContain("pulumi-huaweicloud-live");
  expect(text(floor)).toHaveLength(text(ours).length);
  expect(outputs(floor)).toBe(outputs(ours));
});
