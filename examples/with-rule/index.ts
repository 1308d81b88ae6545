import * as pulumi from "@pulumi/pulumi";
import { RecordRule, StreamRecording } from "pulumi-huaweicloud-live";

const config = new pulumi.Config();
const publishDomain = config.require("publishDomain");
const app = "live";

const rule = new RecordRule("rule", {
  publishDomain,
  app,
  storage: { bucket: config.require("bucket"), path: "recordings/" },
  hls: { cycle: 3600, mergeDuration: 60 },
});

// A rule takes effect with the next push. A stream that is live already has to be interrupted for a moment, and one that
// is not yet may begin within ten minutes: both are waited for.
const recordings = ["keynote", "panel"].map(
  (stream) => new StreamRecording(stream, { publishDomain, app, stream, rule, waitForStream: 600 }),
);

export const statuses = recordings.map(({ status }) => status);
