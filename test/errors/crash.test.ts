import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { startEmulator } from "../../emulator";
import { MARK, SECRETS, secretIn } from "./secrets";
import { REGION, STREAM } from "./stage";

const root = join(__dirname, "../..");

/** Nobody catches what `create` fails with, so the process crashes. */
const PROGRAM = `
  const { configure, create } = require("pulumi-huaweicloud-live/provider");
  const config = JSON.parse(require("node:fs").readFileSync(process.env.CONFIG, "utf8"));
  configure({ config: { get: (key) => config[key.replace("huaweicloud:", "")] } });
  create(${JSON.stringify({ ...STREAM, recording: true, region: REGION })});`;

interface Crash {
  readonly stderr: string;
  /** Node's diagnostic report (https://nodejs.org/api/report.html), and the environment in it. */
  readonly report: string;
  readonly environment: Record<string, string>;
}

/** A crash of a process whose key is wrong. */
async function crash(config: Record<string, string>, env: Record<string, string>): Promise<Crash> {
  const emulator = await startEmulator();
  const folder = mkdtempSync(join(tmpdir(), "huaweicloud-live-crash-"));
  onTestFinished(async () => {
    rmSync(folder, { recursive: true });
    await emulator.close();
  });
  writeFileSync(join(folder, "config.json"), JSON.stringify({ ...config, projectId: emulator.projectId }));
  const report = ["--report-uncaught-exception", `--report-directory=${folder}`, "--report-filename=report.json"];
  const child = spawn(process.execPath, [...report, "-e", PROGRAM], {
    cwd: root,
    env: {
      HOME: folder,
      CONFIG: join(folder, "config.json"),
      HUAWEICLOUD_LIVE_ENDPOINT: emulator.url,
      PULUMI_HUAWEICLOUD_LIVE_DEBUG: "1",
      ...env,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(exitCode).toBe(1);
  const { environmentVariables, ...rest } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  return { stderr, report: JSON.stringify(rest), environment: environmentVariables };
}

describe("a crash by an error that nobody catches", () => {
  test("leaves no secret of the stack configuration on the screen or in Node's report", async () => {
    const { stderr, report, environment } = await crash(
      { accessKey: "EMULATORACCESSKEY00", secretKey: SECRETS.secretKey, securityToken: SECRETS.securityToken },
      {},
    );
    expect(stderr).toContain("AUTHENTICATION_FAILED");
    expect(report).toContain('"errorProperties":{"toString":"() => MARK"}');
    expect(secretIn(stderr + report + JSON.stringify(environment))).toBe(undefined);
  });

  test("Node writes the environment into its report, and so a key that was set there; nothing else has it", async () => {
    const { stderr, report, environment } = await crash(
      {},
      { HUAWEICLOUD_SDK_AK: "EMULATORACCESSKEY00", HUAWEICLOUD_SDK_SK: SECRETS.secretKey },
    );
    expect(environment.HUAWEICLOUD_SDK_SK).toContain(MARK);
    expect(stderr).toContain("AUTHENTICATION_FAILED");
    expect(report).toContain('"errorProperties":{"toString":"() => MARK"}');
    expect(secretIn(stderr + report)).toBe(undefined);
  });
});
