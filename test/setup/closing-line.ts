import type { Reporter, TestModule } from "vitest/node";

/** Closes a run with one plain line, and says what did not run where there is no engine. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    let engineless = 0;
    for (const module of modules) {
      let failed = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state] += 1;
        if (state === "failed") failed += 1;
        if (state === "skipped" && module.project.getProvidedContext().pulumi === "") engineless += 1;
      }
      // Where a file cannot be set up, its tests count as skipped; the file has failed.
      if (failed === 0 && module.state() === "failed") count.failed += 1;
    }
    if (engineless > 0) {
      console.log(
        `\n${engineless} tests did not run: they need the Pulumi engine, and none can be had here (see above).`,
      );
      console.log("Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go, and run npm test again.");
      if (process.env.CI === "true") process.exitCode = 1;
    }
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}
