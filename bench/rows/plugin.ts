import type { Figure } from "../figure";
import type { Row } from "../row";
import { ratios } from "../statistics";
import { behind, lives } from "./lifecycle";

const STEPS = [
  { step: "preview", what: "preview", atMost: 0.8 },
  { step: "up", what: "up", atMost: 0.8 },
  { step: "noop", what: "no-op up", atMost: 0.85 },
  { step: "refresh", what: "refresh", atMost: 0.85 },
  { step: "destroy", what: "destroy", atMost: 0.9 },
] as const;

/** Row 12: the plugin against the dynamic provider, each with a program for Node, in time and in state. */
export const plugin: Row = {
  name: "plugin",
  async measure(stage) {
    const all = await lives(stage);
    const figure = (step: (typeof STEPS)[number]["step"] | "bytes", what: string, atMost: number): Figure => ({
      row: "12",
      what: `${what}, plugin / dynamic`,
      unit: "",
      target: { atMost },
      samples: ratios(
        all.plugin.map((life) => life[step]),
        all.ours.map((life) => life[step]),
      ),
      behind: behind(all, step, ["plugin", "ours"]),
    });
    return [
      ...STEPS.map(({ step, what, atMost }) => figure(step, `${what} of ${stage.count(500)}`, atMost)),
      figure("bytes", "bytes of state per recording", 0.9),
    ];
  },
};
