import type { Clock } from "../provider/http/clock";
import type { Engine, Run, Seen, Watch } from "./engine";
import type { Message, RecordedFile } from "./notifications/message";
import { Repeats } from "./notifications/repeats";
import { GATHER_MS, nextDue, nextLook, nextRun } from "./schedule";
import { type DeclaredRecording, recordingsIn } from "./state";
import { advance, type KeptStream, kept, type StreamEvent } from "./stream";

/** How often the stack is asked whether somebody else has changed it. */
const VERSION_EVERY_MS = 30_000;

/** A message that proves nothing makes the keeper look, but no more often than this. */
const HINT_MS = 1_000;

export interface KeeperOptions {
  readonly engine: Engine;
  readonly watch: Watch;
  readonly clock: Clock;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Takes what happens. */
  readonly tell: (told: Told) => void;
}

/** What the keeper tells of itself, in order. */
export type Told =
  | { readonly type: "declared"; readonly streams: number }
  | {
      readonly type: "phase";
      readonly stream: string;
      readonly before: KeptStream | undefined;
      readonly now: KeptStream;
    }
  | { readonly type: "gone"; readonly stream: string }
  | { readonly type: "run"; readonly streams: readonly string[] }
  | { readonly type: "run-over" }
  | { readonly type: "locked"; readonly whose: string }
  | { readonly type: "looked" }
  | { readonly type: "blind"; readonly code: string; readonly message: string }
  | { readonly type: "file"; readonly stream: string; readonly file: RecordedFile }
  | { readonly type: "trouble"; readonly message: string };

