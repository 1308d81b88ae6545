import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Emulator, EmulatorOptions } from "../../emulator";
import type {
  BucketAuthorizationArgs,
  RecordCallbackArgs,
  RecordingStatus,
  RecordRuleArgs,
  StreamNotificationArgs,
  StreamRecordingArgs,
} from "../../provider";
import type { State } from "../../provider/lifecycle/recording";

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** What stands as code in a column of the tables of a page, between two headings. */
function named(file: string, heading: string, column = 1): string[] {
  const [, section = ""] = read(file).split(new RegExp(`^#+ ${heading}$`, "m"));
  return section
    .split(/^#/m)[0]
    ?.split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) =>
      [...(line.split("|")[column] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    ) as string[];
}

/** The compiler sees to it that each of these lists is whole. */
const listOf = <Name extends string>(names: Record<Name, true>) => Object.keys(names);

test("the README has every input, output and status of a recording, and no other", () => {
  const inputs = listOf<keyof StreamRecordingArgs>({
    publishDomain: true,
    app: true,
    stream: true,
    recording: true,
    adopt: true,
    waitForStream: true,
    timeout: true,
    rule: true,
  });
  const outputs = listOf<"id" | Exclude<keyof State, keyof StreamRecordingArgs>>({
    id: true,
    region: true,
    projectId: true,
    status: true,
    startedAt: true,
    stoppedAt: true,
    requestId: true,
  });
  const statuses = listOf<RecordingStatus>({
    recording: true,
    stopped: true,
    interrupted: true,
    offline: true,
    unknown: true,
  });
  const head = "status"; // of the third table
  expect(named("README.md", "StreamRecording").sort()).toEqual([...inputs, ...outputs, ...statuses, head].sort());
});

test("docs/record-rule.md has every input of a rule", () => {
  const inputs = listOf<Exclude<keyof RecordRuleArgs, "storage">>({
    publishDomain: true,
    app: true,
    stream: true,
    type: true,
    hls: true,
    flv: true,
    mp4: true,
    adopt: true,
    timeout: true,
  });
  expect(named("docs/record-rule.md", "Inputs")).toEqual(expect.arrayContaining([...inputs, "storage.bucket"]));
});

test("docs/notifications.md has every input of a callback and a notification, and no other", () => {
  const inputs = listOf<keyof RecordCallbackArgs | keyof StreamNotificationArgs>({
    publishDomain: true,
    app: true,
    url: true,
    key: true,
    events: true,
    signType: true,
    area: true,
    adopt: true,
    timeout: true,
  });
  expect(named("docs/notifications.md", "Inputs").sort()).toEqual(inputs.sort());
});

test("docs/bucket-authorization.md has every input", () => {
  const inputs = listOf<keyof BucketAuthorizationArgs>({ bucket: true, revokeOnDelete: true, timeout: true });
  for (const name of inputs) expect(read("docs/bucket-authorization.md")).toContain(`| \`${name}\` |`);
});

test("docs/emulator.md has every flag that the command prints, and no other", () => {
  const command = join(root, "dist/emulator/command.js");
  const help = execFileSync(process.execPath, [command, "--help"], { encoding: "utf8" });
  const flags = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag]) => flag).filter((flag) => flag !== "--help");
  expect(named("docs/emulator.md", "Start it").sort()).toEqual(flags.sort());
});

test("docs/emulator.md has every option of startEmulator, and no other", () => {
  const options = listOf<keyof EmulatorOptions>({
    port: true,
    accessKey: true,
    secretKey: true,
    projectId: true,
    securityToken: true,
    token: true,
    userName: true,
    password: true,
    domainName: true,
    tokenLifetime: true,
    projects: true,
    agencyName: true,
    metadata: true,
    keyLifetime: true,
    strict: true,
    lowerCaseDomains: true,
    cooldown: true,
    limit: true,
    limitWindow: true,
    now: true,
  });
  const head = "startEmulator";
  expect(named("docs/emulator.md", "Start it", 2).sort()).toEqual([...options, head].sort());
});

test("docs/emulator.md has every method that controls an emulator, and no other", () => {
  type Fact = "url" | "port" | "accessKey" | "secretKey" | "projectId" | "close";
  const methods = listOf<Exclude<keyof Emulator, Fact | symbol>>({
    push: true,
    endPush: true,
    interrupt: true,
    setRules: true,
    fail: true,
    recordings: true,
    messages: true,
    delivered: true,
    setDelivery: true,
    grantedBuckets: true,
    requests: true,
    addFault: true,
    clearFaults: true,
    expireCredentials: true,
    reset: true,
  });
  expect(named("docs/emulator.md", "Control it", 2).sort()).toEqual(methods.sort());
});
