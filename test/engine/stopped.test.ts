import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { commands, commandsOf, DOMAIN, type Project, recorded, succeeded } from "./project";
import { inBothShells } from "./scenario";

// Row 18 of docs/reliability.md: declared stopped is stopped, and no STOP for what is known to be stopped.

const ALWAYS = { record_type: "COMMAND_RECORD", create_time: "2020-01-01T00:00:00Z" } as const;

/** Interruptions of up to five minutes do not end a recording, but for that of the stream `ended`. */
const RULES = [
  {
    ...ALWAYS,
    publish_domain: DOMAIN,
    app: "*",
    stream: "*",
    default_record_config: { record_format: ["HLS" as const], hls_config: { record_max_duration_to_merge_file: 300 } },
  },
  { ...ALWAYS, publish_domain: DOMAIN, app: "live", stream: "ended" },
];

const statusOf = async (project: Project, name: string) => (await project.recording(name))?.outputs?.status;

/** These are stopped, and stay so without a request: neither refresh nor up nor destroy sends one for them. */
async function expectStopped(emulator: Emulator, project: Project, ...streams: string[]): Promise<void> {
  for (const stream of streams) {
    expect(recorded(emulator)).not.toContain(stream);
    expect((await project.recording(stream))?.outputs).toMatchObject({ recording: false, status: "stopped" });
  }
  const sent = streams.map((stream) => commandsOf(emulator, stream));
  succeeded(await project.refresh("--expect-no-changes"));
  succeeded(await project.up("--expect-no-changes"));
  succeeded(await project.destroy());
  expect(streams.map((stream) => commandsOf(emulator, stream))).toEqual(sent);
}

inBothShells(
  "interrupted, a false alarm (a reconnect within the merge time) or somebody else's, then declared stopped: STOP is sent all the same",
  async ({ emulator, project }) => {
    emulator.setRules(RULES);
    await project.declare({ ended: {}, merged: {}, "goes-on": {}, removed: {}, foreign: {} });
    succeeded(await project.up());
    // The list tells whole seconds, so a push may not break in the second of the START.
    await sleep(1500);
    const interrupted = ["ended", "merged", "goes-on", "removed"];
    for (const stream of interrupted) emulator.interrupt(`${DOMAIN}/live/${stream}`, 60);
    succeeded(await project.refresh());
    for (const stream of interrupted) expect(await statusOf(project, stream)).toBe("interrupted");
    expect(recorded(emulator)).toEqual(["foreign", "goes-on", "merged", "removed"]);
    await project.must("state", "delete", (await project.recording("foreign"))?.urn ?? "", "--yes");

    const stopped = { recording: false };
    await project.declare({ ended: stopped, merged: stopped, "goes-on": {}, foreign: stopped });
    succeeded(await project.up());
    expect(commandsOf(emulator, "ended")).toEqual(["START ended 200", "STOP ended 404"]);
    expect(commandsOf(emulator, "merged")).toEqual(["START merged 200", "STOP merged 200"]);
    expect(commandsOf(emulator, "foreign")).toEqual(["START foreign 200", "STOP foreign 200"]);
    // A false alarm costs refused STARTs and nothing else.
    expect(commandsOf(emulator, "goes-on")).toEqual(["START goes-on 200", "START goes-on 400", "START goes-on 400"]);
    expect(emulator.recordings().filter(({ stream }) => stream === "goes-on")).toHaveLength(1);
    // A destroy after an interruption sends STOP: a short one may not have ended the recording.
    expect(commandsOf(emulator, "removed")).toEqual(["START removed 200", "STOP removed 200"]);
    expect(recorded(emulator)).toEqual(["goes-on"]);
    await expectStopped(emulator, project, "ended", "merged", "foreign");
  },
);

inBothShells(
  "a STOP of an update without any answer, executed or not, and a START without any answer are settled after a refresh",
  async ({ emulator, project }) => {
    const lost = (operation: "START" | "STOP", stream: string, executed: boolean) => {
      const fault = { operation, stream: `${DOMAIN}/live/${stream}`, kind: "reset" } as const;
      emulator.addFault({ ...fault, executed });
      emulator.addFault({ ...fault, times: 0 });
    };
    lost("START", "started", true);
    await project.declare({ executed: {}, unexecuted: {}, started: { timeout: 2 } });
    expect((await project.up("--continue-on-error")).code).not.toBe(0);
    expect(recorded(emulator)).toEqual(["executed", "started", "unexecuted"]);
    expect(await statusOf(project, "started")).toBe("unknown");

    lost("STOP", "executed", true);
    lost("STOP", "unexecuted", false);
    const stopped = { recording: false, timeout: 2 };
    await project.declare({ executed: stopped, unexecuted: stopped, started: { timeout: 2 } });
    expect((await project.up("--continue-on-error")).code).not.toBe(0);
    for (const stream of ["executed", "unexecuted"]) expect(await statusOf(project, stream)).toBe("unknown");

    emulator.clearFaults();
    succeeded(await project.refresh());
    await project.declare({ executed: stopped, unexecuted: stopped, started: stopped });
    succeeded(await project.up());
    // Declared stopped while it is not known whether it runs: STOP is sent.
    expect(commands(emulator)).toContain("STOP started 200");
    expect(recorded(emulator)).toEqual([]);
    await expectStopped(emulator, project, "executed", "unexecuted", "started");
  },
);
