import type { Change, Picture, StreamFacts } from "../../page/facts";
import type { Message } from "../notifications/message";
import type { StackBoard } from "./board";
import type { StackStatus, StreamStatus } from "./stack-status";

/** How the service's messages are taken: not at all, as a reason to look, or as proof where they are signed. */
export type Notifications = "off" | "hints" | "signed";

/** What `/status.json` shows. Times are ISO 8601, by this machine's clock. */
export interface Status {
  readonly version: string;
  readonly startedAt: string;
  /** Seconds between two looks. */
  readonly interval: number;
  readonly notifications: Notifications;
  /** What somebody should see to, of all stacks. */
  readonly alerts: readonly string[];
  readonly totals: Totals;
  readonly stacks: readonly StackStatus[];
  /** Of all stacks, by stack and name. */
  readonly streams: readonly StreamStatus[];
}

export interface Totals {
  readonly declared: number;
  readonly recording: number;
  /** Pushed, declared and not recorded. */
  readonly unrecorded: number;
  /** Seconds for which streams were pushed, declared and not recorded, since the keeper began. */
  readonly unrecordedSeconds: number;
}

export interface KeeperFacts {
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Seconds. */
  readonly interval: number;
  readonly notifications: Notifications;
}

/** All that is known of the stacks of one keeper. */
export class KeeperBoard {
  readonly stacks: readonly StackBoard[];
  /** Messages of the service, by how they were judged. */
  readonly messages = new Map<string, number>();
  readonly #facts: KeeperFacts;

  constructor(facts: KeeperFacts, stacks: readonly StackBoard[]) {
    this.#facts = facts;
    this.stacks = stacks;
  }

  /** Counts a message of the service. */
  count(result: string): void {
    this.messages.set(result, (this.messages.get(result) ?? 0) + 1);
  }

  /** Takes a message of the service that may be about a stream of any stack. */
  message(message: Message, now: number): void {
    for (const { history } of this.stacks) history.message(message, now);
  }

  /** All that the page shows. */
  picture(now: number): Picture {
    return {
      source: "keeper",
      name: this.stacks.map(({ stack }) => stack).join(", "),
      note: "Declared is what was deployed last. Pushes and recordings are as the keeper sees them: by the list of pushes, the state and signed messages. It sees nothing of the time before it began.",
      now,
      since: this.#facts.startedAt,
      streams: this.stacks.flatMap(({ stack, history }) => this.#named(stack, history.all(now))),
      alerts: this.#alerts(now),
    };
  }

  /** What is different on the page since the last call. */
  change(now: number): Change {
    const streams = this.stacks.flatMap(({ stack, history }) => this.#named(stack, history.changed()));
    return { now, streams, gone: [], alerts: this.#alerts(now) };
  }

  status(now: number): Status {
    const { version, startedAt, interval, notifications } = this.#facts;
    const all = this.stacks.map((board) => board.status(now));
    const sum = (of: (totals: Totals) => number) => all.reduce((total, { totals }) => total + of(totals), 0);
    return {
      version,
      startedAt: new Date(startedAt).toISOString(),
      interval,
      notifications,
      alerts: all.flatMap(({ status }) => status.alerts),
      totals: {
        declared: sum(({ declared }) => declared),
        recording: sum(({ recording }) => recording),
        unrecorded: sum(({ unrecorded }) => unrecorded),
        unrecordedSeconds: Math.round(sum(({ unrecordedSeconds }) => unrecordedSeconds) * 10) / 10,
      },
      stacks: all.map(({ status }) => status),
      streams: all.flatMap(({ streams }) => streams),
    };
  }

  #alerts(now: number): string[] {
    return this.stacks.flatMap((stack) => stack.alerts(now));
  }

  /** Two stacks may have streams of one name, in two regions. */
  #named(stack: string, streams: readonly StreamFacts[]): readonly StreamFacts[] {
    return this.stacks.length === 1 ? streams : streams.map((facts) => ({ ...facts, id: `${stack}: ${facts.id}` }));
  }
}
