/** A time in an answer, in milliseconds since the epoch. All of them are UTC, not all of them say so. NaN for no time. */
export function serviceTime(text: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}
