import { Plugin } from "../engine/plugin";
import { Service } from "../engine/service";
import type { Figure } from "../figure";
import { alternate } from "../rounds";
import type { Row } from "../row";

const MODULES = { ours: "pulumi-huaweicloud-live/provider", floor: "pulumi-huaweicloud-base/provider" };

/** Calls at once: the engine makes four for each processor. */
const AT_ONCE = 16;

/** Before it is weighed: everything is loaded by then, and compiled where it is called often. */
const WARM_UP = 200;

/** Row 9: how the plugin process grows with the recordings that it makes. */
export const memory: Row = {
  name: "memory",
  async measure(stage) {
    const { folder } = await stage.installation();
    const count = stage.count(2000);
    const taken = await alternate(stage.rounds, ["ours", "floor"], (variant) => growth(folder, variant, count));
    const of = (variant: "ours" | "floor", what: "resident" | "heap") => taken[variant].map((sample) => sample[what]);
    const figure = (what: string, samples: number[]): Figure => ({ row: "", what, unit: "MB", samples });
    return [
      { ...figure(`plugin grows over ${count} recordings`, of("ours", "resident")), row: "9", target: { below: 40 } },
      figure("the same of the floor", of("floor", "resident")),
      figure("of which heap and buffers, ours", of("ours", "heap")),
      figure("of which heap and buffers, floor", of("floor", "heap")),
    ];
  },
};

async function growth(folder: string, variant: keyof typeof MODULES, count: number) {
  await using service = await Service.start();
  using plugin = await Plugin.start(folder, MODULES[variant], service.settings());
  await create(plugin, "warm-up", WARM_UP);
  const before = await plugin.memory();
  await create(plugin, "s", count);
  const after = await plugin.memory();
  return { resident: (after.resident - before.resident) / 1e6, heap: (after.heap - before.heap) / 1e6 };
}

async function create(plugin: Plugin, prefix: string, count: number): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const stream = `${prefix}${next++}`;
      await plugin.create({ publishDomain: "push.example.com", app: "live", stream });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
