/** Seconds that something may take: as declared or by default, but no longer than the user allows the call. */
export function capped({ limit }: { readonly limit?: number | undefined }, seconds: number): number {
  return Math.min(seconds, limit ?? seconds);
}
