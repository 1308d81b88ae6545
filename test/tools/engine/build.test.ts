import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { buildEngine, goEnvironment, readGoLine, whyGoCannot } from "../../../tools/engine/build.js";
import { goModule } from "../../../tools/engine/repository.js";
import { executable, machine, version } from "./fakes.js";

function job() {
  const { env, folder, tools } = machine();
  const bin = join(folder, "bin");
  const scratch = join(folder, "scratch");
  mkdirSync(bin);
  mkdirSync(scratch);
  const stop = new AbortController();
  const say = vi.fn<(line: string) => void>();
  return { tools, stop, job: { version, bin, scratch, env, say, signal: stop.signal } };
}

/** A `go` that answers like a suitable one and does what the script says on `go build` (`$out` is the file wanted). */
function fakeGo(tools: string, build: string, release = "go1.99.0"): void {
  executable(
    join(tools, "go"),
    `if [ "$1" = env ]; then printf '${release}\\nlocal\\n'; exit; fi
while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; shift; done
${build}`,
  );
}

describe("the build", () => {
  test("go.mod pins the version of the npm package", () => {
    expect(goModule("cli").requires.get("github.com/pulumi/pulumi/pkg/v3")).toBe(version);
    expect(goModule("cli").requires.get("github.com/pulumi/pulumi/sdk/v3")).toBe(version);
  });

  test("puts the two programs and the script of the Node SDK into the folder, and says first how long it takes", async () => {
    const { tools, job: work } = job();
    fakeGo(tools, `echo "$GOFLAGS" > "$out"`);
    await buildEngine(work);
    expect(readFileSync(join(work.bin, "pulumi"), "utf8")).toContain("-mod=readonly -trimpath");
    expect(existsSync(join(work.bin, "pulumi-language-nodejs"))).toBe(true);
    expect(statSync(join(work.bin, "pulumi-resource-pulumi-nodejs")).mode & 0o111).toBe(0o111);
    expect(work.say.mock.calls[0]?.[0]).toMatch(/Building Pulumi .* about 5 minutes on 2 cores/);
  });

  test("fails with what go printed, without its progress", async () => {
    const { tools, job: work } = job();
    fakeGo(
      tools,
      "echo go: downloading example.com/a v1.0.0 >&2; echo internal/abi; echo go: no such host >&2; exit 1",
    );
    await expect(buildEngine(work)).rejects.toThrow(/^ended with exit code 1: go: no such host$/);
  });

  test("is refused with the versions when Go is too old and may not fetch a newer one", async () => {
    const { tools, job: work } = job();
    fakeGo(tools, "exit 0", "go1.20.3");
    await expect(buildEngine(work)).rejects.toThrow(
      /Go 1\.\d+\S* or newer is needed, 1\.20\.3 is on PATH.*GOTOOLCHAIN=local/,
    );
  });

  test("is refused for a version that go.mod does not pin", async () => {
    const { job: work } = job();
    await expect(buildEngine({ ...work, version: "3.999.0" })).rejects.toThrow(
      /pins .*, but the npm package is 3\.999\.0/,
    );
  });

  test("an abort ends go together with the compilers that it started", async () => {
    const { tools, stop, job: work } = job();
    const pids = join(work.scratch, "pids");
    fakeGo(tools, `sleep 60 & echo $! > ${pids}.new; mv ${pids}.new ${pids}; wait`);
    const running = buildEngine(work);
    await vi.waitFor(() => expect(existsSync(pids)).toBe(true));
    const compiler = Number(readFileSync(pids, "utf8"));
    stop.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    await vi.waitFor(() => expect(isRunning(compiler)).toBe(false));
  });
});

describe("may this Go build it", () => {
  test.each([
    [{ version: "1.25.11", toolchain: "local" }, true],
    [{ version: "1.26.8", toolchain: "local" }, true],
    [{ version: "2.0", toolchain: "local" }, true],
    [{ version: "1.25.9", toolchain: "local" }, false],
    [{ version: "1.25.9", toolchain: "go1.25.9" }, false],
    [{ version: "1.21.0", toolchain: "auto" }, true],
    [{ version: "1.21.0", toolchain: "go1.21.0+auto" }, true],
    [{ version: "1.20", toolchain: "" }, false],
    [{ version: "", toolchain: "" }, false],
  ])("%j against 1.25.11: %s", (go, can) => {
    expect(whyGoCannot(go, "1.25.11") === undefined).toBe(can);
  });
});

describe("what go is told and what it tells", () => {
  test("the user's own GOFLAGS stay, ours come last", () => {
    expect(goEnvironment({ env: { GOFLAGS: "-buildvcs=false" }, scratch: "/s" }).GOFLAGS).toBe(
      "-buildvcs=false -mod=readonly -trimpath",
    );
  });

  test.each([
    ["go: downloading golang.org/x/net v0.58.0", "module"],
    ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "package"],
    ["internal/abi", "package"],
    ["# example.com/broken", "message"],
    ["./main.go:3:1: syntax error", "message"],
  ])("%j is a %s", (line, kind) => {
    expect(readGoLine(line)).toBe(kind);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed process whose parent is gone too may wait a moment to be reaped.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
