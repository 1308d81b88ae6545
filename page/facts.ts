/** What a source, the emulator or a keeper, tells the page. Times are milliseconds since 1970, by the clock of the source. */

/** From when to when; `null`: it goes on. */
export type Span = readonly [from: number, to: number | null];

/** What a mark on the time axis stands for. Each kind has a shape of its own. */
export type MarkKind =
  /** START was carried out. */
  | "start"
  /** STOP was carried out. */
  | "stop"
  /** A command was refused, or had no answer. */
  | "refused"
  /** A recording ended because its push was away. */
  | "interrupted"
  /** A recording broke while the push went on. */
  | "failed"
  /** A notification or a callback of the service. */
  | "message";

export interface Mark {
  readonly at: number;
  readonly kind: MarkKind;
  readonly text: string;
}

/** All that is known of one stream in the last 24 hours. */
export interface StreamFacts {
  /** `domain/app/stream` */
  readonly id: string;
  readonly pushes: readonly Span[];
  readonly recordings: readonly Span[];
  /** When it was to be recorded. */
  readonly declared: readonly Span[];
  readonly marks: readonly Mark[];
  /** Milliseconds lost in gaps that are too old to be told. */
  readonly lostBefore?: number;
  /** Where the last finished file of a recording is. */
  readonly lastFile?: string;
}

/** Everything, sent when a page begins to follow. */
export interface Picture {
  readonly source: "emulator" | "keeper";
  /** The stack whose streams these are, where it is known. */
  readonly name?: string;
  /** What `declared` means here. */
  readonly note: string;
  readonly now: number;
  /** Since when the source has been watching. */
  readonly since: number;
  readonly streams: readonly StreamFacts[];
  readonly alerts: readonly string[];
}

/** What is different from the picture. A stream comes whole. */
export interface Change {
  readonly now: number;
  readonly streams: readonly StreamFacts[];
  readonly gone: readonly string[];
  readonly alerts: readonly string[];
}
