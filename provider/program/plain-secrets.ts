import * as pulumi from "@pulumi/pulumi";
import { SECRETS } from "../settings/source";
import { snakeCase } from "../settings/spelling";
import { type Internals, mayBeTransformed, parentsRegistered } from "./engine-transforms";

/** The SDK has it and does not declare it: `runtime/config.js`, marked as internal. */
const { isConfigSecret: isSecret } = pulumi.runtime as { isConfigSecret?(key: string): boolean };

/** The deployments that were warned: one process may run several (Automation API, tests). */
const warned = new WeakSet<object>();

/**
 * Warns, once, of secrets in the stack configuration that are none to Pulumi: what the engine hands to the provider it
 * also keeps in the state, in clear then. An explicit provider does not read the stack configuration, and makes secrets
 * of its own inputs; so nothing is said where the engine's transforms may yet choose one.
 */
export async function warnOfPlainSecrets(
  resource: pulumi.Resource & Internals,
  opts: pulumi.CustomResourceOptions,
): Promise<void> {
  const monitor = pulumi.runtime.getMonitor();
  // Until the constructor of the SDK has found parent and provider.
  await Promise.resolve();
  await parentsRegistered(resource);
  if (!monitor || warned.has(monitor) || resource.__prov || mayBeTransformed(opts)) return;
  warned.add(monitor);
  const plain = [...new Set(SECRETS.flatMap((name) => [name, snakeCase(name)]))]
    .map((name) => `huaweicloud:${name}`)
    .filter((key) => pulumi.runtime.getConfig(key) && isSecret?.(key) === false);
  for (const key of plain) {
    const remedy = `Run \`pulumi config set --secret ${key}\`, then \`pulumi up\`. Then replace the secret itself, because others may have read it.`;
    void pulumi.log.warn(
      `${key} is not a secret in the stack configuration, so the state holds it in plain text. ${remedy}`,
    );
  }
}
