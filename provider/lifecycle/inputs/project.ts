import type { Unchecked } from "./declaration";

/**
 * The project among the inputs of a resource. A project that is set and the same one that was looked up are one, so what
 * the state has stays: machines that set it and machines that do not see no difference, and can apply each other's plans.
 *
 * - The state names the one that was set then: it stays until another one is set.
 * - It names none, since that was looked up: only `diff` knows which one it was.
 * - In another region, another project is another one for sure.
 */
export function projectInput(configured: string | undefined, region: string, olds: Unchecked): string | undefined {
  if (olds.region !== region) return configured;
  if (typeof olds.projectId !== "string") return undefined;
  return configured ?? olds.projectId;
}
