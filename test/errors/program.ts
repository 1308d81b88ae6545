import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(__dirname, "../..");

/** A program in a process of its own, which ends with the error, as that of a user does. */
async function failureOfProgram(source: string, cwd: string, env: NodeJS.ProcessEnv): Promise<never> {
  const program = `
    try {
      ${source}
    } catch (error) {
      process.stdout.write(error.message, () => process.exit(1));
    }`;
  const run = promisify(execFile)(process.execPath, ["-e", program], { cwd, env: { ...process.env, ...env } });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  throw new Error(stdout);
}

const STREAM = JSON.stringify({ publishDomain: "push.example.com", app: "live", stream: "keynote" });

/** Two resources for one stream. The check is off for mocks, so it is shown a monitor that is none of their kind. */
const DECLARED_TWICE = `
  const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks");
  const { setMockOptions } = require("@pulumi/pulumi/runtime/settings");
  const { StreamRecording } = require("pulumi-huaweicloud-live");
  const mocks = new MockMonitor({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) });
  setMockOptions(new Proxy(mocks, { getPrototypeOf: () => null }));
  new StreamRecording("first", ${STREAM});
  new StreamRecording("second", ${STREAM});`;

export const declareTwice = () => failureOfProgram(DECLARED_TWICE, ROOT, {});

/** The folder of the program has no package above it; the variable is what the SDK's runner sets. */
const ELSEWHERE = `
  const { StreamRecording } = require(${JSON.stringify(join(ROOT, "dist/provider"))});
  new StreamRecording("keynote", ${STREAM});`;

export const declareElsewhere = () => failureOfProgram(ELSEWHERE, "/", { PULUMI_NODEJS_MONITOR: "127.0.0.1:9" });
