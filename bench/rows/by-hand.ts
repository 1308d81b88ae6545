import type { Row } from "../row";
import { ratios } from "../statistics";
import { behind, lives } from "./lifecycle";

/** Row 2: the same against the way people would write it by hand, in time and in state. */
export const byHand: Row = {
  name: "by-hand",
  async measure(stage) {
    const all = await lives(stage);
    const of = (variant: "ours" | "by-hand", step: "up" | "bytes") => all[variant].map((life) => life[step]);
    return [
      {
        row: "2",
        what: `up of ${stage.count(500)}, ours / by hand`,
        unit: "",
        target: { atMost: 0.55 },
        samples: ratios(of("ours", "up"), of("by-hand", "up")),
        behind: behind(all, "up", ["ours", "by-hand"]),
      },
      {
        row: "2",
        what: "bytes of state per recording, ours / by hand",
        unit: "",
        target: { atMost: 0.4 },
        samples: ratios(of("ours", "bytes"), of("by-hand", "bytes")),
        behind: behind(all, "bytes", ["ours", "by-hand"]),
      },
    ];
  },
};
