import type { Stream } from "../../live/stream";
import type { Context } from "../context";
import { type Named, type Place, placeOf, streamKey } from "../place";

/**
 * Runs a command when it is its turn among those for its stream, at the place where the stream lives. `key` is what the
 * process knows the stream by.
 */
export function inTurn<T>(
  context: Context,
  stream: Stream & Named,
  command: (place: Place, key: string) => Promise<T>,
): Promise<T> {
  const placing = placeOf(context, stream);
  const keyed = placing.then((place) => streamKey(place, stream));
  return context.queue.run(keyed, async () => command(await placing, await keyed));
}
