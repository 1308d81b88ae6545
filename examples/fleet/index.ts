import * as pulumi from "@pulumi/pulumi";
import { StreamRecording } from "pulumi-huaweicloud-live";
import { readStreams } from "./streams";

// The logical name is the stream itself: adding or removing an entry touches no other recording, nor does the order.
const recordings = readStreams(new pulumi.Config().requireObject("streams")).map(
  ({ id, ...stream }) => [id, new StreamRecording(id, stream)] as const,
);

export const statuses = Object.fromEntries(recordings.map(([id, recording]) => [id, recording.status]));
