import * as pulumi from "@pulumi/pulumi";
import { recordStages } from "./stages";

const config = new pulumi.Config();

const recordings = recordStages({
  publishDomain: config.require("publishDomain"),
  stages: config.requireObject("stages"),
  onAir: config.requireBoolean("onAir"),
});

export const statuses = recordings.map(({ status }) => status);
