import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isExecutable } from "../../../tools/engine/executables";
import { acquire } from "../../../tools/engine/lock";

const run = promisify(execFile);
const requirements = join(__dirname, "requirements.txt");

export class PythonUnavailableError extends Error {
  constructor(reason: string, remedy: string) {
    super([`The tests with Huawei's SDK for Python cannot run: ${reason.trim()}`, `What helps: ${remedy}`].join("\n"));
    this.name = "PythonUnavailableError";
  }
}

const installation =
  "install Python 3.9 or newer with its venv (Debian, Ubuntu: `apt-get install python3 python3-venv`; macOS: `brew install python`; https://www.python.org/downloads/)";

/**
 * The Python of a virtual environment that has Huawei's SDK in the versions of `requirements.txt`. It is made when it is
 * needed for the first time, in the user's folder for caches, and made anew for other versions.
 */
export async function pythonWithSdk(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const version = await checkPython(env);
  const versions = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(env), `python-sdk-${version}-${versions}`);
  const python = join(folder, "bin", "python");
  // Written last, so that what a killed run has left behind does not count.
  const complete = join(folder, "complete");
  const isThere = () => existsSync(complete) && isExecutable(python);
  if (isThere()) return python;

  mkdirSync(cacheFolder(env), { recursive: true });
  const lost = new AbortController();
  const release = await acquire(`${folder}.lock`, {
    signal: lost.signal,
    staleMs: 10_000,
    onWait: () => console.error("Another process is installing Huawei's SDK for Python. Waiting for it."),
    onLost: (error) => lost.abort(error),
  });
  try {
    if (isThere()) return python;
    await install(folder, python, env);
    writeFileSync(complete, "");
    return python;
  } finally {
    await release();
  }
}

/** Debian and Ubuntu have `venv` without the `ensurepip` that it needs, as long as python3-venv is not installed. */
async function checkPython(env: NodeJS.ProcessEnv): Promise<string> {
  const question = "import sys; print('%d.%d' % sys.version_info[:2]); import venv, ensurepip";
  try {
    const { stdout } = await run("python3", ["-c", question], { env });
    const [major = 0, minor = 0] = stdout.trim().split(".").map(Number);
    if (major === 3 && minor >= 9) return stdout.trim();
    throw new PythonUnavailableError(`python3 is version ${stdout.trim()}`, installation);
  } catch (error) {
    if (error instanceof PythonUnavailableError) throw error;
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const reason = code === "ENOENT" ? "there is no python3 on PATH" : `python3 has no venv: ${lastLine(stderr)}`;
    throw new PythonUnavailableError(reason, installation);
  }
}

async function install(folder: string, python: string, env: NodeJS.ProcessEnv): Promise<void> {
  console.error(`Installing Huawei's SDK for Python into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  try {
    await run("python3", ["-m", "venv", folder], { env });
    // Only wheels, so that nothing is run or compiled for an installation.
    const only = ["--no-deps", "--only-binary", ":all:"];
    await run(python, ["-m", "pip", "install", "--quiet", "--no-input", ...only, "-r", requirements], { env });
  } catch (error) {
    throw new PythonUnavailableError(
      `pip could not install the packages: ${lastLine((error as { stderr?: string }).stderr)}`,
      "a network connection to PyPI, or an index or a proxy of your own in pip's configuration (PIP_INDEX_URL, HTTPS_PROXY)",
    );
  }
}

/** As the operating systems have it. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = env.HOME || homedir();
  const caches = platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
  return join(env.XDG_CACHE_HOME || caches, "pulumi-huaweicloud-live");
}

const lastLine = (text = ""): string => text.trim().split("\n").at(-1) ?? "";
