import { defineConfig } from "vitest/config";

/** Otherwise one is left to the person at the machine: on two cores that is half of the speed. */
const ALL_CORES = "100%";

export default defineConfig({
  test: {
    // The plugin and the engine are processes of their own; worker threads would share what they must not share.
    pool: "forks",
    reporters: ["default", "./test/setup/closing-line.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{provider,plugin,keeper,emulator,page,tools,docs,bench,errors,fuzz}/**/*.test.ts"],
          testTimeout: 30_000,
          // Values in titles are not cut off: a title can be searched for.
          chaiConfig: { truncateThreshold: 0 },
          maxWorkers: ALL_CORES,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "fidelity",
          include: ["test/fidelity/**/*.test.ts"],
          globalSetup: ["test/setup/official-clients.ts"],
          testTimeout: 30_000,
          maxWorkers: ALL_CORES,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "installed",
          include: ["test/{package,process,engine}/**/*.test.ts"],
          globalSetup: ["test/setup/installation.ts", "test/setup/generated-sdks.ts"],
          // Half of the time goes into waiting for gaps, so more runs at once than a machine has cores.
          maxWorkers: 2,
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
          hookTimeout: 120_000,
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/setup/browser.ts", "test/setup/installation.ts"],
          sequence: { groupOrder: 2 },
          hookTimeout: 60_000,
          testTimeout: 120_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
