import type { Figure } from "../figure";
import type { Row } from "../row";
import { ratios } from "../statistics";
import { behind, lives } from "./lifecycle";

const STEPS = [
  { step: "noop", what: "no-op up", atMost: 1.05 },
  { step: "refresh", what: "refresh", atMost: 1.15 },
  { step: "destroy", what: "destroy", atMost: 1.1 },
] as const;

/** Row 3: the other commands against the floor. */
export const steps: Row = {
  name: "steps",
  async measure(stage) {
    const all = await lives(stage);
    return STEPS.map(({ step, what, atMost }): Figure => {
      const seconds = (variant: "ours" | "floor") => all[variant].map((life) => life[step]);
      return {
        row: "3",
        what: `${what} of ${stage.count(500)}, ours / floor`,
        unit: "",
        target: { atMost },
        samples: ratios(seconds("ours"), seconds("floor")),
        behind: behind(all, step, ["ours", "floor"]),
      };
    });
  },
};
