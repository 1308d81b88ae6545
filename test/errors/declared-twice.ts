import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * A program with two resources for one stream. The check is off for mocks, so it is shown a monitor that is none of their
 * kind. In a process of its own, which ends with the error, as that of a program does.
 */
const PROGRAM = `
  const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks");
  const { setMockOptions } = require("@pulumi/pulumi/runtime/settings");
  const { StreamRecording } = require("pulumi-huaweicloud-live");
  const mocks = new MockMonitor({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) });
  setMockOptions(new Proxy(mocks, { getPrototypeOf: () => null }));
  const stream = { publishDomain: "push.example.com", app: "live", stream: "keynote" };
  try {
    new StreamRecording("first", stream);
    new StreamRecording("second", stream);
  } catch (error) {
    process.stdout.write(error.message, () => process.exit(1));
  }`;

export async function declareTwice(): Promise<never> {
  const program = promisify(execFile)(process.execPath, ["-e", PROGRAM], { cwd: join(__dirname, "../..") });
  throw new Error(
    await program.then(
      ({ stdout }) => stdout,
      ({ stdout }) => stdout,
    ),
  );
}
