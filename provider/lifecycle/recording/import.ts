import type { Context } from "../context";
import { LifecycleError } from "../errors";
import { placeOf } from "../place";
import type { Inputs, State } from "../recording";
import type { Imported } from "../resource";
import { check } from "./check";

/**
 * The recording of the stream that an id names. Whether it runs nobody can know, so it is declared recorded with the status
 * `unknown`: the next `up` sends START, and settles it. Nothing is sent here.
 *
 * @throws {LifecycleError} where the id names no stream
 */
export async function importRecording(context: Context, id: string): Promise<Imported<Inputs, State>> {
  context.settings.region();
  const parts = id.split("/");
  const [publishDomain, app, stream] = parts;
  const { inputs, failures } = check(context.settings, {}, { publishDomain, app, stream });
  const wrong = failures.map(({ property, reason }) => `\n  - ${property}: ${reason}`);
  if (parts.length > 3) wrong.push(`\n  - it has ${parts.length} parts`);
  if (wrong.length > 0) {
    const message = `the id of a StreamRecording names its stream, publishDomain/app/stream, such as push.example.com/live/keynote. This id is not valid:${wrong.join("")}`;
    throw new LifecycleError("IMPORT_REFUSED", message);
  }
  const declared = inputs as unknown as Inputs;
  const { projectId } = await placeOf(context, declared);
  return {
    id: [declared.publishDomain, declared.app, declared.stream].join("/"),
    props: { ...declared, projectId, status: "unknown" },
    inputs: declared,
  };
}
