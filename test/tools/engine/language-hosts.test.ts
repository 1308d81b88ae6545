import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { Engine } from "../../../tools/engine/ensure.js";
import { ensureLanguageHosts, LanguageHostUnavailableError } from "../../../tools/engine/language-hosts.js";
import { engineIn, executable, machine, version } from "./fakes.js";

const silent = () => {};

/** A machine with an engine in its cache, which has no hosts besides that of Node. */
function machineWithEngine(from: Engine["from"] = "cache") {
  const { env, tools, bin, versions, folder } = machine();
  const pulumi = engineIn(from === "path" ? tools : bin);
  return { env, tools, bin, versions, folder, engine: { pulumi, version, from } };
}

/** A `go` whose modules lie in `folder`, and which does what the script says on `go build` (`$out` is the file wanted). */
function fakeGo(tools: string, folder: string, build = `echo built > "$out"; chmod +x "$out"`): void {
  const script = join(folder, "python/cmd/pulumi-language-python-exec");
  mkdirSync(join(folder, "python/cmd"), { recursive: true });
  writeFileSync(script, "the script of the module");
  executable(
    join(tools, "go"),
    `if [ "$1" = env ]; then printf 'go1.99.0\\nlocal\\n'; exit; fi
if [ "$1" = list ]; then echo ${folder}; exit; fi
while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; shift; done
${build}`,
  );
}

describe("the hosts of YAML and Python programs", () => {
  test("are built beside an engine that has none, once", async () => {
    const { env, tools, bin, versions, folder, engine } = machineWithEngine("build");
    fakeGo(tools, folder);
    const say = vi.fn();
    await ensureLanguageHosts(engine, ["yaml", "python"], { env, say });
    for (const name of ["pulumi-language-yaml", "pulumi-language-python", "pulumi-language-python-exec"])
      expect(statSync(join(bin, name)).mode & 0o111).toBe(0o111);
    expect(readFileSync(join(bin, "pulumi-language-python-exec"), "utf8")).toBe("the script of the module");
    expect(readdirSync(versions)).toEqual([version]);
    say.mockClear();
    await ensureLanguageHosts(engine, ["yaml", "python"], { env, say });
    expect(say).not.toHaveBeenCalled();
  });

  test("are those of the distribution where there are some, beside the engine or on PATH", async () => {
    const { env, tools, bin, engine } = machineWithEngine();
    executable(join(bin, "pulumi-language-yaml"));
    executable(join(tools, "pulumi-language-python"));
    const say = vi.fn();
    await ensureLanguageHosts(engine, ["yaml", "python"], { env, say });
    expect(say).not.toHaveBeenCalled();
  });

  test("are never put beside an engine of the user's own", async () => {
    const { env, tools, folder, engine } = machineWithEngine("path");
    fakeGo(tools, folder);
    await expect(ensureLanguageHosts(engine, ["yaml"], { env, say: silent })).rejects.toThrow(
      /cannot run yaml programs.*is not beside.*pulumi\.com\/docs\/install/,
    );
    expect(existsSync(join(tools, "pulumi-language-yaml"))).toBe(false);
  });

  test("leave nothing behind when go fails, and the error has what go printed", async () => {
    const { env, tools, bin, versions, folder, engine } = machineWithEngine();
    fakeGo(tools, folder, `echo half > "$out"; echo go: no such host >&2; exit 1`);
    const built = ensureLanguageHosts(engine, ["python"], { env, say: silent });
    await expect(built).rejects.toThrow(LanguageHostUnavailableError);
    await expect(built).rejects.toThrow(/go: no such host/);
    expect(readdirSync(bin).filter((name) => name.includes("python"))).toEqual([]);
    expect(readdirSync(versions)).toEqual([version]);
  });

  test("a machine without Go is told so", async () => {
    const { env, engine } = machineWithEngine();
    await expect(ensureLanguageHosts(engine, ["yaml"], { env, say: silent })).rejects.toThrow(/go is not on PATH/);
  });
});
