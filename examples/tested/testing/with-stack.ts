import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { type Emulator, type EmulatorOptions, startEmulator } from "pulumi-huaweicloud-live/emulator";

/** Hands over a stack of `program` and the service that it talks to. Both exist as long as `test` runs. */
export async function withStack(
  program: PulumiFn,
  test: (stack: Stack, emulator: Emulator) => Promise<void>,
  options?: EmulatorOptions,
): Promise<void> {
  const emulator = await startEmulator(options);
  const folder = await mkdtemp(join(tmpdir(), "stack-"));
  try {
    const stack = await LocalWorkspace.createStack(
      { stackName: "test", projectName: "tested", program },
      {
        workDir: folder,
        envVars: {
          PULUMI_BACKEND_URL: pathToFileURL(folder).href,
          PULUMI_CONFIG_PASSPHRASE: "",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          HUAWEICLOUD_LIVE_ENDPOINT: emulator.url,
          HUAWEICLOUD_SDK_IAM_ENDPOINT: emulator.url,
          HUAWEICLOUD_REGION: "cn-north-4",
          HUAWEICLOUD_SDK_AK: emulator.accessKey,
          HUAWEICLOUD_SDK_SK: emulator.secretKey,
          HUAWEICLOUD_SDK_PROJECT_ID: emulator.projectId,
        },
      },
    );
    await test(stack, emulator);
  } finally {
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}
