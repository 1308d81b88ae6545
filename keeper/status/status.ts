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
}
