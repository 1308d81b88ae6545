/** `0:32`, `1:02:03`: whole seconds that have passed. */
export function duration(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const seconds = two(all % 60);
  const minutes = Math.floor(all / 60) % 60;
  const hours = Math.floor(all / 3600);
  return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/** `12:03:04`; `zone`: minutes by which the clock on the wall is ahead of UTC. */
export function clockTime(at: number, zone: number): string {
  const wall = new Date(at + zone * 60_000);
  return [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()].map(two).join(":");
}

/** The parts of an id: what a person calls the stream, and where it is. */
export function nameOf(id: string): { readonly stream: string; readonly place: string } {
  const at = id.lastIndexOf("/");
  return { stream: id.slice(at + 1), place: id.slice(0, Math.max(0, at)) };
}

const two = (number: number): string => String(number).padStart(2, "0");
