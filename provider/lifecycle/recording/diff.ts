import { streamId } from "../../live/stream";
import { START_AGAIN } from "../../settings/start-again";
import type { Context } from "../context";
import { type Difference, replaced } from "../inputs/identity";
import { placeIn, streamKey } from "../place";
import { type Inputs, resourceMark, type State } from "../recording";

/** What a change of replaces the resource: another stream, or the same name at another place. */
const IDENTITY = ["publishDomain", "app", "stream", "region", "projectId"] as const;

export function diff(context: Context, olds: State, news: Inputs): Difference {
  const difference = replaced<Inputs>(context.settings, IDENTITY, olds, news);
  witness(context, olds, news.recording && difference.replaces.length === 0);
  // Inputs and state say the same of `recording`, so the engine sees no difference; but a command has to settle it.
  const unsettled = news.recording
    ? olds.recording && olds.status === "unknown"
    : olds.status === "interrupted" || olds.status === "unknown";
  const again =
    news.recording && difference.replaces.length === 0 && context.settings.startAgain().names(streamId(olds));
  if (again) {
    const line = `START of ${streamId(olds)} will be sent again, because ${START_AGAIN} names it`;
    context.sayOnce(`start again ${streamId(olds)}`, line);
  }
  return again || unsettled ? { ...difference, changes: true } : difference;
}

/**
 * Remembers who wants which stream, for the deletes that may come later. Whether it is being recorded is not to be learnt
 * here: the state of a resource whose replacement has failed still says so after its STOP.
 */
function witness({ owners, settings }: Context, olds: State, wants: boolean): void {
  // An earlier release may have left it out. Without a project no delete can be about the same stream.
  const projectId: string | undefined = olds.projectId ?? settings.projectId();
  if (projectId === undefined) return;
  const key = streamKey(placeIn(settings, { ...olds, projectId }), olds);
  owners.note(key, resourceMark(olds), { wants });
}
