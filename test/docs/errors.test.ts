import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { LIFECYCLE_ERROR_CODES } from "../../provider/lifecycle/errors";
import { REASONS } from "../../provider/lifecycle/inputs/reasons";
import { RESOURCES } from "../../provider/lifecycle/resources";
import { PROGRAM_ERROR_CODES } from "../../provider/program/errors";
import { SETTINGS_ERROR_CODES } from "../../provider/settings/errors";
import { CAUSES } from "../errors/causes";
import { openInProcess } from "../errors/in-process";
import { shown } from "../errors/shown";
import { Stage } from "../errors/stage";
import { failureOf } from "../failure-of";
import { settingsOf } from "../provider/settings/fixture";

const root = join(__dirname, "../..");
const text = (path: string) => readFileSync(join(root, path), "utf8");
const page = text("docs/errors.md");

/** The sections of codes, each with its messages by when they come. */
const sections = new Map(
  [...page.matchAll(/^### ([A-Z_]+)\n([\s\S]*?)(?=^##|$(?![\s\S]))/gm)].map(([, code = "", section = ""]) => [
    code,
    new Map(
      [...section.matchAll(/^When (.+):\n\n```text\n([\s\S]*?)```$/gm)].map(([, when = "", message = ""]) => [
        when,
        message,
      ]),
    ),
  ]),
);

/** The program and the plugin process have one code in common. A bug has no class of errors, but has a code all the same. */
const CODES = [...new Set([...LIFECYCLE_ERROR_CODES, ...SETTINGS_ERROR_CODES, ...PROGRAM_ERROR_CODES, "UNEXPECTED"])];

describe("docs/errors.md", () => {
  test("has a section for each code of the source, and for no other", () => {
    expect([...sections.keys()].sort()).toEqual([...CODES].sort());
  });

  test("has just the messages that are made to happen here", () => {
    const written = [...sections].flatMap(([code, messages]) => [...messages.keys()].map((when) => `${code}: ${when}`));
    expect(written.sort()).toEqual(CAUSES.map(({ code, when }) => `${code}: ${when}`).sort());
  });

  test.concurrent.each(CAUSES)("$code, when $when", async ({ code, when, happen }) => {
    await using stage = new Stage(openInProcess);
    const error = await failureOf(happen(stage));
    expect(shown(error.message)).toBe(shown(sections.get(code)?.get(when) ?? "nothing on the page"));
    expect(error.message).toMatch(new RegExp(`^${code}: `));
  });
});

/** The rows about properties: what is declared, as JSON, and what `check` says of it. */
const rows = [...page.matchAll(/^\| `([A-Z]\w+)` \| `(.+)` \| `(\S+)` \| (.+) \|$/gm)].map(
  ([, resource = "", declared = "", property = "", reason = ""]) => ({ resource, declared, property, reason }),
);

const WHOLE = {
  StreamRecording: { publishDomain: "push.example.com", app: "live", stream: "keynote" },
  RecordRule: { publishDomain: "push.example.com", app: "live", storage: { bucket: "recordings" }, hls: { cycle: 60 } },
  RecordCallback: { publishDomain: "push.example.com", app: "live", url: "https://notify.example.com/record" },
  BucketAuthorization: { bucket: "recordings" },
  StreamNotification: { publishDomain: "push.example.com", url: "https://notify.example.com/stream" },
};

describe("the property errors of docs/errors.md", () => {
  test.each(rows)("$resource $declared: $property", ({ resource, declared, property, reason }) => {
    const settings = settingsOf({ region: "cn-north-4" });
    const news = { ...WHOLE[resource as keyof typeof WHOLE], ...JSON.parse(declared) };
    const its = Object.values(RESOURCES).find(({ declarable }) => declarable.resource === resource);
    const failures = its?.check(settings, {}, news).failures;
    expect(failures).toEqual([{ property, reason }]);
  });

  /** Any text in place of what differs. */
  const patternOf = (reason: (...parts: string[]) => string) =>
    new RegExp(
      reason(...Array<string>(reason.length).fill("\0"))
        .split("\0")
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".+"),
    );

  test.each(Object.entries(REASONS))("the page shows the reason %s", (_, reason) => {
    expect(rows.map((row) => row.reason)).toContainEqual(expect.stringMatching(patternOf(reason)));
  });
});

// The methods say what they do.
vi.spyOn(console, "log").mockImplementation(() => {});
vi.spyOn(console, "error").mockImplementation(() => {});
