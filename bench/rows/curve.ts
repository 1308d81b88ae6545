import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Project, type Variant } from "../engine/project";
import { Service } from "../engine/service";
import type { Figure } from "../figure";
import { type Curve, pictureOf } from "../picture";
import { Progress } from "../progress";
import { RESULTS } from "../results";
import { alternate } from "../rounds";
import type { Row } from "../row";
import { median } from "../statistics";

const COUNTS = [10, 50, 100, 200, 500, 1000];

/** A picture needs fewer samples than a verdict. */
const ROUNDS = 3;

type Drawn = Exclude<Variant, "plugin">;

const COLOURS: Record<Drawn, string> = { floor: "#888", ours: "#06c", "by-hand": "#c40" };

/** The picture: time of `up` against number of recordings. */
export const curve: Row = {
  name: "curve",
  async measure(stage) {
    const place = await stage.place();
    const counts = COUNTS.filter((count) => count <= stage.count(1000));
    const variants = Object.keys(COLOURS) as Drawn[];
    const rounds = Math.min(stage.rounds, ROUNDS);
    const progress = new Progress("curve", rounds * counts.length * variants.length);
    const figures: Figure[] = [];
    const points: Record<Drawn, Array<Curve["points"][number]>> = { floor: [], ours: [], "by-hand": [] };
    for (const count of counts) {
      const taken = await alternate(rounds, variants, async (variant) => {
        await using service = await Service.start();
        await using project = await Project.create(place, variant, count, service.settings());
        const seconds = await project.up();
        progress.step(`${count} recordings, ${variant}, ${seconds.toFixed(1)} s`);
        return seconds;
      });
      for (const variant of variants) {
        points[variant].push({ count, seconds: median(taken[variant]) });
        figures.push({ row: "", what: `up of ${count}, ${variant}`, unit: "s", samples: taken[variant] });
      }
    }
    const curves = variants.map((name) => ({ name, colour: COLOURS[name], points: points[name] }));
    // The picture that is kept is the whole one.
    const name = stage.options.count === undefined ? "up.svg" : "latest.svg";
    await mkdir(RESULTS, { recursive: true });
    await writeFile(join(RESULTS, name), pictureOf("pulumi up of new recordings (median)", curves));
    return figures;
  },
};
