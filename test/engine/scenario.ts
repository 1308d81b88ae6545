import { inject, it } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { Project, type ProjectOptions } from "./project";

interface Stage {
  readonly emulator: Emulator;
  readonly project: Project;
}

/**
 * A test with an emulator and a project of its own, through the real engine, beside others: most of the time goes into
 * waiting. Without an engine it is skipped, and the run says so at its end.
 */
export function scenario(
  title: string,
  body: (stage: Stage) => Promise<void>,
  options: EmulatorOptions & Omit<ProjectOptions, "emulator"> = {},
): void {
  const run = inject("pulumi") === "" ? it.skip : it.concurrent;
  run(title, async () => {
    const emulator = await startEmulator(options);
    const project = await Project.create({ ...options, emulator });
    try {
      await body({ emulator, project });
    } finally {
      await emulator.close();
      await project.remove();
    }
  });
}
