import * as v from "valibot";
import type { Settings } from "../../settings/settings";
import { type Checked, checkDeclared, type Declarable, seconds, type Unchecked } from "../inputs/declaration";
import { app, publishDomain, stream } from "../inputs/names";
import { REASONS } from "../inputs/reasons";
import { DEFAULTS } from "../recording";

const { recording, ...omitted } = DEFAULTS;

export const STREAM_RECORDING: Declarable = {
  resource: "StreamRecording",
  properties: {
    publishDomain,
    app,
    stream,
    recording: v.boolean(REASONS.notRecordingOrNot()),
    adopt: v.boolean(REASONS.notBoolean()),
    waitForStream: seconds(0, 3600),
    timeout: seconds(1, 3600),
  },
  required: ["publishDomain", "app", "stream"],
  // So that a drift reads `true => false`.
  written: { recording },
  omitted,
};

/** Checks what a program declares of a recording. */
export function check(settings: Settings, olds: Unchecked, news: Unchecked): Checked {
  return checkDeclared(STREAM_RECORDING, settings, olds, news);
}
