import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { alternate } from "../rounds";
import type { Row } from "../row";
import { median, ratios } from "../statistics";

/** Row 13: what an engine waits for each process: from its start until it has told its port. */
export const pluginStart: Row = {
  name: "plugin-start",
  short: true,
  async measure(stage) {
    const { folder } = await stage.installation();
    const sdk = createRequire(join(folder, "node_modules/@pulumi/pulumi/package.json"));
    const commands = {
      plugin: [join(folder, "node_modules/pulumi-huaweicloud-live/pulumi-resource-huaweicloud-live")],
      dynamic: [process.execPath, sdk.resolve("./cmd/dynamic-provider")],
    };
    const sides = ["plugin", "dynamic"] as const;
    // What the first start of all reads from the disk, the others find in memory.
    for (const side of sides) await untilPort(folder, commands[side]);
    const samples = { plugin: [] as number[], dynamic: [] as number[] };
    for (let round = 0; round < stage.rounds; round++) {
      const taken = await alternate(stage.short(3, 10), sides, (side) => untilPort(folder, commands[side]));
      for (const side of sides) samples[side].push(median(taken[side]));
    }
    return [
      {
        row: "13",
        what: "start until the port, plugin / dynamic",
        unit: "",
        target: { atMost: 0.35 },
        samples: ratios(samples.plugin, samples.dynamic),
        behind: { "plugin ms": samples.plugin, "dynamic ms": samples.dynamic },
      },
    ];
  },
};

/** Milliseconds. No engine has the address, so that the process is not asked anything. */
async function untilPort(folder: string, [command = "", ...args]: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(command, [...args, "127.0.0.1:1"], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", HOME: join(folder, "home"), PULUMI_NODEJS_PROJECT: "bench" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const took = performance.now() - began;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
  return took;
}
