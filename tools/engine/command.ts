import { constants } from "node:os";
import { type Engine, ensureEngine } from "./ensure.js";
import { EngineInterruptedError, reasonOf } from "./errors.js";

const how: Record<Engine["from"], string> = {
  path: "found on PATH",
  cache: "from the cache",
  download: "downloaded",
  build: "built from the Go modules",
};

/** What `npm run engine` runs. */
async function main(): Promise<number> {
  try {
    const { pulumi, version, from } = await ensureEngine();
    process.stdout.write(`pulumi ${version} (${how[from]}) is at ${pulumi}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    return error instanceof EngineInterruptedError ? 128 + constants.signals[error.signal] : 1;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
