import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pathFolders } from "../../../tools/engine/executables.js";
import { findOnPath, isSuitable } from "../../../tools/engine/suitable.js";
import { engineIn, executable, machine } from "./fakes.js";

describe("a version is suitable", () => {
  test.each(["3.216.0", "3.216.1", "3.259.0", "3.259.0-dev.1", "3.1000.0"])("%s: yes", (version) => {
    expect(isSuitable(version)).toBe(true);
  });
  test.each(["3.215.9", "2.300.0", "4.0.0", "30.216.0", "", "dev", "v3"])("%j: no", (version) => {
    expect(isSuitable(version)).toBe(false);
  });
});

describe("on PATH", () => {
  test("the npm wrapper in node_modules/.bin is not run", async () => {
    const { env, folder } = machine();
    const wrapper = join(folder, "project", "node_modules", ".bin");
    engineIn(wrapper);
    const searched = { ...env, PATH: `${wrapper}:${env.PATH}` };
    expect(pathFolders(searched)).not.toContain(wrapper);
    expect(await findOnPath(searched)).toEqual({ reason: "no pulumi (the npm wrapper does not count)" });
  });

  test("a globally installed npm wrapper is not run, and a real engine behind it is found", async () => {
    const { env, folder, tools } = machine();
    const wrapper = executable(join(folder, "lib", "node_modules", "pulumi", "run.js"), "echo v3.259.0");
    symlinkSync(wrapper, join(tools, "pulumi"));
    const pulumi = engineIn(join(folder, "real"));
    const found = await findOnPath({ ...env, PATH: `${env.PATH}:${join(folder, "real")}` });
    expect(found).toMatchObject({ pulumi });
  });

  test("the language host and the script may lie beside the target of a link", async () => {
    const { env, folder, tools } = machine();
    symlinkSync(engineIn(join(folder, "opt", "pulumi")), join(tools, "pulumi"));
    expect(await findOnPath(env)).toMatchObject({ pulumi: join(tools, "pulumi") });
  });

  test("they may lie in another folder on PATH", async () => {
    const { env, folder, tools } = machine();
    executable(join(tools, "pulumi-language-nodejs"));
    executable(join(tools, "pulumi-resource-pulumi-nodejs"));
    executable(join(folder, "bare", "pulumi"), "echo v3.259.0");
    const found = await findOnPath({ ...env, PATH: `${join(folder, "bare")}:${env.PATH}` });
    expect(found).toMatchObject({ version: "3.259.0" });
  });

  test("an engine without them is passed over, with the reason", async () => {
    const { env, tools } = machine();
    executable(join(tools, "pulumi"), "echo v3.259.0");
    expect(await findOnPath(env)).toEqual({
      reason: `${join(tools, "pulumi")} has no pulumi-language-nodejs and no pulumi-resource-pulumi-nodejs beside it or on PATH`,
    });
  });

  test.each([
    { what: "is too old", body: "echo v3.100.0", reason: /is version 3\.100\.0, which is not >= 3\.216\.0 and < 4/ },
    { what: "prints nothing", body: "exit 0", reason: /is version unknown/ },
    { what: "fails", body: "echo broken >&2; exit 1", reason: /does not answer to `pulumi version`.*broken/s },
  ])("an engine that $what is passed over, with the reason", async ({ body, reason }) => {
    const { env, tools } = machine();
    engineIn(tools);
    executable(join(tools, "pulumi"), body);
    expect(await findOnPath(env)).toEqual({ reason: expect.stringMatching(reason) });
  });
});
