import { createHash } from "node:crypto";
import type { Clock } from "../provider/http/clock";
import { wordsOf } from "./errors";
import type { Message, RecordedFile } from "./notifications/message";
import { Repeats } from "./notifications/repeats";
import { GATHER_MS, nextDue, nextLook, nextRun } from "./schedule";
import type { Blind, Engine, Run, Seen, Watch } from "./stack/engine";
import { type DeclaredRecording, recordingsIn, type StateResource } from "./stack/state";
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

/** The lock of somebody else's run. */
export interface Locked {
  readonly whose: string;
  /** When the first run in a row met it. */
  readonly since: number;
  /** This is the first one. */
  readonly isNew: boolean;
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
  | { readonly type: "run-over"; readonly locked?: Locked }
  /** The lists of pushes were read, but for those that are `blind`; `isNew` if these are others than the last time. */
  | { readonly type: "looked"; readonly seconds: number; readonly blind: readonly Blind[]; readonly isNew: boolean }
  | { readonly type: "file"; readonly stream: string; readonly file: RecordedFile }
  /** The stack cannot be read, and the last known state counts. */
  | { readonly type: "trouble"; readonly message: string; readonly isNew: boolean };

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
  #inputs: string | undefined;
  #blind: readonly Blind[] | undefined;
  #sees = false;
  #lookFailures = 0;
  #lockedSince: number | undefined;
  #trouble: string | undefined;
  #wakeHealing = () => {};
  #wakeLooking = () => {};

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get streams(): ReadonlyMap<string, KeptStream> {
    return this.#streams;
  }

  /** Whether all that is pushed and declared is recorded, as far as the lists can tell: with one that was not read, nobody knows. */
  get isWhole(): boolean {
    const isSeen = this.#blind !== undefined && this.#blind.length === 0;
    return isSeen && [...this.#streams.values()].every(({ phase }) => phase === "recording" || phase === "offline");
  }

  /** The lists of pushes that could not be read the last time. */
  get blind(): readonly Blind[] {
    return this.#blind ?? [];
  }

  /** Whether the last look has seen anything. */
  get sees(): boolean {
    return this.#sees;
  }

  /** Reads the state; the first time, a failure is the caller's. */
  async read(): Promise<void> {
    const { engine, tell } = this.#options;
    this.#version = await engine.version();
    const resources = await engine.read();
    this.#trouble = undefined;
    this.#declared = recordingsIn(resources);
    const isChanged = this.#noteInputs(resources);
    const ids = new Set(this.#declared.map(({ id }) => id));
    for (const id of this.#streams.keys()) if (!ids.has(id)) this.#forget(id);
    for (const { id, declared } of this.#declared) {
      if (this.#streams.has(id)) this.#happen(id, { type: "state", declared, isChanged });
      else this.#become(id, kept(declared));
    }
    tell({ type: "declared", streams: this.#declared.length });
  }

  /** Reads the lists of pushes once. */
  async look(): Promise<void> {
    const { watch, clock, tell } = this.#options;
    const began = clock.now();
    const seen: Seen = await watch.look(this.#declared);
    for (const [id, pushedSince] of seen.pushes) {
      this.#happen(id, { type: "look", ...(pushedSince === undefined ? {} : { pushedSince }) });
    }
    const isNew = saidOf(seen.blind) !== saidOf(this.#blind ?? []);
    this.#blind = seen.blind;
    this.#sees = seen.pushes.size > 0;
    // A list that waits for somebody costs nothing, and the others are not to wait for it.
    this.#lookFailures = seen.blind.some(({ needsSomebody }) => !needsSomebody) ? this.#lookFailures + 1 : 0;
    tell({ type: "looked", seconds: (clock.now() - began) / 1_000, blind: seen.blind, isNew });
  }

  /** Has the engine start what is due, in one run; says whether there was anything. */
  async heal(): Promise<boolean> {
    const { engine, clock, tell } = this.#options;
    const ids = nextRun(this.#streams, clock.now());
    if (ids.length === 0) return false;
    for (const id of ids) this.#happen(id, { type: "run-began" });
    tell({ type: "run", streams: ids });
    const run = await engine.startAgain(ids).catch((error): Run => {
      const failure = { code: "RUN_FAILED", message: wordsOf(error) };
      return { tried: new Map(ids.map((id) => [id, failure])) };
    });
    if ("locked" in run) {
      const isNew = this.#lockedSince === undefined;
      this.#lockedSince ??= clock.now();
      tell({ type: "run-over", locked: { whose: run.locked, since: this.#lockedSince, isNew } });
      for (const id of ids) this.#happen(id, { type: "run-locked" });
      return true;
    }
    this.#lockedSince = undefined;
    tell({ type: "run-over" });
    for (const id of ids) {
      const tried = run.tried.get(id);
      if (!tried) this.#forget(id);
      else if ("startedAt" in tried) this.#happen(id, { type: "run-ended", startedAt: tried.startedAt });
      else this.#happen(id, { type: "run-failed", ...tried });
    }
    return true;
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

  /** Looks and heals until the signal; a run that is under way then ends first. The first look is behind it. */
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
    for (;;) {
      const hint = this.#once((wake) => {
        this.#wakeLooking = wake;
      });
      // However many hints come, there is a pause between two looks.
      if (await sleep(HINT_MS)) return;
      if (await sleep(nextLook(interval, this.#lookFailures) - HINT_MS, hint)) return;
      await this.look();
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
      if (version !== this.#version || this.#trouble !== undefined) await this.#readAgain();
    }
  }

  /** A backend that is away for a while must not end the keeper: it goes on with what it knows. */
  async #readAgain(): Promise<void> {
    await this.read().catch((error: unknown) => {
      const message = wordsOf(error);
      const isNew = this.#trouble === undefined;
      this.#trouble = message;
      this.#options.tell({ type: "trouble", message, isNew });
    });
  }

  /** Whether somebody has deployed something else since the last time, such as a rule or a credential. */
  #noteInputs(resources: readonly StateResource[]): boolean {
    const text = JSON.stringify(resources.map(({ urn, inputs }) => [urn, inputs]));
    const before = this.#inputs;
    // Only a fingerprint of it, since there are secrets in it.
    this.#inputs = createHash("sha256").update(text).digest("hex");
    return before !== undefined && before !== this.#inputs;
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

/** Without the messages, which have the id of the request. */
function saidOf(blind: readonly Blind[]): string {
  return blind
    .map(({ code }) => code)
    .sort()
    .join(" ");
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
