import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { emulate } from "./fixture";

/** The compiled command: `npm run build` makes it. */
function run(...flags: string[]) {
  const child = spawn(process.execPath, [join(__dirname, "../../dist/emulator/command.js"), ...flags]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const printed = { out: "", error: "" };
  child.stdout.on("data", (chunk) => {
    printed.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    printed.error += chunk;
  });
  return { child, printed };
}

const exitCode = async (child: ChildProcessWithoutNullStreams) => (await once(child, "close"))[0];

test.each(["SIGINT", "SIGTERM"] as const)("prints one line of JSON, serves, and ends at once on %s", async (signal) => {
  const { child, printed } = run("--port", "0", "--json");
  await once(child.stdout, "data");
  expect(printed.out).toMatch(/^\{"url":"http:\/\/127\.0\.0\.1:\d+"\}\n$/);
  const answer = await fetch(`${JSON.parse(printed.out).url}/_emulator/recordings`);
  expect(await answer.json()).toEqual([]);
  child.kill(signal);
  expect(await exitCode(child)).toBe(0);
});

test("says which settings lead to it", async () => {
  const { child, printed } = run("--port", "0", "--access-key", "AK", "--secret-key", "SK", "--project", "P");
  await once(child.stdout, "data");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed.out)?.[0];
  for (const line of [
    `HUAWEICLOUD_LIVE_ENDPOINT=${url}`,
    "HUAWEICLOUD_REGION=cn-north-4",
    "HUAWEICLOUD_SDK_AK=AK",
    "HUAWEICLOUD_SDK_SK=SK",
    "HUAWEICLOUD_SDK_PROJECT_ID=P",
  ])
    expect(printed.out).toContain(`export ${line}\n`);
});

test("hands its flags on", async () => {
  const { child, printed } = run("--port", "0", "--json", "--strict", "--limit", "0", "--cooldown", "1");
  await once(child.stdout, "data");
  const { url } = JSON.parse(printed.out);
  const ask = (path: string, method: string) =>
    fetch(`${url}/v1/${"0".repeat(32)}/${path}`, { method, headers: { "x-auth-token": "emulator-token" } });
  expect(await (await ask("record/rules?publish_domain=a.com", "GET")).json()).toMatchObject({ total: 0 });
  expect(await ask("record/control?action=START", "POST")).toMatchObject({ status: 429 });
});

test("a port in use is one clear line and exit code 1", async () => {
  const { emulator } = await emulate();
  const { child, printed } = run("--port", String(emulator.port));
  expect(await exitCode(child)).toBe(1);
  expect(printed).toEqual({
    out: "",
    error: `huaweicloud-live-emulator: port ${emulator.port} is in use; choose another with --port\n`,
  });
});

test.each([["--port", "http"], ["--port", "65536"], ["--cooldown=-1"], ["--limit", "many"], ["--verbose"], ["extra"]])(
  "%s %s is one line and exit code 2",
  async (...flags) => {
    const { child, printed } = run(...flags);
    expect(await exitCode(child)).toBe(2);
    expect(printed.error).toMatch(/^huaweicloud-live-emulator: .+\n$/);
  },
);

test("--help lists the flags", async () => {
  const { child, printed } = run("--help");
  expect(await exitCode(child)).toBe(0);
  for (const flag of [
    "port",
    "access-key",
    "secret-key",
    "project",
    "user",
    "password",
    "domain",
    "strict",
    "cooldown",
    "limit",
    "json",
    "help",
  ])
    expect(printed.out).toContain(`--${flag} `);
});
