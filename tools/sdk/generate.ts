import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schemaOf } from "../../plugin/schema.js";
import { compile, goThatBuilds } from "../engine/build.js";
import { runChild } from "../engine/child.js";
import { readGoModule, repositoryRoot } from "../engine/repository.js";

/** The languages that Pulumi's code generator can be had for as a Go module. */
export const LANGUAGES = ["python", "go", "nodejs"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Generates SDKs from the plugin's schema, each into `folder/LANGUAGE`. Needs Go; the generator is compiled first. */
export async function generateSdks(
  languages: readonly Language[],
  folder: string,
  around: Surroundings,
): Promise<void> {
  const root = repositoryRoot();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const module = readGoModule(join(root, "tools", "sdk", "generate"));
  const scratch = mkdtempSync(join(tmpdir(), "huaweicloud-live-sdk-"));
  try {
    const job = { ...around, scratch };
    const go = await goThatBuilds(module, job);
    const generator = join(scratch, "generate");
    const target = { go, module, tool: ".", name: "the generator", output: generator, ldflags: "-s -w" };
    await compile(job, target);
    const schema = join(scratch, "schema.json");
    writeFileSync(schema, schemaOf(version));
    for (const language of languages) {
      const sdk = join(folder, language);
      // Files of a resource that is gone would stay.
      if (existsSync(sdk)) rmSync(sdk, { recursive: true });
      mkdirSync(sdk, { recursive: true });
      await runChild(generator, [language, schema, sdk], { ...around, cwd: scratch });
      around.say(`The ${language} SDK is in ${sdk}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
