import * as pulumi from "@pulumi/pulumi";
import { SECRETS } from "../settings/source";
import { snakeCase } from "../settings/spelling";

/** The SDK has it and does not declare it: `runtime/config.js`, marked as internal. */
const { isConfigSecret: isSecret } = pulumi.runtime as { isConfigSecret?(key: string): boolean };

/** The deployments that were warned: one process may run several (Automation API, tests). */
const warned = new WeakSet<object>();

/**
 * Warns, once, of secrets in the stack configuration that are none to Pulumi: what the engine hands to the provider it
 * also keeps in the state, in clear then.
 */
export function warnOfPlainSecrets(opts: pulumi.CustomResourceOptions | undefined): void {
  const monitor = pulumi.runtime.getMonitor();
  // An explicit provider does not read the stack configuration, and makes secrets of its own inputs.
  if (opts?.provider || !monitor || warned.has(monitor)) return;
  warned.add(monitor);
  const plain = [...new Set(SECRETS.flatMap((name) => [name, snakeCase(name)]))]
    .map((name) => `huaweicloud:${name}`)
    .filter((key) => pulumi.runtime.getConfig(key) && isSecret?.(key) === false);
  for (const key of plain) {
    const remedy = `Run \`pulumi config set --secret ${key}\`, then \`pulumi up\`; and change it, since it has been in the clear.`;
    void pulumi.log.warn(`${key} is no secret in the stack configuration, so it lies in the state in clear. ${remedy}`);
  }
}
