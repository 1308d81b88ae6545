import { setTimeout as sleep } from "node:timers/promises";
import { randomNumbers } from "../../emulator/faults";
import { signPush, signRecord } from "../../keeper/notifications/signature";
import type { KeeperProcess } from "../engine/keeper-process";
import { Project } from "../engine/project";
import { Service } from "../engine/service";
import type { Figure } from "../figure";
import { lostByKeeper, lostByScript, night } from "../night";
import { Progress } from "../progress";
import type { Row } from "../row";
import type { Stage } from "../stage";
import { median } from "../statistics";

const DOMAINS = ["push.example.com", "push.example.org"] as const;
const KEY = "0123456789abcdef0123456789abcdef";

/** Recordings in a stack; 2,000 with `--count 2000`, which takes a quarter of an hour for the first `up` alone. */
const SIZES = [20, 200];

/** So many come back at once when an encoder with many streams does. */
const AT_ONCE = 50;

/** The list has whole seconds: a push that comes back sooner cannot be told from the one before. */
const LIST_MS = 3_000;

const streamOf = (i: number) => ({ domain: DOMAINS[i % 2] as string, app: "live", stream: `s${i}` });
const pathOf = (i: number) => Object.values(streamOf(i)).join("/");

/** From a push that came back to its START, what a keeper costs while nothing happens, and what is lost in a night. */
export const keeper: Row = {
  name: "keeper",
  onlyIfNamed: true,
  async measure(stage) {
    const figures: Figure[] = [];
    for (const size of stage.options.count === undefined ? SIZES : [stage.options.count]) {
      figures.push(...(await measureStack(stage, size)));
    }
    return [...figures, ...(await nights())];
  },
};

async function measureStack(stage: Stage, size: number): Promise<Figure[]> {
  await using service = await Service.start();
  const env = { ...service.settings(300), BENCH_DOMAINS: DOMAINS.join(",") };
  await using project = await Project.create(await stage.place(), "ours", size, {
    ...env,
    HUAWEICLOUD_LIVE_NOTIFICATION_KEY: KEY,
  });
  const progress = new Progress("keeper", 2 * stage.rounds + 4);
  await project.up();
  progress.step(`${size} recordings`);
  await sleep(LIST_MS);
  await using kept = project.keeper("--interval", "5", "--notifications", "127.0.0.1:0");
  while (kept.said(": recording") < size) await sleep(100);

  const idle = await nothingHappens(service, kept);
  progress.step("a minute in which nothing happens");
  const byList: number[] = [];
  const byMessage: number[] = [];
  for (let round = 0; round < stage.rounds; round++) {
    // At any moment between two looks.
    await sleep(LIST_MS + (5_000 * round) / stage.rounds);
    byList.push(await healed(service, [round]));
    progress.step(`list to START, ${byList.at(-1)?.toFixed(1)} s`);
    await sleep(LIST_MS);
    const stream = (round + 1) % size;
    byMessage.push(await healed(service, [stream], () => tellPush(kept, stream)));
    progress.step(`message to START, ${byMessage.at(-1)?.toFixed(1)} s`);
  }
  await sleep(LIST_MS);
  const many = Math.min(AT_ONCE, size);
  const together = await healed(
    service,
    Array.from({ length: many }, (_, i) => i),
  );
  progress.step(`${many} at once, ${together.toFixed(1)} s`);
  const memory = [await afterMessages(kept, 5_000), await afterMessages(kept, 5_000)];
  progress.step("10,000 messages");
  const of = (what: string, unit: string, samples: readonly number[], target?: Figure["target"]): Figure => ({
    row: "",
    what: `${size} recordings: ${what}`,
    unit,
    samples,
    ...(target ? { target } : {}),
  });
  return [
    of("push in the list → START", "s", byList, { atMost: 6 }),
    of("the worst of these", "s", [Math.max(...byList)], { atMost: 10 }),
    of("notification → START", "s", byMessage, { atMost: 4 }),
    of("the worst of these", "s", [Math.max(...byMessage)], { atMost: 6 }),
    of(`${many} pushes at once → the last START`, "s", [together], { atMost: 10 }),
    of("requests a minute while nothing happens", "", [idle.requests], size === 200 ? { atMost: 30 } : undefined),
    of("processor while nothing happens", "% of a core", [idle.processor], { below: 3 }),
    of("memory after 5,000 messages, and after 10,000", "MB", memory, { below: 220 }),
  ];
}

