import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConcurrentUpdateError, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { StreamRecording } from "pulumi-huaweicloud-live";

const [event = "", id = "", until = ""] = process.argv.slice(2);
const [publishDomain = "", app = "", stream = ""] = id.split("/");
const end = Date.parse(until);

const onOutput = (text: string) => process.stdout.write(text);
const left = () => Math.max(0, end - Date.now());

/**
 * What is declared depends on the time alone, and not on what an earlier process has done: after the end, STOP is sent
 * even for a recording of which a process that was killed has left no trace in the state.
 */
async function program(): Promise<void> {
  new StreamRecording("event", { publishDomain, app, stream, recording: left() > 0, waitForStream: 60 });
}

async function up(stack: Stack): Promise<void> {
  try {
    await stack.up({ onOutput });
  } catch (error) {
    if (!(error instanceof ConcurrentUpdateError)) throw error;
    // The lock of a process that was killed. Its engine ends with the next line that it cannot print any more.
    await sleep(5_000);
    await stack.cancel();
    await stack.up({ onOutput });
  }
}

async function main(): Promise<void> {
  if (!event || !stream || Number.isNaN(end)) {
    throw new TypeError(
      "expected three arguments: a name, publishDomain/app/stream and the end, such as 2026-11-23T21:00:00Z",
    );
  }
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: event, projectName: "event-window", program },
    { workDir: join(__dirname, "..") },
  );
  do {
    await up(stack);
    console.log(`${event}: ${Math.round(left() / 1000)} s left`);
    await sleep(Math.min(left(), 60_000));
  } while (left() > 0);
  await stack.destroy({ onOutput, remove: true });
}

// Ended by an error it may be started again like after any other end.
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
