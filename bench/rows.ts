import type { Row } from "./row";
import { byHand } from "./rows/by-hand";
import { curve } from "./rows/curve";
import { engineSettings } from "./rows/engine-settings";
import { installed } from "./rows/installed";
import { keeper } from "./rows/keeper";
import { keeperNight } from "./rows/keeper-night";
import { limit } from "./rows/limit";
import { load } from "./rows/load";
import { memory } from "./rows/memory";
import { plugin } from "./rows/plugin";
import { pluginStart } from "./rows/plugin-start";
import { profile } from "./rows/profile";
import { sign } from "./rows/sign";
import { start } from "./rows/start";
import { state } from "./rows/state";
import { steps } from "./rows/steps";
import { twoStacks } from "./rows/two-stacks";
import { up } from "./rows/up";

/** In the order of the table of targets, then what has no target. */
export const ROWS: readonly Row[] = [
  up,
  byHand,
  steps,
  limit,
  twoStacks,
  start,
  sign,
  load,
  memory,
  state,
  installed,
  plugin,
  pluginStart,
  curve,
  engineSettings,
  profile,
  keeper,
  keeperNight,
];
