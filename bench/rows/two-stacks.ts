import { IdealLimiter } from "../engine/ideal-limiter";
import { Project, type Variant } from "../engine/project";
import { Service } from "../engine/service";
import { Progress } from "../progress";
import { alternate } from "../rounds";
import type { Row } from "../row";
import { ratios } from "../statistics";
import { refusedShare } from "./refused-share";

const LIMIT = 300;

/** Row 5: two stacks at once, which do not know of each other, share the limit of one account. */
export const twoStacks: Row = {
  name: "two-stacks",
  async measure(stage) {
    const place = await stage.place();
    const count = stage.count(400);
    const half = Math.ceil(count / 2);
    const progress = new Progress("two-stacks", stage.rounds * 2);
    const taken = await alternate(stage.rounds, ["ideal", "ours"], async (variant) => {
      const sample = await (variant === "ideal" ? ideal() : ours());
      progress.step(`${count} recordings in two stacks, ${variant}, ${sample.seconds.toFixed(1)} s`);
      return sample;
    });
    const seconds = (variant: keyof typeof taken) => taken[variant].map((sample) => sample.seconds);
    return [
      {
        row: "5",
        what: `up of ${count} over two stacks, ours / ideal`,
        unit: "",
        target: { atMost: 1.15 },
        samples: ratios(seconds("ours"), seconds("ideal")),
        behind: { "ours s": seconds("ours"), "ideal s": seconds("ideal") },
      },
      { row: "", what: "refused requests", unit: "%", samples: taken.ours.map(({ refused }) => refused * 100) },
    ];

    async function ideal() {
      await using limiter = await IdealLimiter.start(LIMIT);
      return { seconds: await both("floor", { BENCH_LIMITER: limiter.url }), refused: 0 };
    }

    async function ours() {
      await using service = await Service.start({ limit: LIMIT });
      const seconds = await both("ours", service.settings(LIMIT));
      return { seconds, refused: refusedShare(await service.ask("requests")) };
    }

    /** Until the later one is done. */
    async function both(variant: Variant, env: Record<string, string>): Promise<number> {
      await using left = await Project.create(place, variant, half, { ...env, BENCH_STACK: "left-" });
      await using right = await Project.create(place, variant, half, { ...env, BENCH_STACK: "right-" });
      return Math.max(...(await Promise.all([left.up(), right.up()])));
    }
  },
};
