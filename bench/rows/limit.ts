import { IdealLimiter } from "../engine/ideal-limiter";
import { Project } from "../engine/project";
import { Service } from "../engine/service";
import type { Figure } from "../figure";
import { Progress } from "../progress";
import { alternate } from "../rounds";
import type { Row } from "../row";
import { ratios } from "../statistics";
import { refusedShare } from "./refused-share";

const LIMIT = 300;

/** Row 4: `up` of twice the commands of a minute, against a limiter that nothing can beat. */
export const limit: Row = {
  name: "limit",
  async measure(stage) {
    const place = await stage.place();
    const count = stage.count(600);
    const progress = new Progress("limit", stage.rounds * 3);
    const taken = await alternate(stage.rounds, ["ideal", "sliding", "fixed"], async (variant) => {
      const sample = await (variant === "ideal" ? ideal() : ours(variant));
      progress.step(`${count} recordings, ${variant}, ${sample.seconds.toFixed(1)} s`);
      return sample;
    });
    const seconds = (variant: keyof typeof taken) => taken[variant].map((sample) => sample.seconds);
    return (["sliding", "fixed"] as const).flatMap((window): Figure[] => [
      {
        row: "4",
        what: `up of ${count}, ${window} limit of ${LIMIT} a minute, ours / ideal`,
        unit: "",
        target: { atMost: 1.05 },
        samples: ratios(seconds(window), seconds("ideal")),
        behind: { "ours s": seconds(window), "ideal s": seconds("ideal") },
      },
      {
        row: "4",
        what: `refused requests, ${window}`,
        unit: "%",
        target: { below: 2 },
        samples: taken[window].map(({ refused }) => refused * 100),
      },
    ]);

    async function ideal() {
      await using limiter = await IdealLimiter.start(LIMIT);
      await using project = await Project.create(place, "floor", count, { BENCH_LIMITER: limiter.url });
      return { seconds: await project.up(), refused: 0 };
    }

    /** A recording that fails makes `up` throw. */
    async function ours(limitWindow: "sliding" | "fixed") {
      await using service = await Service.start({ limit: LIMIT, limitWindow });
      await using project = await Project.create(place, "ours", count, service.settings(LIMIT));
      const seconds = await project.up();
      return { seconds, refused: refusedShare(await service.ask("requests")) };
    }
  },
};
