import type { Parameters } from "fast-check";

/** How many inputs each test tries. */
export const INPUTS = {
  answers: 40_000,
  rules: 30_000,
  listings: 2_000,
  accounts: 3_000,
  inputs: 10_000,
  settings: 5_000,
  profileFiles: 1_000,
  kooCliFiles: 1_000,
  regionsFiles: 1_000,
  /** Requests, in sequences of `SEQUENCE`. */
  emulatorCalls: 10_000,
  /** Bytes on a connection. */
  emulatorBytes: 500,
} as const;

export const SEQUENCE = 20;

/** The same input each time, so that a red run is due to the change; other input with `FUZZ_SEED`, more with `FUZZ_TIMES`. */
const SEED = Number(process.env.FUZZ_SEED || 20260102);
const TIMES = Number(process.env.FUZZ_TIMES || 1);

export const runs = <T>(inputs: number): Parameters<T> => ({ numRuns: inputs * TIMES, seed: SEED });

/** Enough for ten times as much. */
export const LIMIT_MS = 600_000;
