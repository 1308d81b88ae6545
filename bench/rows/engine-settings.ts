import { Project } from "../engine/project";
import { Service } from "../engine/service";
import { Progress } from "../progress";
import { alternate } from "../rounds";
import type { Row } from "../row";

const SETTINGS = {
  "as it is": {},
  "PULUMI_SKIP_CHECKPOINTS=true": { env: { PULUMI_SKIP_CHECKPOINTS: "true" } },
  "PULUMI_SELF_MANAGED_STATE_GZIP=true": { env: { PULUMI_SELF_MANAGED_STATE_GZIP: "true" } },
  "no metadata beside the state": { env: { PULUMI_BACKEND_URL: "file://./state?metadata=skip" } },
  "--parallel 1": { args: ["--parallel", "1"] },
  "--parallel 64": { args: ["--parallel", "64"] },
} satisfies Record<string, { env?: Record<string, string>; args?: string[] }>;

/** What the engine's own settings do for the time of an `up`. There is no target: they are the user's to choose. */
export const engineSettings: Row = {
  name: "engine-settings",
  async measure(stage) {
    const place = await stage.place();
    const count = stage.count(500);
    const names = Object.keys(SETTINGS) as Array<keyof typeof SETTINGS>;
    const progress = new Progress("engine-settings", stage.rounds * names.length);
    const taken = await alternate(stage.rounds, names, async (name) => {
      const { env = {}, args = [] }: { env?: Record<string, string>; args?: string[] } = SETTINGS[name];
      await using service = await Service.start();
      await using project = await Project.create(place, "ours", count, { ...service.settings(), ...env });
      const seconds = await project.up(...args);
      progress.step(`${count} recordings, ${name}, ${seconds.toFixed(1)} s`);
      return seconds;
    });
    return names.map((name) => ({ row: "", what: `up of ${count}, ${name}`, unit: "s", samples: taken[name] }));
  },
};
