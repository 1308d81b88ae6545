import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../emulator";
import { ensureEngine } from "../engine/ensure";
import { DemoProject } from "./project";
import { say, sayHeading } from "./screen";
import { Witness } from "./witness";

const keynote = "push.example.com/live/keynote";
const panel = "push.example.com/live/panel";
const backstage = "push.example.com/live/backstage";

class Interrupted extends Error {
  constructor(readonly signal: NodeJS.Signals) {
    super(`Stopped by ${signal}. Nothing is left behind.`);
  }
}

/** What `npm run demo` runs: the main job from the first `up` to `destroy`, proven at the emulator step by step. */
async function demo(signal: AbortSignal): Promise<void> {
  // With the user's environment: the engine is cached in their Pulumi home, not in that of the demo.
  const engine = await ensureEngine({ signal });
  await using emulator = await startEmulator();
  await using project = new DemoProject(engine, emulator, signal);
  const witness = new Witness(emulator);

  say(`This is the project in Pulumi.yaml, run by the real Pulumi engine (${engine.version}) as you would run it.
It talks to an emulator of the Huawei Cloud Live API on this machine (${emulator.url}): no account is needed and
nothing costs money. State and configuration are in a temporary folder; the flags that say so are left out.`);

  sayHeading("1. Three streams are listed in the configuration: `pulumi up` starts a recording of each.");
  await project.init();
  for (const [index, stream] of [keynote, panel, backstage].entries()) {
    await project.pulumi("config", "set", "--path", `streams[${index}]`, stream);
  }
  await project.pulumi("up", "--yes", "--skip-preview");
  witness.expect({
    commands: [`START ${keynote}`, `START ${panel}`, `START ${backstage}`],
    recorded: [keynote, panel, backstage],
    meaning: "One START for each stream; all three are being recorded.",
  });

  // So that the table at the end shows a recording of some length.
  await sleep(3_000, undefined, { signal });
  sayHeading(
    "2. The encoder of the panel fails for a second, which ends its recording: `pulumi refresh` finds it gone.",
  );
  emulator.interrupt(panel, 1);
  await project.pulumi("refresh", "--yes", "--skip-preview", "--diff");
  witness.expect({
    commands: [],
    recorded: [keynote, backstage],
    meaning: "The panel is no longer recorded, and the refresh has sent no command.",
  });

  sayHeading("3. The configuration still lists the panel: `pulumi up` starts its recording again.");
  await project.pulumi("up", "--yes", "--skip-preview", "--diff");
  witness.expect({
    commands: [`START ${panel}`],
    recorded: [keynote, panel, backstage],
    meaning: "One START, for the panel; the other two recordings have gone on untouched.",
  });

  sayHeading(
    "4. The same without anybody's command: the keeper looks every 2 seconds, and the keynote's encoder fails.",
  );
  const seconds = await keptAgain(emulator, project, signal);
  witness.expect({
    commands: [`START ${keynote}`],
    recorded: [keynote, panel, backstage],
    meaning: `The keynote was recorded again ${seconds.toFixed(1)} s after its push came back.`,
  });

  sayHeading("5. The backstage camera is removed from the configuration: `pulumi up` stops that recording only.");
  await project.pulumi("config", "rm", "--path", "streams[2]");
  await project.pulumi("up", "--yes", "--skip-preview");
  witness.expect({
    commands: [`STOP ${backstage}`],
    recorded: [keynote, panel],
    meaning: "One STOP, for backstage; the other two are still being recorded.",
  });

  sayHeading("6. The event is over: `pulumi destroy` stops all recordings that are left.");
  await project.pulumi("destroy", "--yes", "--skip-preview");
  witness.expect({
    commands: [`STOP ${keynote}`, `STOP ${panel}`],
    recorded: [],
    meaning: "One STOP for each; nothing is being recorded any more.",
  });

  sayHeading("What was recorded, as the emulator saw it:");
  witness.expectHistory(
    [
      ...[`${keynote}: interruption`, `${keynote}: STOP`],
      ...[`${panel}: interruption`, `${panel}: STOP`],
      `${backstage}: STOP`,
    ],
    "Five recordings: keynote and panel have two each, because their pushes were interrupted. Every step had its effect.",
  );
}

/** Seconds from when the keynote's push came back until the keeper had it recorded again. */
async function keptAgain(emulator: Emulator, project: DemoProject, signal: AbortSignal): Promise<number> {
  const looks = () => emulator.requests().filter(({ operation }) => operation === "streams").length;
  const isRecorded = () =>
    emulator.recordings().some(({ stream, stoppedAt }) => stream === "keynote" && stoppedAt === null);
  const known = looks();
  await using _keeper = project.keep("--interval", "2");
  await until(() => looks() > known, signal);
  emulator.interrupt(keynote, 1);
  const began = performance.now();
  await until(isRecorded, signal);
  return (performance.now() - began) / 1_000;
}

async function until(holds: () => boolean, signal: AbortSignal): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 1_200) throw new Error("The keeper has done nothing for a minute.");
    await sleep(50, undefined, { signal });
  }
}

async function main(): Promise<number> {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => stop.abort(new Interrupted(name)));
  }
  // The reader of a pipe has gone: clean up as after a Ctrl-C.
  process.stdout.on("error", () => stop.abort(new Interrupted("SIGPIPE")));
  try {
    await demo(stop.signal);
    return 0;
  } catch (error) {
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    process.stderr.write(`\n${reason instanceof Error ? reason.message : String(reason)}\n`);
    return reason instanceof Interrupted ? 128 + constants.signals[reason.signal] : 1;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
