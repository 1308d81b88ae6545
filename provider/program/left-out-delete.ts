import * as pulumi from "@pulumi/pulumi";

/**
 * Warns of an option by which the engine leaves out the delete of a recording in a way that its name does not say.
 * `retainOnDelete` says it.
 */
export function warnOfLeftOutDelete(name: string, { deletedWith }: pulumi.CustomResourceOptions): void {
  if (!deletedWith || !pulumi.runtime.hasMonitor()) return;
  void pulumi.log.warn(
    `the StreamRecording "${name}" has the option deletedWith. When that other resource is deleted, Pulumi forgets the recording and sends no STOP, so the recording goes on. Use dependsOn instead.`,
  );
}
