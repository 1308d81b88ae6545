/** ISO 8601 in whole seconds, which is what the service's clock tells. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
