import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { Fill } from "../../../tools/engine/cache.js";
import { allowedSources, ensureEngine } from "../../../tools/engine/ensure.js";
import { EngineInterruptedError, EngineUnavailableError } from "../../../tools/engine/errors.js";
import { engineIn, executable, failsWith, machine, version, works } from "./fakes.js";

const silent = () => {};
const neverCalled: Fill = async () => {
  throw new Error("must not be tried");
};

describe("the order", () => {
  test("takes a suitable engine on PATH before the cached one", async () => {
    const { env, tools, bin } = machine();
    engineIn(bin);
    const pulumi = engineIn(tools, "v3.230.1");
    const engine = await ensureEngine({ env, say: silent, download: neverCalled, build: neverCalled });
    expect(engine).toEqual({ pulumi, version: "3.230.1", from: "path" });
  });

  test("takes the cached engine before the download, silently and in less than a second", async () => {
    const { env, bin } = machine();
    const pulumi = engineIn(bin);
    const say = vi.fn();
    const started = Date.now();
    const engine = await ensureEngine({ env, say, download: neverCalled, build: neverCalled });
    expect(engine).toEqual({ pulumi, version, from: "cache" });
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(say).not.toHaveBeenCalled();
  });

  test("downloads before it builds", async () => {
    const { env, bin } = machine();
    const engine = await ensureEngine({ env, say: silent, download: works, build: neverCalled });
    expect(engine).toEqual({ pulumi: join(bin, "pulumi"), version, from: "download" });
  });

  test("builds when the download fails, and says why it failed in one line", async () => {
    const { env } = machine();
    const say = vi.fn();
    const engine = await ensureEngine({ env, say, download: failsWith("no route"), build: works });
    expect(engine.from).toBe("build");
    expect(say.mock.calls).toEqual([["The download did not work: no route"]]);
  });

  test("finds in the cache what an earlier run got", async () => {
    const { env } = machine();
    await ensureEngine({ env, say: silent, download: works });
    const again = await ensureEngine({ env, say: silent, download: neverCalled, build: neverCalled });
    expect(again.from).toBe("cache");
  });
});

describe("HUAWEICLOUD_LIVE_ENGINE_FROM", () => {
  test("limits what is tried", async () => {
    const { env, tools } = machine();
    engineIn(tools);
    const limited = { ...env, HUAWEICLOUD_LIVE_ENGINE_FROM: "build" };
    const engine = await ensureEngine({ env: limited, say: silent, download: neverCalled, build: works });
    expect(engine.from).toBe("build");
  });

  test.each([
    ["", ["path", "cache", "download", "build"]],
    ["path", ["path"]],
    ["build, path", ["path", "cache", "build"]],
  ])("%j leaves %j", (text, expected) => {
    expect([...allowedSources({ HUAWEICLOUD_LIVE_ENGINE_FROM: text })]).toEqual(expected);
  });

  test("refuses a word that it does not know", () => {
    expect(() => allowedSources({ HUAWEICLOUD_LIVE_ENGINE_FROM: "path,brew" })).toThrow(/"brew".*path, cache/);
  });
});

