import type { Figure } from "./figure";
import type { Stage } from "./stage";

/** A row of the table of targets, or something else that is worth a figure. */
export interface Row {
  /** As on the command line. */
  readonly name: string;
  /** Quick enough for every run of the CI. */
  readonly short?: true;
  /** Not part of a run of all rows. */
  readonly onlyIfNamed?: true;
  measure(stage: Stage): Promise<Figure[]>;
}
