import { streamId } from "../../live/stream";
import { UNKNOWN } from "../inputs/declaration";
import { type Inputs, runs, type State } from "../recording";
import type { Preview } from "../resource";

/** What will be known of a recording that is created, or updated where it has a state. Inputs may be unknown yet. */
export function preview(news: Inputs, olds?: State): Preview<State> {
  const id = [news.publishDomain, news.app, news.stream].includes(UNKNOWN) ? {} : { id: streamId(news) };
  const place = olds && { projectId: olds.projectId };
  if (olds && news.recording === true && runs(olds)) return { ...id, outs: { ...olds, ...news } };
  if (olds && news.recording === false && olds.status === "stopped") return { ...id, outs: { ...olds, ...news } };
  const status = STATUS.get(news.recording);
  return { ...id, outs: { ...place, ...news, ...(status && { status }) } };
}

const STATUS = new Map<unknown, State["status"]>([
  [true, "recording"],
  [false, "stopped"],
]);
