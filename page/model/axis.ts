import { clockTime } from "./text";

/** The piece of time that is shown, and the width for it, in pixels. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

export interface Tick {
  readonly x: number;
  readonly label: string;
  /** Begins an hour or a day, or what else is worth a stronger line. */
  readonly isStrong: boolean;
}

/** From the shortest to the longest, in seconds. */
export const windows = [60, 300, 900, 3_600, 21_600, 86_400] as const;

const steps = [5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200].map((s) => s * 1000);

/** Pixels that a label needs. */
const room = 84;

export const xOf = ({ from, to, width }: Axis, at: number): number => ((at - from) / (to - from)) * width;
export const timeAt = ({ from, to, width }: Axis, x: number): number => from + (x / width) * (to - from);

/** `zone`: minutes by which the clock on the wall is ahead of UTC. */
export function ticks(axis: Axis, zone: number): Tick[] {
  const least = ((axis.to - axis.from) / Math.max(axis.width, 1)) * room;
  const step = steps.find((candidate) => candidate >= least) ?? 86_400_000;
  const shift = zone * 60_000;
  const found: Tick[] = [];
  for (let at = Math.ceil((axis.from + shift) / step) * step - shift; at <= axis.to; at += step) {
    const time = clockTime(at, zone);
    found.push({
      x: xOf(axis, at),
      label: step < 60_000 ? time : time.slice(0, 5),
      isStrong: (at + shift) % strongStep(step) === 0,
    });
  }
  return found;
}

const strongStep = (step: number): number => (step < 60_000 ? 60_000 : step < 3_600_000 ? 3_600_000 : 86_400_000);
