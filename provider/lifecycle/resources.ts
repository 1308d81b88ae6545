import { BUCKET } from "./bucket/bucket";
import { CALLBACK } from "./callback/callback";
import { entityResource } from "./entity/resource";
import { NOTIFICATION } from "./notification/notification";
import { RECORDING } from "./recording/resource";
import { RULE } from "./rule/rule";

/** Every resource that there is, by the name of its class with a small first letter. */
export const RESOURCES = {
  streamRecording: RECORDING,
  recordRule: entityResource(RULE),
  recordCallback: entityResource(CALLBACK),
  streamNotification: entityResource(NOTIFICATION),
  bucketAuthorization: BUCKET,
} as const;
