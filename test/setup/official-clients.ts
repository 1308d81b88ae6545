import type { TestProject } from "vitest/node";
import { installSdks, languages, type Sdks } from "../fidelity/sdks/sdks";

declare module "vitest" {
  interface ProvidedContext {
    /** Huawei's SDKs, as far as they can be had here. */
    sdks: Sdks;
  }
}

/** Installs Huawei's SDKs where they are not there yet. */
export async function setup(project: TestProject): Promise<void> {
  const sdks = await installSdks();
  for (const language of languages) if ("missing" in sdks[language]) console.error(sdks[language].missing);
  project.provide("sdks", sdks);
}
