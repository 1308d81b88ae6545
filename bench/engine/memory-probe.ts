// Loaded into a plugin process before the plugin itself: tells its memory to the process that has started it.

/** Bytes, after everything that is garbage has gone. */
export interface Memory {
  readonly resident: number;
  readonly heap: number;
}

process.on("message", () => {
  globalThis.gc?.();
  // What was weakly held goes with a second one, after the finalizers.
  setImmediate(() => {
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send?.({ resident: rss, heap: heapUsed + external } satisfies Memory);
  });
});
