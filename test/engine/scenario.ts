import { inject, test } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { generatedSdk, type SdkLanguage } from "../setup/generated-sdks";
import { Project, type ProjectOptions } from "./project";

interface Stage {
  readonly emulator: Emulator;
  readonly project: Project;
}

interface Options extends EmulatorOptions, Omit<ProjectOptions, "emulator"> {
  /** The program uses the SDK that is generated for this language; the title says so. */
  readonly sdk?: SdkLanguage;
}

/**
 * A test with an emulator and a project of its own, through the real engine, beside others: most of the time goes into
 * waiting. Without an engine it is skipped, and the run says so at its end.
 */
export function scenario(title: string, body: (stage: Stage) => Promise<void>, options: Options = {}): void {
  const { sdk } = options;
  const lacks = inject("pulumi") === "" || (sdk !== undefined && "missing" in inject("generatedSdks")[sdk]);
  const run = lacks ? test.skip : test.concurrent;
  run(sdk ? `${generatedSdk(sdk)}: ${title}` : title, async () => {
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

export const SHELLS = ["dynamic", "plugin"] as const;

/** The same scenario with the dynamic provider and with the plugin; the title says with which. */
export function inBothShells(title: string, body: (stage: Stage) => Promise<void>, options: Options = {}): void {
  for (const shell of SHELLS) scenario(`${title} (${shell})`, body, { ...options, shell });
}
