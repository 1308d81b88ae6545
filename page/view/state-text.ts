import { type Row, type State, stateAt, stateSince } from "../model/row";
import { duration } from "../model/text";

const words: Readonly<Record<State, string>> = {
  recorded: "REC",
  missing: "NOT REC",
  waiting: "NO PUSH",
  pushed: "PUSHED",
  idle: "IDLE",
};

/** The state in words, and for how long. */
export function stateText(row: Row, now: number): { state: State; word: string; since: string } {
  const state = stateAt(row, now);
  const since = stateSince(row, state);
  return { state, word: words[state], since: since === undefined ? "" : duration(now - since) };
}
