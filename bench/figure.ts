import { median } from "./statistics";

/** One figure of a row, with everything that it was made of. */
export interface Figure {
  /** The number of the row in the table of targets; "" for what has no target. */
  readonly row: string;
  readonly what: string;
  /** Of the samples; "" for a ratio. */
  readonly unit: string;
  readonly target?: Target;
  /** One a round. */
  readonly samples: readonly number[];
  /** The measurements behind the samples, in their own units: `ours s`, `floor s`. */
  readonly behind?: Readonly<Record<string, readonly number[]>>;
}

/** The figure must not be above it; or, with `below`, must be below it. */
export type Target = { readonly atMost: number } | { readonly below: number };

/** Whether the median meets the target; undefined where there is none. */
export function meets({ samples, target }: Figure): boolean | undefined {
  if (!target) return undefined;
  const value = median(samples);
  return "atMost" in target ? value <= target.atMost : value < target.below;
}
