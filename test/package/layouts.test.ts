import { join } from "node:path";
import { afterAll, describe, expect } from "vitest";
import { commands, DOMAIN, type ProjectOptions, succeeded } from "../engine/project";
import { scenario } from "../engine/scenario";
import { npmWorkspace, pnpm, pnpmOfAnother, removeInstallations, yarn, yarnPlugAndPlay } from "./installations";

afterAll(removeInstallations);

const ARGS = JSON.stringify({ publishDomain: DOMAIN, app: "live", stream: "a" });
const COMMONJS = `const { StreamRecording } = require("pulumi-huaweicloud-live");
new StreamRecording("a", ${ARGS});`;
const ES_MODULE = `import { StreamRecording } from "pulumi-huaweicloud-live";
export const { status } = new StreamRecording("a", ${ARGS});`;
const TYPESCRIPT = `import { StreamRecording } from "pulumi-huaweicloud-live";
const recording: StreamRecording = new StreamRecording("a", ${ARGS});
export const status = recording.status;`;
const tsconfig = (module: string, moduleResolution: string) =>
  JSON.stringify({ compilerOptions: { module, moduleResolution, target: "es2022", strict: true } });

interface Layout extends ProjectOptions {
  readonly title: string;
  readonly files: Record<string, string>;
}

/** Without `installation`: installed by npm, with TypeScript and without ts-node. */
const layouts: Layout[] = [
  { title: "npm, JavaScript as CommonJS", files: { "index.js": COMMONJS } },
  {
    title: "npm, JavaScript as an ES module",
    files: { "package.json": '{"type":"module"}', "index.js": ES_MODULE },
  },
  {
    title: "npm, TypeScript with nodenext in a sub-folder",
    main: "programs/streams",
    files: {
      "programs/streams/index.ts": TYPESCRIPT,
      "programs/streams/tsconfig.json": tsconfig("nodenext", "nodenext"),
    },
  },
  {
    title: "npm workspace, TypeScript with commonjs and the project's own ts-node",
    installation: npmWorkspace,
    main: "index.ts",
    files: { "index.ts": TYPESCRIPT, "tsconfig.json": tsconfig("commonjs", "node") },
  },
  {
    title: "npm workspace, TypeScript as an ES module and the project's own ts-node",
    installation: npmWorkspace,
    main: "index.ts",
    files: {
      "package.json": '{"type":"module"}',
      "index.ts": TYPESCRIPT,
      "tsconfig.json": tsconfig("nodenext", "nodenext"),
    },
  },
  { title: "pnpm, JavaScript", installation: pnpm, files: { "index.js": COMMONJS } },
  {
    title: "yarn with node_modules, TypeScript that only Pulumi brings",
    installation: yarn,
    main: "index.ts",
    files: { "index.ts": TYPESCRIPT },
  },
];

describe("up sends START and destroy sends STOP", () => {
  for (const { title, files, ...options } of layouts) {
    scenario(
      title,
      async ({ emulator, project }) => {
        for (const [name, text] of Object.entries(files)) await project.write(name, text);
        succeeded(await project.up());
        succeeded(await project.destroy());
        expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
      },
      options,
    );
  }

  scenario(
    "yarn with Plug'n'Play, through yarn; without it, the preview says that there is no SDK",
    async ({ emulator, project }) => {
      await project.write("index.js", COMMONJS);
      const bare = await project.preview();
      expect(bare.code).not.toBe(0);
      expect(bare.output).toContain("It looks like the Pulumi SDK has not been installed.");
      // What `yarn pulumi …` sets.
      project.env.NODE_OPTIONS = `--require ${join(await yarnPlugAndPlay(), ".pnp.cjs")}`;
      succeeded(await project.up());
      succeeded(await project.destroy());
      expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
    },
    { installation: yarnPlugAndPlay },
  );
});

scenario(
  "where the program cannot see the package itself (pnpm, another has it), the preview says what to add",
  async ({ emulator, project }) => {
    await project.write("index.js", COMMONJS.replace('"pulumi-huaweicloud-live"', '"streams"'));
    const { code, output } = await project.preview();
    expect(code).not.toBe(0);
    expect(output).toContain("PROVIDER_NOT_FOUND: ");
    expect(output).toContain(project.dir);
    expect(output).toContain("Add pulumi-huaweicloud-live to the dependencies in the program's own package.json");
    expect(output).not.toMatch(/\n\s+at /);
    expect(emulator.requests()).toEqual([]);
  },
  { installation: pnpmOfAnother },
);
