import { type Clash, streamDeclaredTwice } from "../inputs/declared-once";
import { completed, type Inputs, type State } from "../recording";
import type { Resource } from "../resource";
import { check, STREAM_RECORDING } from "./check";
import { create } from "./create";
import { remove } from "./delete";
import { diff } from "./diff";
import { importRecording } from "./import";
import { preview } from "./preview";
import { read } from "./read";
import { update } from "./update";

/** What a `StreamRecording` means. States of earlier releases have less in them. */
export const RECORDING: Resource<Inputs, State> = {
  declarable: STREAM_RECORDING,
  secrets: [],
  claim: {
    names: ["publishDomain", "app", "stream"],
    twice: (clash: Clash) => `STREAM_DECLARED_TWICE: ${streamDeclaredTwice(clash)}`,
    entered: ({ recordings }) => recordings,
  },
  forget: {
    what: "the recording",
    consequence: "That sends no STOP: the recording goes on until its push ends or somebody sends STOP.",
  },
  check,
  diff: (context, _, olds, news) => diff(context, completed(olds), news),
  preview: (news, olds) => preview(news, olds && completed(olds)),
  create,
  read: (context, id, state) => read(context, id, completed(state)),
  import: importRecording,
  update: (context, id, olds, news) => update(context, id, completed(olds), news),
  remove: (context, _, state) => remove(context, completed(state)),
};