/**
 * Keeps what one stack declares: looks at the pushes, takes the service's messages, and has START sent by the engine for
 * what is pushed and not recorded. It never sends STOP and never starts what is not declared.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #repeats = new Repeats();
  #streams = new Map<string, KeptStream>();
  #declared: readonly DeclaredRecording[] = [];
  #version: number | undefined;
  #lookFailures = 0;
  #wakeHealing = () => {};
  #wakeLooking = () => {};

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get streams(): ReadonlyMap<string, KeptStream> {
    return this.#streams;
  }

  /** Whether all that is pushed and declared is recorded. */
  get isWhole(): boolean {
    return [...this.#streams.values()].every(({ phase }) => phase === "recording" || phase === "offline");
  }

  /** Reads the state; the first time, a failure is the caller's. */
  async read(): Promise<void> {
    const { engine, tell } = this.#options;
    this.#version = await engine.version();
    this.#declared = recordingsIn(await engine.read());
    const ids = new Set(this.#declared.map(({ id }) => id));
    for (const id of this.#streams.keys()) {
      if (ids.has(id)) continue;
      this.#streams.delete(id);
      tell({ type: "gone", stream: id });
    }
    for (const { id, declared } of this.#declared) {
      if (this.#streams.has(id)) this.#happen(id, { type: "state", declared });
      else this.#become(id, kept(declared));
    }
    tell({ type: "declared", streams: this.#declared.length });
  }

  /** Reads the lists of pushes once. */
  async look(): Promise<void> {
    const { watch, tell } = this.#options;
    const seen: Seen = await watch.look(this.#declared);
    for (const [id, pushedSince] of seen.pushes) {
      this.#happen(id, { type: "look", ...(pushedSince === undefined ? {} : { pushedSince }) });
    }
    if (seen.trouble) {
      this.#lookFailures += 1;
      tell({ type: "blind", ...seen.trouble });
    } else {
      this.#lookFailures = 0;
      tell({ type: "looked" });
    }
  }

  /** Has the engine start what is due, in one run. */
  async heal(): Promise<void> {
    const { engine, clock, tell } = this.#options;
    const ids = nextRun(this.#streams, clock.now());
    if (ids.length === 0) return;
    for (const id of ids) this.#happen(id, { type: "run-began" });
    tell({ type: "run", streams: ids });
    const run = await engine.startAgain(ids).catch((error): Run => {
      const failure = { code: "RUN_FAILED", message: error instanceof Error ? error.message : String(error) };
      return { tried: new Map(ids.map((id) => [id, failure])) };
    });
    tell({ type: "run-over" });
    if ("locked" in run) {
      tell({ type: "locked", whose: run.locked });
      for (const id of ids) this.#happen(id, { type: "run-locked" });
      return;
    }
    for (const id of ids) {
      const tried = run.tried.get(id);
      if (!tried) this.#forget(id);
      else if ("startedAt" in tried) this.#happen(id, { type: "run-ended", startedAt: tried.startedAt });
      else this.#happen(id, { type: "run-failed", ...tried });
    }
  }

  /** Takes a message of the service. It never says what to send: it makes the keeper look, or start what is declared. */
  take(message: Message): void {
    const { clock } = this.#options;
    if (!this.#streams.has(message.stream) || this.#repeats.isRepeat(message.identity, clock.wall())) return;
    if (!message.isProven) {
      this.#wakeLooking();
      return;
    }
    if (message.file) this.#options.tell({ type: "file", stream: message.stream, file: message.file });
    const event = eventOf(message);
    if (event) this.#happen(message.stream, event);
  }

  /** Looks and heals until the signal; a run that is under way then ends first. */
  async run(signal: AbortSignal): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    const sleep: Sleep = async (ms, woken) => {
      await Promise.race([this.#options.clock.sleep(ms), ended, ...(woken ? [woken] : [])]);
      return signal.aborted;
    };
    await Promise.all([this.#lookAgainAndAgain(sleep), this.#healAgainAndAgain(sleep), this.#readWhenChanged(sleep)]);
  }

  async #lookAgainAndAgain(sleep: Sleep): Promise<void> {
    const { interval } = this.#options;
    for (let over = false; !over; ) {
      await this.look();
      const hint = this.#once((wake) => {
        this.#wakeLooking = wake;
      });
      // However many hints come, there is a pause between two looks.
      over = (await sleep(HINT_MS)) || (await sleep(nextLook(interval, this.#lookFailures) - HINT_MS, hint));
    }
  }

  async #healAgainAndAgain(sleep: Sleep): Promise<void> {
    const { clock } = this.#options;
    for (;;) {
      const changed = this.#once((wake) => {
        this.#wakeHealing = wake;
      });
      const due = nextDue(this.#streams, clock.now());
      if (await sleep(due === undefined ? VERSION_EVERY_MS : due - clock.now(), changed)) return;
      if (nextRun(this.#streams, clock.now()).length === 0) continue;
      if (await sleep(GATHER_MS)) return;
      await this.heal();
      // What the run has written is known; what somebody else wrote meanwhile is not.
      await this.#readAgain();
    }
  }

  async #readWhenChanged(sleep: Sleep): Promise<void> {
    const { engine } = this.#options;
    while (!(await sleep(VERSION_EVERY_MS))) {
      const version = await engine.version().catch(() => undefined);
      if (version !== this.#version) await this.#readAgain();
    }
  }

  /** A backend that is away for a while must not end the keeper: it goes on with what it knows. */
  async #readAgain(): Promise<void> {
    await this.read().catch((error: unknown) => {
      this.#options.tell({ type: "trouble", message: error instanceof Error ? error.message : String(error) });
    });
  }

  #happen(id: string, event: StreamEvent): void {
    const stream = this.#streams.get(id);
    if (!stream) return;
    const { clock } = this.#options;
    this.#become(id, advance(stream, event, clock.now(), clock.random()));
  }

  #become(id: string, now: KeptStream): void {
    const before = this.#streams.get(id);
    this.#streams.set(id, now);
    if (before?.phase !== now.phase) this.#options.tell({ type: "phase", stream: id, before, now });
    this.#wakeHealing();
  }

  #forget(id: string): void {
    this.#streams.delete(id);
    this.#options.tell({ type: "gone", stream: id });
  }

  #once(hand: (wake: () => void) => void): Promise<void> {
    return new Promise(hand);
  }
}

/** Sleeps until the time is over, until it is woken, or until the keeper is to end: true then. */
type Sleep = (ms: number, woken?: Promise<void>) => Promise<boolean>;

function eventOf({ event, pushedSince, error }: Message): StreamEvent | undefined {
  switch (event) {
    case "PUBLISH":
      return pushedSince === undefined ? undefined : { type: "push-began", pushedSince };
    case "PUBLISH_DONE":
      return pushedSince === undefined ? undefined : { type: "push-ended", pushedSince };
    case "RECORD_OVER":
      return { type: "record-over" };
    case "RECORD_FAILED":
      return { type: "record-failed", message: error ?? "" };
    default:
      return undefined;
  }
}
