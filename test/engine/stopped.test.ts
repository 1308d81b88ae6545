import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { commands, type Declared, DOMAIN, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// Row 18 of docs/reliability.md: declared stopped is stopped, and no STOP for what is known to be stopped.

/** The push breaks for some seconds. The list tells whole seconds, so it may not break in the second of the START. */
async function interrupted(emulator: Emulator, seconds: number): Promise<void> {
  await sleep(1500);
  emulator.interrupt(`${DOMAIN}/live/a`, seconds);
}

async function recordingAndThen(project: Project, args: Declared = {}): Promise<void> {
  await project.declare({ a: args });
  succeeded(await project.up());
}

async function expectStopped(emulator: Emulator, project: Project): Promise<void> {
  expect(recorded(emulator)).toEqual([]);
  expect((await project.recording("a"))?.outputs).toMatchObject({ recording: false, status: "stopped" });
  const sent = commands(emulator).length;
  succeeded(await project.refresh("--expect-no-changes"));
  succeeded(await project.up("--expect-no-changes"));
  succeeded(await project.destroy());
  expect(commands(emulator)).toHaveLength(sent);
}

scenario(
  "interrupted, seen by a refresh, then declared stopped: STOP is sent all the same",
  async ({ emulator, project }) => {
    await recordingAndThen(project);
    await interrupted(emulator, 60);
    await project.refresh();
    await recordingAndThen(project, { recording: false });
    expect(commands(emulator)).toEqual(["START a 200", "STOP a 404"]);
    await expectStopped(emulator, project);
  },
);

const MERGING = {
  publish_domain: DOMAIN,
  app: "*",
  stream: "*",
  record_type: "COMMAND_RECORD" as const,
  create_time: "2020-01-01T00:00:00Z",
  default_record_config: { record_format: ["HLS" as const], hls_config: { record_max_duration_to_merge_file: 300 } },
};

scenario(
  "a false alarm (a reconnect within the merge time), then declared stopped: it is stopped",
  async ({ emulator, project }) => {
    emulator.setRules([MERGING]);
    await recordingAndThen(project);
    await interrupted(emulator, 30);
    await project.refresh();
    expect((await project.recording("a"))?.outputs).toMatchObject({ status: "interrupted" });
    expect(recorded(emulator)).toEqual(["a"]);
    await recordingAndThen(project, { recording: false });
    expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
    await expectStopped(emulator, project);
  },
);

scenario("a false alarm costs refused STARTs and nothing else", async ({ emulator, project }) => {
  emulator.setRules([MERGING]);
  await recordingAndThen(project);
  await interrupted(emulator, 30);
  await project.refresh();
  succeeded(await project.up());
  expect(commands(emulator)).toEqual(["START a 200", "START a 400", "START a 400"]);
  expect(emulator.recordings()).toHaveLength(1);
  succeeded(await project.refresh("--expect-no-changes"));
});

scenario(
  "destroy after an interruption sends STOP: a short one may not have ended the recording",
  async ({ emulator, project }) => {
    emulator.setRules([MERGING]);
    await recordingAndThen(project);
    await interrupted(emulator, 30);
    await project.refresh();
    succeeded(await project.destroy());
    expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
  },
);

scenario("what somebody else records is stopped when it is declared stopped", async ({ emulator, project }) => {
  await recordingAndThen(project);
  await project.must("state", "delete", (await project.recording("a"))?.urn ?? "", "--yes");
  await recordingAndThen(project, { recording: false });
  await expectStopped(emulator, project);
});

for (const executed of [true, false]) {
  scenario(
    `a STOP of an update without any answer (${executed ? "" : "not "}executed) is settled after a refresh`,
    async ({ emulator, project }) => {
      await recordingAndThen(project);
      emulator.addFault({ operation: "STOP", kind: "reset", executed });
      emulator.addFault({ operation: "STOP", kind: "reset", times: 0 });
      await project.declare({ a: { recording: false, timeout: 2 } });
      expect((await project.up()).code).not.toBe(0);
      expect((await project.recording("a"))?.outputs).toMatchObject({ status: "unknown" });
      emulator.clearFaults();
      await project.refresh();
      await recordingAndThen(project, { recording: false });
      await expectStopped(emulator, project);
    },
  );
}

scenario("a START without any answer, then declared stopped: STOP is sent", async ({ emulator, project }) => {
  emulator.addFault({ operation: "START", kind: "reset", executed: true });
  emulator.addFault({ operation: "START", kind: "reset", times: 0 });
  await project.declare({ a: { timeout: 2 } });
  expect((await project.up()).code).not.toBe(0);
  await project.refresh();
  await recordingAndThen(project, { recording: false });
  expect(commands(emulator).at(-1)).toBe("STOP a 200");
  await expectStopped(emulator, project);
});
