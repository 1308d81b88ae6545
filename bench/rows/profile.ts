import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Project } from "../engine/project";
import { Service } from "../engine/service";
import { RESULTS } from "../results";
import type { Row } from "../row";

/** CPU profiles of the program and of the plugin in one `up`, for Chrome's developer tools or an editor. */
export const profile: Row = {
  name: "profile",
  onlyIfNamed: true,
  async measure(stage) {
    const folder = join(RESULTS, "latest.profiles");
    await mkdir(folder, { recursive: true });
    const count = stage.count(500);
    await using service = await Service.start();
    await using project = await Project.create(await stage.place(), "ours", count, {
      ...service.settings(),
      NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, "../engine/profiler.js"))}`,
      BENCH_PROFILES: folder,
    });
    const what = `up of ${count} under the profiler (profiles: bench/results/latest.profiles)`;
    return [{ row: "", what, unit: "s", samples: [await project.up()] }];
  },
};
