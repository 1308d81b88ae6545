import type { LoggedRequest } from "../../emulator";

/** How many of the commands were refused for being too many, from 0 to 1. */
export function refusedShare(requests: readonly LoggedRequest[]): number {
  const commands = requests.filter(({ operation }) => operation === "START" || operation === "STOP");
  return commands.filter(({ status }) => status !== 200).length / commands.length;
}
