import { LifecycleError, UnsettledError } from "../../../provider/lifecycle/errors";
import { SettingsError } from "../../../provider/settings/errors";

/** Something happened that must never happen. */
export class Violation extends Error {}

/** The engine refuses outputs with anything else than JSON in them, after the command was sent. */
export function checkOutputs(outputs: object): void {
  for (const [property, value] of Object.entries(outputs)) {
    if (!["string", "number", "boolean"].includes(typeof value)) {
      throw new Violation(`the outputs have ${property}: ${value}`);
    }
  }
}

/** Errors are typed, and only the one that means it has what makes the engine keep the resource. */
export function checkError(error: unknown): void {
  if (!(error instanceof LifecycleError || error instanceof SettingsError)) {
    throw new Violation(`not a typed error: ${error instanceof Error ? error.stack : error}`);
  }
  if (error instanceof UnsettledError) {
    const complete = error.id !== "" && error.reasons.length > 0 && error.properties.status === "unknown";
    if (!complete) throw new Violation(`an incomplete UnsettledError: ${JSON.stringify(error)}`);
  } else if ("id" in error || "properties" in error || "reasons" in error) {
    throw new Violation(`the engine would take this for a resource that was created: ${error}`);
  }
}
