import { Provider, StreamRecording } from "pulumi-huaweicloud-live";

// An ingest domain belongs to one region. The key pair comes from the environment, and the project is that of the region.
const stages = {
  beijing: { region: "cn-north-4", publishDomain: "push-beijing.example.com" },
  singapore: { region: "ap-southeast-3", publishDomain: "push-singapore.example.com" },
};

const recordings = Object.entries(stages).map(([name, { region, publishDomain }]) => {
  // Each provider is a process with a request limit of its own: two of one account share the 300 requests a minute.
  const provider = new Provider(name, { region, requestsPerMinute: 150 });
  return new StreamRecording(name, { publishDomain, app: "live", stream: "keynote" }, { provider });
});

export const regions = recordings.map(({ region }) => region);
export const statuses = recordings.map(({ status }) => status);
