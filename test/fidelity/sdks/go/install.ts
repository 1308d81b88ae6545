import { join } from "node:path";
import { type Failure, installed, lastLine, run, SdkUnavailableError } from "../../../setup/sdk-cache";
import type { Program } from "../sdks";

const WHAT = "Huawei's SDK for Go";
const sources = ["main.go", "go.mod", "go.sum"].map((name) => join(__dirname, name));

/** One executable, with the module of `go.mod` in it. */
export async function goProgram(env: NodeJS.ProcessEnv): Promise<Program> {
  const { stdout } = await run("go", ["env", "GOVERSION"], { env }).catch(() => {
    throw new SdkUnavailableError(
      WHAT,
      "there is no go on PATH",
      "install Go 1.20 or newer (https://go.dev/doc/install)",
    );
  });
  const install = (folder: string) => build(folder, env);
  const folder = await installed({ name: "go-sdk", what: WHAT, sources, version: stdout.trim(), install }, env);
  return { command: join(folder, "live"), args: [] };
}

async function build(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const own = { GOFLAGS: "-mod=readonly -trimpath -buildvcs=false", GOTOOLCHAIN: "local" };
  try {
    await run("go", ["build", "-o", join(folder, "live"), "."], { env: { ...env, ...own }, cwd: __dirname });
  } catch (error) {
    throw new SdkUnavailableError(
      WHAT,
      `it could not be built: ${lastLine((error as Failure).stderr)}`,
      "a network connection to Go's module proxy, or a proxy of your own (GOPROXY)",
    );
  }
}
