import { createRequire } from "node:module";
import { join } from "node:path";
import { programError } from "./errors";

/** What the provider texts in the state require (docs/decisions/provider-text.md). */
const MODULE = "pulumi-huaweicloud-live/provider";

/** The engine starts the program and the plugin process in the same folder: that of the program. */
const FOLDER = process.cwd();

let found = false;

/**
 * Makes sure that the plugin process will find the provider. It looks from the folder of the program, and not from
 * where this package lies: with strict package managers a dependency of a dependency is not seen from there.
 *
 * @throws {pulumi.RunError} `PROVIDER_NOT_FOUND`
 */
export function ensureProviderModule(): void {
  // Only the SDK's runner sets it: elsewhere (mocks, inline programs) the engine's folder is another, or there is none.
  if (found || !process.env.PULUMI_NODEJS_MONITOR) return;
  try {
    createRequire(join(FOLDER, "program.js")).resolve(MODULE);
    found = true;
  } catch {
    throw programError(
      "PROVIDER_NOT_FOUND",
      `the engine looks for ${MODULE} from the program's folder, ${FOLDER}, and does not find it. ` +
        "Add pulumi-huaweicloud-live to the dependencies in the program's own package.json and install them. It is not enough that another package depends on it.",
    );
  }
}
