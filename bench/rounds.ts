/**
 * Takes one sample of each variant in every round. Another one goes first each time, so that none always runs on the
 * machine as the others have left it.
 */
export async function alternate<V extends string, T>(
  rounds: number,
  variants: readonly V[],
  sample: (variant: V, round: number) => Promise<T>,
): Promise<Record<V, T[]>> {
  const taken = Object.fromEntries(variants.map((variant) => [variant, [] as T[]])) as Record<V, T[]>;
  for (let round = 0; round < rounds; round++) {
    const first = round % variants.length;
    for (const variant of [...variants.slice(first), ...variants.slice(0, first)]) {
      taken[variant].push(await sample(variant, round));
    }
  }
  return taken;
}
