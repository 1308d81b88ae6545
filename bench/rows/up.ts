import type { Row } from "../row";
import { ratios } from "../statistics";
import { behind, lives } from "./lifecycle";

/** Row 1: `up` of new recordings against the floor. */
export const up: Row = {
  name: "up",
  async measure(stage) {
    const all = await lives(stage);
    const seconds = (variant: "ours" | "floor") => all[variant].map((life) => life.up);
    const emulator = all.ours.map((life) => life.emulator);
    return [
      {
        row: "1",
        what: `up of ${stage.count(500)}, ours / floor`,
        unit: "",
        target: { atMost: 1.1 },
        samples: ratios(seconds("ours"), seconds("floor")),
        behind: { ...behind(all, "up", ["ours", "floor"]), "emulator s": emulator },
      },
      { row: "", what: "of ours, processor time of the emulator", unit: "s", samples: emulator },
    ];
  },
};
