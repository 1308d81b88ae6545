import { join } from "node:path";
import { type Failure, installed, lastLine, run, SdkUnavailableError } from "../../../setup/sdk-cache";
import type { Program } from "../sdks";

const WHAT = "Huawei's SDK for Python";
const requirements = join(__dirname, "requirements.txt");
const python =
  "install Python 3.9 or newer with its venv (Debian, Ubuntu: `apt-get install python3 python3-venv`; macOS: `brew install python`; https://www.python.org/downloads/)";

/** In a virtual environment with the versions of `requirements.txt`. */
export async function pythonProgram(env: NodeJS.ProcessEnv): Promise<Program> {
  const version = await checkPython(env);
  const install = (folder: string) => installPackages(folder, env);
  const folder = await installed({ name: "python-sdk", what: WHAT, sources: [requirements], version, install }, env);
  return { command: join(folder, "bin", "python"), args: ["-I", "-X", "utf8", join(__dirname, "live.py")] };
}

/** Debian and Ubuntu have `venv` without the `ensurepip` that it needs, as long as python3-venv is not installed. */
async function checkPython(env: NodeJS.ProcessEnv): Promise<string> {
  const question = "import sys; print('%d.%d' % sys.version_info[:2]); import venv, ensurepip";
  const { stdout } = await run("python3", ["-c", question], { env }).catch(({ code, stderr }: Failure) => {
    const reason = code === "ENOENT" ? "there is no python3 on PATH" : `python3 has no venv: ${lastLine(stderr)}`;
    throw new SdkUnavailableError(WHAT, reason, python);
  });
  const version = stdout.trim();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === 3 && minor >= 9) return version;
  throw new SdkUnavailableError(WHAT, `python3 is version ${version}`, python);
}

async function installPackages(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  // Only wheels, so that nothing is run or compiled for an installation.
  const only = ["--no-deps", "--only-binary", ":all:"];
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", ...only, "-r", requirements];
  try {
    await run("python3", ["-m", "venv", folder], { env });
    await run(join(folder, "bin", "python"), pip, { env });
  } catch (error) {
    throw new SdkUnavailableError(
      WHAT,
      `pip could not install the packages: ${lastLine((error as Failure).stderr)}`,
      "a network connection to PyPI, or an index or a proxy of your own in pip's configuration (PIP_INDEX_URL, HTTPS_PROXY)",
    );
  }
}
