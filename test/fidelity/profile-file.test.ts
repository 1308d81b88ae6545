import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, inject, test } from "vitest";
import { SettingsError } from "../../provider/settings/errors";
import { homeWith, PROFILE_FILE, settingsOf } from "../provider/settings/fixture";

// A profile file is read as Huawei's own SDK for Python reads it, or it is an error with the line.

const python = inject("sdks").Python;

type Read = readonly (string | null)[] | null;

/** What the SDK reads: access key, secret key, security token and project; null where it reads nothing. */
function readBySdk(texts: readonly string[]): Read[] {
  if ("missing" in python) throw new Error(python.missing);
  const args = ["-I", "-X", "utf8", join(__dirname, "sdks/python/profiles.py")];
  const read: Read[] = JSON.parse(
    execFileSync(python.command, args, { input: JSON.stringify(texts), encoding: "utf8" }),
  );
  return read.map((values) => values?.map((value) => value || null) ?? null);
}

function readByUs(text: string): Read | SettingsError {
  const settings = settingsOf({}, { HOME: homeWith({ [PROFILE_FILE]: text }) });
  try {
    const set = settings.credential();
    if (!set || !("accessKey" in set)) return null;
    return [set.accessKey, set.secretKey, set.securityToken ?? null, settings.projectId() ?? null];
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}

/** The mistakes that the SDK reads as something, which cannot be meant: an error of ours has the line. */
const OURS =
  /: line \d+ (continues on|has quotes around|has a single %|must be in)|has a space|has characters that are not allowed/;

function compare(texts: readonly string[]): void {
  const theirs = readBySdk(texts);
  for (const [i, text] of texts.entries()) {
    const ours = readByUs(text);
    if (!(ours instanceof SettingsError)) expect([text, ours]).toEqual([text, theirs[i]]);
    else if (theirs[i] !== null) expect(ours.message, text).toMatch(OURS);
  }
}

const PAIR = "ak = AK\nsk = SK\n";

test.skipIf("missing" in python)("a table of spellings is read as Huawei's SDK for Python reads it", () => {
  const texts = [
    `[basic]\n${PAIR}`,
    `[basic]\r\n${PAIR.replaceAll("\n", "\r\n")}security_token = ST\r\nproject_id = p\r\n`,
    "[basic]\nak: AK\nsk:SK",
    "[basic]\nAK = AK\nSk = SK",
    "[basic]\nak = AK\nsk = ab#cd;ef",
    "[basic]\nak = AK\nsk = ab ; cd",
    "[basic]\nak = AK\nsk = a=b:c==",
    "[basic]\nak : AK = x\nsk = SK",
    "[basic]\nak = AK\nsk = a%%b",
    "[basic]\nak = AK\nsk = a%b",
    "[basic]\nak = AK\nsk = %(ak)s",
    "[basic]\nak = \"AK\"\nsk = 'SK'",
    "[basic]\nak = AK\n  sk = SK",
    "  [basic]\n  ak = AK\n  sk = SK",
    "[basic]\nak = AK\nsk =\n  SK",
    "[basic]\nak = AK\n\n# x\n  ; y\nsk = SK\n",
    "[basic] # x\nak = AK\nsk = SK",
    "[basic]]\nak = AK\nsk = SK",
    `[Basic]\n${PAIR}`,
    `[ basic ]\n${PAIR}`,
    `[DEFAULT]\nak = AK\n[basic]\nsk = SK\n`,
    `[DEFAULT]\nak = other\n[basic]\n${PAIR}`,
    `[basic]\n${PAIR}[basic]\nak = BK\n`,
    `[basic]\n${PAIR}ak = BK\n`,
    `[basic]\n${PAIR}[other]\nak = BK\n`,
    `[other]\nak = BK\n[basic]\n${PAIR}`,
    PAIR,
    "[basic]\nak\nsk",
    "[basic]\nak AK\nsk SK",
    "[basic]\n= AK\nsk = SK",
    "[basic]\nak =\nsk =",
    "",
  ];
  compare(texts);
});

test.skipIf("missing" in python)("so are random files", () => {
  const name = fc.constantFrom("ak", "sk", "AK", "Sk", "security_token", "project_id", "other", "");
  const value = fc.constantFrom("AK", "SK", "a#b", "a;b", "a=b", "a:b", "a%%b", "a%b", '"a"', "'a'", "", "a b", "[x]");
  const between = fc.constantFrom(" = ", "=", ": ", ":", " ", "");
  const indent = fc.constantFrom("", "", "", "  ", "\t");
  const entry = fc.tuple(indent, name, between, value).map((parts) => parts.join(""));
  const other = fc.constantFrom("[basic]", "[Basic]", "[DEFAULT]", "[other]", "[basic] ; x", "# c", "  ; c", "", "  ");
  const end = fc.constantFrom("\n", "\r\n", "\r");
  const file = fc
    .tuple(fc.array(fc.oneof({ weight: 4, arbitrary: entry }, { weight: 1, arbitrary: other }), { maxLength: 6 }), end)
    .map(([lines, by]) => ["[basic]", "ak = AK", "sk = SK", ...lines].slice(lines.length % 2 ? 0 : 1).join(by));
  const whole = fc
    .tuple(file, fc.boolean())
    .map(([text, has]) => (has ? text : `[basic]\n${text}`))
    // A % in a key that is not ours stops the SDK, and is nothing to us.
    .filter((text) => !(text.includes("other") && text.includes("a%b")));
  compare(fc.sample(whole, { numRuns: 500, seed: Number(process.env.FUZZ_SEED ?? 1) }));
});
