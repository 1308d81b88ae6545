import type { Change, Picture } from "../facts";
import { isDeclared, lost, type Row, rowOf, stateAt } from "./row";

export interface Totals {
  readonly declared: number;
  readonly recorded: number;
  /** Declared and pushed, and not recorded. */
  readonly missing: number;
  /** Declared, without a push. */
  readonly waiting: number;
  /** Milliseconds for which streams were missing. */
  readonly lost: number;
}

/** The streams as they were told last. */
export class Board {
  private readonly rows: ReadonlyMap<string, Row>;
  private readonly order: readonly Row[];

  private constructor(rows: ReadonlyMap<string, Row>, order: readonly Row[]) {
    this.rows = rows;
    this.order = order;
  }

  static empty = new Board(new Map(), []);

  static of({ streams }: Pick<Picture, "streams">): Board {
    return Board.with(new Map(streams.map((facts) => [facts.id, rowOf(facts)])));
  }

  after({ streams, gone }: Pick<Change, "streams" | "gone">): Board {
    const rows = new Map(this.rows);
    for (const facts of streams) rows.set(facts.id, rowOf(facts));
    for (const id of gone) rows.delete(id);
    return Board.with(rows);
  }

  row(id: string): Row | undefined {
    return this.rows.get(id);
  }

  /** By name. */
  get all(): readonly Row[] {
    return this.order;
  }

  /** Those whose id has every word of the filter; those that are missing first, if wanted. */
  shown(filter: string, missingFirst: boolean, now: number): readonly Row[] {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.order.filter(({ id }) => words.every((word) => id.toLowerCase().includes(word)));
    if (!missingFirst) return found;
    const isMissing = (row: Row) => stateAt(row, now) === "missing";
    return [...found.filter(isMissing), ...found.filter((row) => !isMissing(row))];
  }

  totals(now: number): Totals {
    const totals = { declared: 0, recorded: 0, missing: 0, waiting: 0, lost: 0 };
    for (const row of this.order) {
      totals.lost += lost(row, now);
      if (!isDeclared(row, now)) continue;
      totals.declared += 1;
      const state = stateAt(row, now);
      if (state === "recorded" || state === "missing" || state === "waiting") totals[state] += 1;
    }
    return totals;
  }

  private static with(rows: ReadonlyMap<string, Row>): Board {
    return new Board(
      rows,
      [...rows.values()].sort((one, other) => byName(one.id, other.id)),
    );
  }
}

/** `stage-2` before `stage-10`. */
const byName = new Intl.Collator("en", { numeric: true }).compare;
