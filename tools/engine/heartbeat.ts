/** A line every 15 s while something long runs, so that nobody takes it for hung. Returns what stops it. */
export function heartbeat(say: (line: string) => void, doing: () => string, everyMs = 15_000): () => void {
  const started = Date.now();
  const timer = setInterval(() => say(`  ${elapsed(Date.now() - started)}: ${doing()}`), everyMs);
  return () => clearInterval(timer);
}

export function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
