import { setTimeout as sleep } from "node:timers/promises";
import type { KeeperProcess } from "../engine/keeper-process";
import { Project } from "../engine/project";
import { Service } from "../engine/service";
import { Progress } from "../progress";
import type { Row } from "../row";

const RECORDINGS = 20;

/** 200 interruptions in an hour. */
const INTERRUPTIONS = 200;
const EVERY_MS = 18_000;

/** Interruptions between two `up` of a person, and between two deaths of the keeper: ten in an hour. */
const UP_EVERY = 11;
const KILL_EVERY = 20;

/** What is not recorded again by then counts as lost. */
const PATIENCE_MS = 120_000;

/** An hour (less with `--count`) of interruptions, with a person's runs and a keeper that is killed now and then. */
export const keeperNight: Row = {
  name: "keeper-night",
  onlyIfNamed: true,
  async measure(stage) {
    const count = stage.count(INTERRUPTIONS);
    await using service = await Service.start();
    await using project = await Project.create(await stage.place(), "ours", RECORDINGS, service.settings(300));
    await project.up();
    let kept: KeeperProcess = project.keeper("--interval", "5");
    const progress = new Progress("keeper-night", count);
    const seconds: number[] = [];
    const waiting: Promise<unknown>[] = [];
    const people = { ups: 0, locked: 0, kills: 0 };
    try {
      for (let n = 1; n <= count; n++) {
        await sleep(EVERY_MS);
        const stream = `push.example.com/live/s${n % RECORDINGS}`;
        waiting.push(
          healed(service, stream).then((gap) => {
            if (gap !== undefined) seconds.push(gap);
            progress.step(gap === undefined ? `${stream} is NOT recorded again` : `${gap.toFixed(1)} s`);
          }),
        );
        if (n % UP_EVERY === 0) {
          people.ups += 1;
          // Locked by a run of the keeper, as the documents say.
          waiting.push(project.up("--refresh").catch(() => (people.locked += 1)));
        }
        if (n % KILL_EVERY === 0) {
          people.kills += 1;
          // In the middle of the heal that has just begun.
          await sleep(4_000);
          await kept.kill();
          kept = project.keeper("--interval", "5");
        }
      }
      await Promise.all(waiting);
      const stops = (await service.ask("requests")).filter(({ operation }) => operation === "STOP").length;
      const of = (what: string, unit: string, samples: readonly number[]) => ({ row: "", what, unit, samples });
      return [
        { ...of(`not recorded again, of ${count} interruptions`, "", [count - seconds.length]), target: { atMost: 0 } },
        { ...of("STOP sent", "", [stops]), target: { atMost: 0 } },
        of("seconds until recorded again", "s", seconds),
        of("the worst of these", "s", [Math.max(...seconds)]),
        of("keeper killed with -9", "", [people.kills]),
        of("a person's up", "", [people.ups]),
        of("of which met the keeper's lock", "", [people.locked]),
      ];
    } finally {
      await kept[Symbol.asyncDispose]();
    }
  },
};

/** Seconds until the stream is recorded again; undefined if it was not in time. */
async function healed(service: Service, path: string): Promise<number | undefined> {
  await service.interrupt(path);
  const began = performance.now();
  while (performance.now() - began < PATIENCE_MS) {
    const isRecorded = (await service.ask("recordings")).some(
      ({ publishDomain, app, stream, stoppedAt }) => stoppedAt === null && `${publishDomain}/${app}/${stream}` === path,
    );
    if (isRecorded) return (performance.now() - began) / 1_000;
    await sleep(100);
  }
  return undefined;
}
