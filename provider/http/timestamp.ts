/** The hundreds of commands of an `up` share their seconds, and writing a date takes longer than hashing a request. */
let last = { second: Number.NaN, text: "" };

/** ISO 8601 in whole seconds, which is what the service's clock tells. */
export function timestamp(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== last.second) last = { second, text: `${new Date(milliseconds).toISOString().slice(0, 19)}Z` };
  return last.text;
}
