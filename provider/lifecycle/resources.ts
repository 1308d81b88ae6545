import { entityResource } from "./entity/resource";
import { RECORDING } from "./recording/resource";
import { RULE } from "./rule/rule";

/** Every resource that there is, by the name of its class with a small first letter. */
export const RESOURCES = {
  streamRecording: RECORDING,
  recordRule: entityResource(RULE),
} as const;
