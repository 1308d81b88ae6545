import type { Context } from "../context";
import { LifecycleError, UnsettledError } from "../errors";
import { inTurn } from "../per-stream/turn";
import { type Inputs, resourceMark, runs, type State } from "../recording";
import { start } from "./start";
import { stop } from "./stop";

/** Sends the command that the declared state needs, or none. The outputs are always complete: the engine merges nothing. */
export async function update(context: Context, id: string, olds: State, news: Inputs): Promise<{ outs: State }> {
  const mark = resourceMark(olds);
  const { status } = olds;
  return inTurn(context, { ...olds, ...news }, async (place, key) => {
    const known = { projectId: place.projectId, ...commandsOf(olds) };
    try {
      if (news.recording) {
        if (runs(olds) && !context.settings.startAgain().names(id)) {
          context.owners.note(key, mark, { wants: true });
          return { outs: { ...known, ...news, status } };
        }
        const { timeout, waitForStream } = news;
        const started = await start(context, place, news, {
          adopt: true,
          timeout,
          waitForStream,
          mark,
          stoppedAt: olds.stoppedAt,
        });
        context.owners.forget(key, mark);
        context.owners.note(key, resourceMark(started), { wants: true, records: true });
        return { outs: { projectId: place.projectId, ...news, status: "recording", ...started } };
      }
      context.owners.forget(key, mark);
      if (status === "stopped") return { outs: { ...known, ...news, status } };
      return { outs: { ...known, ...news, status: "stopped", ...(await stop(context, place, news, news.timeout)) } };
    } catch (error) {
      if (!(error instanceof LifecycleError && error.mayHaveRun)) throw error;
      // What was known before the command is known no longer, except when the stream was stopped.
      const { startedAt: _, ...before } = commandsOf(olds);
      const properties: State = { projectId: place.projectId, ...news, status: "unknown", ...before };
      throw new UnsettledError(id, properties, error);
    }
  });
}

/** What a state knows of the commands so far. */
function commandsOf({ startedAt, stoppedAt, requestId }: State): Pick<State, "startedAt" | "stoppedAt" | "requestId"> {
  return {
    ...(startedAt !== undefined && { startedAt }),
    ...(stoppedAt !== undefined && { stoppedAt }),
    ...(requestId !== undefined && { requestId }),
  };
}
