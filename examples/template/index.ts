import * as pulumi from "@pulumi/pulumi";
import { StreamRecording } from "pulumi-huaweicloud-live";

const config = new pulumi.Config();

const recording = new StreamRecording("recording", {
  publishDomain: config.require("publishDomain"),
  app: config.require("app"),
  stream: config.require("stream"),
});

export const status = recording.status;