/** Requests in a minute, and the share of a core. */
async function nothingHappens(service: Service, kept: KeeperProcess) {
  const before = { requests: (await service.ask("requests")).length, processor: kept.processor() };
  await sleep(60_000);
  const requests = (await service.ask("requests")).length - before.requests;
  return { requests, processor: ((kept.processor() - before.processor) / 60) * 100 };
}

/** Seconds from when the pushes came back until all are recorded again. */
async function healed(service: Service, streams: readonly number[], tell: () => unknown = () => {}): Promise<number> {
  await Promise.all(streams.map((stream) => service.interrupt(pathOf(stream))));
  const began = performance.now();
  await tell();
  const paths = new Set(streams.map(pathOf));
  for (;;) {
    const running = (await service.ask("recordings")).filter(({ stoppedAt }) => stoppedAt === null);
    const again = running.filter(({ publishDomain, app, stream }) => paths.has(`${publishDomain}/${app}/${stream}`));
    if (again.length === paths.size) return (performance.now() - began) / 1_000;
    if (performance.now() - began > 120_000) throw new Error(`${again.length} of ${paths.size} are recorded again`);
    await sleep(50);
  }
}

async function tellPush(kept: KeeperProcess, stream: number): Promise<void> {
  const now = Math.floor(Date.now() / 1_000);
  const push = { event: "PUBLISH", ...streamOf(stream), auth_timestamp: now };
  await post(kept, "stream", { ...push, publish_timestamp: String(now), auth_sign: signPush(push, KEY) });
}

/** MB after so many messages that files are complete. */
async function afterMessages(kept: KeeperProcess, count: number): Promise<number> {
  const auth_timestamp = Math.floor(Date.now() / 1_000);
  for (let i = 0; i < count; i++) {
    const { domain: publish_domain, app, stream } = streamOf(i % 20);
    const record = { auth_timestamp, event_type: "RECORD_FILE_COMPLETE", publish_domain, app, stream };
    const file = { download_url: `https://obs.example.com/${kept.memory()}-${i}.m3u8`, record_duration: 60 };
    const whole = { ...record, ...file };
    await post(kept, "record", { ...whole, auth_sign: signRecord(whole, KEY) });
  }
  return kept.memory();
}

async function post(kept: KeeperProcess, kind: string, body: object): Promise<void> {
  const answer = await fetch(`${kept.url("Notifications")}/${kind}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the keeper answered ${answer.status}`);
}

/** Seconds from the beginning of a run to START, as they were measured: of the keeper's, and of `pulumi up` with a refresh. */
const KEEPER_RUN = 4;
const SCRIPT_RUN = 8;

/** Nights of 8 hours with 40 interruptions: the same ones for both. */
async function nights(): Promise<Figure[]> {
  const samples: { keeper: number; script: number }[] = [];
  for (let seed = 1; seed <= 5; seed++) {
    const one = night(40, randomNumbers(seed));
    samples.push({ keeper: await lostByKeeper(one, KEEPER_RUN, 5), script: lostByScript(one, SCRIPT_RUN) });
  }
  const of = (what: string, values: number[]): Figure => ({ row: "", what, unit: "s", samples: values });
  return [
    of(
      "lost in a simulated night of 8 h with 40 interruptions, keeper",
      samples.map((one) => one.keeper),
    ),
    of(
      "the same, a script each minute",
      samples.map((one) => one.script),
    ),
    of("a stream, keeper", [median(samples.map((one) => one.keeper)) / 40]),
  ];
}
