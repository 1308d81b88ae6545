import { StreamRecording } from "pulumi-huaweicloud-live";

const keynote = new StreamRecording("keynote", {
  publishDomain: "push.example.com",
  app: "live",
  stream: "keynote",
});

export const status = keynote.status;
