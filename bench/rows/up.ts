import type { Figure } from "../figure";
import type { Row } from "../row";
import type { Stage } from "../stage";
import { ratios } from "../statistics";
import { behind, type Lives, lives, sideBySide } from "./lifecycle";

/** Row 1: `up` of new recordings against the floor. */
export const up: Row = {
  name: "up",
  async measure(stage) {
    const all = await lives(stage);
    const emulator = all.ours.map((life) => life.emulator);
    const few = stage.options.count === undefined ? [figure(200, await livesOf200(stage))] : [];
    return [
      ...few,
      figure(stage.count(500), all),
      { row: "", what: "of ours, processor time of the emulator", unit: "s", samples: emulator },
    ];
  },
};

async function livesOf200(stage: Stage): Promise<Lives> {
  const taken = await sideBySide(stage, await stage.place(), ["floor", "ours"], 200);
  return { ...taken, "by-hand": [], plugin: [] };
}

function figure(count: number, lives: Lives): Figure {
  const seconds = (variant: "ours" | "floor") => lives[variant].map((life) => life.up);
  return {
    row: "1",
    what: `up of ${count}, ours / floor`,
    unit: "",
    target: { atMost: 1.05 },
    samples: ratios(seconds("ours"), seconds("floor")),
    behind: behind(lives, "up", ["ours", "floor"]),
  };
}