describe("what counts as cached", () => {
  test.each([
    ["lacks a file", (bin: string) => rmSync(join(bin, "pulumi-language-nodejs"))],
    ["has an empty file", (bin: string) => writeFileSync(join(bin, "pulumi"), "")],
    [
      "has a file that is not executable",
      (bin: string) => {
        rmSync(join(bin, "pulumi-resource-pulumi-nodejs"));
        writeFileSync(join(bin, "pulumi-resource-pulumi-nodejs"), "text");
      },
    ],
  ])("a cache that %s is not taken but replaced", async (_, damage) => {
    const { env, bin, versions } = machine();
    engineIn(bin);
    damage(bin);
    const first = await ensureEngine({ env, say: silent, download: works });
    expect(first.from).toBe("download");
    const second = await ensureEngine({ env, say: silent, download: neverCalled, build: neverCalled });
    expect(second.from).toBe("cache");
    expect(readdirSync(versions)).toEqual([version]);
  });

  test.each<{ what: string; fill: Fill; reason: RegExp }>([
    {
      what: "is incomplete",
      fill: async ({ bin }) => void executable(join(bin, "pulumi")),
      reason: /pulumi-language-nodejs.* not there/,
    },
    {
      what: "is another version",
      fill: async ({ bin }) => void engineIn(bin, "v3.200.0"),
      reason: /got version 3\.200\.0 instead of/,
    },
    {
      what: "does not run",
      fill: async ({ bin }) => void executable(engineIn(bin), "exit 3"),
      reason: /Command failed/,
    },
  ])("what $what is not put into the cache", async ({ fill, reason }) => {
    const { env, versions } = machine();
    const error = await ensureEngine({ env, say: silent, download: fill, build: fill }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(String(error)).toMatch(reason);
    expect(readdirSync(versions)).toEqual([]);
  });
});

describe("when nothing works", () => {
  test("the error lists every failure, what to install and which variables matter", async () => {
    const { env, tools } = machine();
    engineIn(tools, "v3.100.0");
    const error = await ensureEngine({
      env,
      say: silent,
      download: failsWith("connection refused"),
      build: failsWith("go is not on PATH"),
    }).catch((e: unknown) => e);
    if (!(error instanceof EngineUnavailableError)) throw error;
    expect(error.attempts.map(({ source }) => source)).toEqual(["path", "cache", "download", "build"]);
    for (const part of [
      /on PATH: .* is version 3\.100\.0/,
      /in the cache: nothing in /,
      /official download: connection refused/,
      /build from the Go modules: go is not on PATH/,
      /pulumi\.com\/docs\/install/,
      /install Go 1\.\d+/,
      /HUAWEICLOUD_LIVE_ENGINE_FROM/,
      /PULUMI_HOME/,
    ]) {
      expect(error.message).toMatch(part);
    }
  });

  test("a home that cannot be written is a reason like any other", async () => {
    const { env, folder } = machine();
    writeFileSync(join(folder, "file"), "");
    const blocked = { ...env, PULUMI_HOME: join(folder, "file") };
    await expect(ensureEngine({ env: blocked, say: silent, download: works, build: works })).rejects.toThrow(
      /official download: no place for it/,
    );
  });
});

describe("side by side", () => {
  test("two runs build once; the second says that it waits and then finds the cache", async () => {
    const { env, versions } = machine();
    const say = vi.fn();
    let builds = 0;
    const build: Fill = async (job) => {
      builds += 1;
      await new Promise((resolve) => setTimeout(resolve, 700));
      await works(job);
    };
    const options = { env, say, download: failsWith("off"), build };
    const engines = await Promise.all([ensureEngine(options), ensureEngine(options)]);
    expect(builds).toBe(1);
    expect(engines.map(({ from }) => from).sort()).toEqual(["build", "cache"]);
    expect(say.mock.calls.flat().filter((line) => /Another process .* Waiting/.test(String(line)))).toHaveLength(1);
    expect(readdirSync(versions)).toEqual([version]);
  });

  test("the lock of a dead process is taken over", async () => {
    const { env, versions } = machine();
    mkdirSync(join(versions, `.engine-${version}.lock`), { recursive: true });
    const engine = await ensureEngine({ env, say: silent, staleMs: 2_000, download: works });
    expect(engine.from).toBe("download");
    expect(readdirSync(versions)).toEqual([version]);
  });

  test("who loses the lock in the middle stops, waits for the other and takes what that one got", async () => {
    const { env, versions, bin } = machine();
    const say = vi.fn();
    let starts = 0;
    const download: Fill = ({ signal }) => {
      starts += 1;
      rmdirSync(join(versions, `.engine-${version}.lock`));
      engineIn(bin);
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
    const engine = await ensureEngine({ env, say, staleMs: 2_000, download, build: neverCalled });
    expect(engine.from).toBe("cache");
    expect(starts).toBe(1);
    expect(say.mock.calls).toEqual([["Another process took over. Starting again."]]);
  });
});

describe("an interruption", () => {
  const hangs: Fill = ({ bin, signal }) => {
    engineIn(bin);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };

  test("leaves nothing, does not go on to the next source, and frees the lock", async () => {
    const { env, versions } = machine();
    const stop = new AbortController();
    const running = ensureEngine({ env, say: silent, signal: stop.signal, download: hangs, build: neverCalled });
    await vi.waitFor(() =>
      expect(readdirSync(versions).some((name) => name.startsWith(`.engine-${version}-`))).toBe(true),
    );
    stop.abort(new EngineInterruptedError("SIGINT"));
    await expect(running).rejects.toBeInstanceOf(EngineInterruptedError);
    expect(readdirSync(versions)).toEqual([]);
    await expect(ensureEngine({ env, say: silent, download: works })).resolves.toMatchObject({ from: "download" });
  });

  test("SIGTERM becomes an error, and the listeners are gone afterwards", async () => {
    const { env, versions } = machine();
    const before = process.listenerCount("SIGTERM");
    const running = ensureEngine({ env, say: silent, download: hangs });
    await vi.waitFor(() => expect(existsSync(versions) && readdirSync(versions)).toHaveLength(2));
    process.emit("SIGTERM", "SIGTERM");
    await expect(running).rejects.toMatchObject({ code: "ENGINE_INTERRUPTED", signal: "SIGTERM" });
    expect(process.listenerCount("SIGTERM")).toBe(before);
  });

  test("what a killed run left is removed and never counts, even if it looks complete", async () => {
    const { env, versions } = machine();
    engineIn(join(versions, `.engine-${version}-killed`, "root", "bin"));
    const other = join(versions, "3.1.0", "bin", "pulumi");
    executable(other, "echo v3.1.0");
    const engine = await ensureEngine({ env, say: silent, download: works });
    expect(engine.from).toBe("download");
    expect(readdirSync(versions).sort()).toEqual(["3.1.0", version].sort());
    expect(readFileSync(other, "utf8")).toContain("3.1.0");
  });
});
