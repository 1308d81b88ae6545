import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { whatIsWrong } from "../../../tools/engine/cache.js";
import { downloadEngine, patienceSeconds, scriptEnvironment } from "../../../tools/engine/download.js";
import { executable, machine, version } from "./fakes.js";

function job() {
  const { env, folder, tools } = machine();
  const bin = join(folder, "bin");
  const scratch = join(folder, "scratch");
  mkdirSync(bin);
  mkdirSync(scratch);
  return { tools, job: { version, bin, scratch, env, say: vi.fn(), signal: new AbortController().signal } };
}

/** A `curl` that "fetches" this install script. */
function fakeCurl(tools: string, script: string): void {
  executable(
    join(tools, "curl"),
    `while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; shift; done
cat > "$out" <<'SCRIPT'
${script}
SCRIPT`,
  );
}

describe("the download", () => {
  test("runs the official script with a root of its own and takes what it put there", async () => {
    const { tools, job: work } = job();
    fakeCurl(
      tools,
      `[ "$*" = "--no-edit-path --install-root $3 --version ${version}" ] || exit 9
mkdir -p "$3/bin"
for name in pulumi pulumi-language-nodejs pulumi-resource-pulumi-nodejs; do echo x > "$3/bin/$name"; chmod +x "$3/bin/$name"; done`,
    );
    await downloadEngine(work);
    expect(whatIsWrong(work.bin)).toBeUndefined();
  });

  test("a host that is out of reach is a failure with what curl said", async () => {
    const { tools, job: work } = job();
    executable(join(tools, "curl"), "echo 'curl: (7) Connection refused' >&2; exit 7");
    await expect(downloadEngine(work)).rejects.toThrow(/curl: \(7\) Connection refused/);
  });

  test("a script that fails is a failure with what it said", async () => {
    const { tools, job: work } = job();
    fakeCurl(tools, "echo error: no such release >&2; exit 1");
    await expect(downloadEngine(work)).rejects.toThrow(/exit code 1: error: no such release/);
  });

  test("an archive that never starts to arrive ends it, children included", async () => {
    const { tools, job: work } = job();
    const reached = join(work.scratch, "..", "reached");
    fakeCurl(tools, `sleep 30; : > ${reached}`);
    const started = Date.now();
    await expect(downloadEngine(work, () => 1)).rejects.toThrow(/nothing arrived for 1 s/);
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(existsSync(reached)).toBe(false);
  });

  test("waits longer once something has arrived", () => {
    expect(patienceSeconds(false)).toBe(10);
    expect(patienceSeconds(true)).toBe(30);
  });

  test("hides the npm wrapper from the script, which would run it", () => {
    const env = scriptEnvironment({ env: { PATH: "/a/node_modules/.bin:/bin" }, scratch: "/s" });
    expect(env).toMatchObject({ PATH: "/bin", TMPDIR: "/s" });
  });

  test("passes curl a limit, so that silence is noticed", async () => {
    const { tools, job: work } = job();
    executable(join(tools, "curl"), `echo "$@" > ${join(work.scratch, "args")}; exit 28`);
    await expect(downloadEngine(work)).rejects.toThrow();
    expect(readFileSync(join(work.scratch, "args"), "utf8")).toMatch(/--connect-timeout \d --max-time \d /);
  });
});
