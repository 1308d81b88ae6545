/** The middle of the samples, or the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  if (samples.length === 0) throw new Error("there is no median of nothing");
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number) => sorted[index] as number;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

/** Each sample over the one that was taken beside it: what slows the machine down for a while slows both. */
export function ratios(samples: readonly number[], beside: readonly number[]): number[] {
  if (samples.length !== beside.length) throw new Error("ratios need as many samples of the one as of the other");
  return samples.map((sample, index) => sample / (beside[index] as number));
}

/** As `ratios`. */
export function differences(samples: readonly number[], beside: readonly number[]): number[] {
  if (samples.length !== beside.length) throw new Error("differences need as many samples of the one as of the other");
  return samples.map((sample, index) => sample - (beside[index] as number));
}
