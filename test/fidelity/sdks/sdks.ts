import { join } from "node:path";
import { SdkUnavailableError } from "../../setup/sdk-cache";
import { goProgram } from "./go/install";
import { javaProgram } from "./java/install";
import { pythonProgram } from "./python/install";

/** What calls Live with one of the SDKs, see `client.ts`. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

export const languages = ["Python", "Java", "Go", "Node"] as const;
export type Language = (typeof languages)[number];

/** The program of each language, or why there is none on this machine, and what helps. */
export type Sdks = Readonly<Record<Language, Program | { readonly missing: string }>>;

const programs: Readonly<Record<Language, (env: NodeJS.ProcessEnv) => Promise<Program>>> = {
  Python: pythonProgram,
  Java: javaProgram,
  Go: goProgram,
  // Installed with this repository's own dependencies.
  Node: async () => ({ command: process.execPath, args: [join(__dirname, "node/live.mjs")] }),
};

export async function installSdks(env: NodeJS.ProcessEnv = process.env): Promise<Sdks> {
  const installed = languages.map(async (language) => {
    try {
      return [language, await programs[language](env)] as const;
    } catch (error) {
      if (!(error instanceof SdkUnavailableError)) throw error;
      return [language, { missing: error.message }] as const;
    }
  });
  return Object.fromEntries(await Promise.all(installed)) as Sdks;
}
