/** The service's times: UTC in whole seconds, as in `2026-01-02T03:04:05Z`. */
export const wholeSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
