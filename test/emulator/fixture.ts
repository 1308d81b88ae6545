import { onTestFinished } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { Client } from "./client";

export const stream = "push.example.com/live/keynote";
/** 2026-01-02T03:04:05.678Z */
export const begin = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

export interface Fixture {
  readonly emulator: Emulator;
  readonly client: Client;
  /** Moves the emulator's clock. */
  pass(seconds: number): void;
}

/** An emulator for one test, with a clock that stands still. */
export async function emulate(options: EmulatorOptions = {}): Promise<Fixture> {
  let now = begin;
  const emulator = await startEmulator({ now: () => now, ...options });
  onTestFinished(() => emulator.close());
  return {
    emulator,
    client: new Client(emulator, () => now),
    pass: (seconds) => {
      now += seconds * 1000;
    },
  };
}
