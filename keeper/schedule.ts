import { isDue, type KeptStream } from "./stream";

/** What becomes due within this time of the first one goes into one run: an encoder that comes back has many streams. */
export const GATHER_MS = 200;

/**
 * The variable that names the streams of a run: the kernel allows 131,072 bytes for one (MAX_ARG_STRLEN in execve(2)).
 */
const VARIABLE_BYTES = 100_000;

/** The streams of the next run, longest waiting first; those that did not work alone, so that they hold up no others. */
export function nextRun(streams: ReadonlyMap<string, KeptStream>, now: number): string[] {
  const due = [...streams]
    .filter(([, stream]) => isDue(stream, now))
    .sort(([, a], [, b]) => (a.unrecordedSince ?? now) - (b.unrecordedSince ?? now));
  const fresh = due.filter(([, stream]) => stream.failures === 0).map(([id]) => id);
  if (fresh.length > 0) return within(fresh, VARIABLE_BYTES);
  return due.slice(0, 1).map(([id]) => id);
}

/** When the next of those that wait is due; nothing where none waits. */
export function nextDue(streams: ReadonlyMap<string, KeptStream>, now: number): number | undefined {
  const times = [...streams.values()]
    .filter(({ phase, pushedSince }) => (phase === "due" || phase === "held") && pushedSince !== undefined)
    .map(({ nextTry }) => Math.max(nextTry ?? now, now));
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Milliseconds until the list of pushes is read again: longer after each look that failed, up to a minute. */
export function nextLook(interval: number, failures: number): number {
  return failures === 0 ? interval : Math.min(interval * 2 ** failures, Math.max(60_000, interval));
}

function within(ids: readonly string[], bytes: number): string[] {
  let left = bytes;
  const taken: string[] = [];
  for (const id of ids) {
    left -= Buffer.byteLength(id) + 1;
    if (left < 0) break;
    taken.push(id);
  }
  return taken;
}
