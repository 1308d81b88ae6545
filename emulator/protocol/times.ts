/** The service's times: UTC in whole seconds, as in `2026-01-02T03:04:05Z`. */
export const wholeSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

/** IAM's times, as in `2026-01-02T03:04:05.678000Z`. */
export const microseconds = (ms: number): string => new Date(ms).toISOString().replace("Z", "000Z");
