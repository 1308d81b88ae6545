import * as pulumi from "@pulumi/pulumi";
import { type Unread, unreadConfiguration, unreadInputs, unreadVariables } from "../settings/unread";

/** The deployments that were warned: one process may run several (Automation API, tests). */
const warned = new WeakSet<object>();

/**
 * Warns, once in a run, of what looks like a setting and that nobody reads: a misspelt key, or one of Terraform's provider.
 * Here and not in the plugin process, which cannot list the stack configuration, and of which there may be several.
 */
export function warnOfUnreadSettings(): void {
  const monitor = pulumi.runtime.getMonitor();
  if (!monitor || warned.has(monitor)) return;
  warned.add(monitor);
  const config = unreadConfiguration(pulumi.runtime.allConfig());
  warn(config.map(({ name, advice }) => ({ name: `${name} in the stack configuration`, advice })));
  warn(unreadVariables(process.env).map(({ name, advice }) => ({ name: `the variable ${name}`, advice })));
}

/** Warns of what an explicit provider is given and does not read. TypeScript refuses it; JavaScript does not. */
export function warnOfUnreadInputs(provider: string, inputs: readonly string[]): void {
  warn(unreadInputs(inputs).map(({ name, advice }) => ({ name: `${name} of the Provider "${provider}"`, advice })));
}

function warn(unread: readonly Unread[]): void {
  for (const { name, advice } of unread) {
    void pulumi.log.warn(`huaweicloud-live does not read ${name}. ${advice}`);
  }
}
