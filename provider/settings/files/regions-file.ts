import * as v from "valibot";
import type { Environment } from "../source";
import { fileIn, readSettings } from "./settings-file";

// What is written otherwise must not go unnoticed: requests would go to the default endpoint.
const Services = v.nullish(v.record(v.string(), v.unknown()));
const Regions = v.nullish(
  v.array(v.object({ id: v.unknown(), endpoint: v.nullish(v.unknown()), endpoints: v.nullish(v.array(v.unknown())) })),
);

/**
 * The endpoint of a service in the endpoint file of the official SDKs, `~/.huaweicloud/regions.yaml` or what
 * `HUAWEICLOUD_SDK_REGIONS_FILE` names (`profile_region.go` of the Go SDK's core): services by name, each with a list of
 * regions. Of several endpoints of a region, which the SDKs try one after the other, the first counts.
 */
export function endpointInFile(env: Environment, service: "LIVE" | "IAM", region: string) {
  const file = fileIn(env, env.HUAWEICLOUD_SDK_REGIONS_FILE, ".huaweicloud", "regions.yaml");
  const { content: regions } = readSettings(file, "endpoints", (text) => {
    const { load } = require("js-yaml") as typeof import("js-yaml");
    const services = Object.entries(v.parse(Services, load(text)) ?? {});
    return v.parse(Regions, services.find(([name]) => name.toUpperCase() === service)?.[1]);
  });
  const entry = regions?.find(({ id }) => id === region);
  const endpoint = entry?.endpoint ?? entry?.endpoints?.[0];
  return endpoint === undefined ? undefined : { endpoint, place: `${service} in ${file.name}` };
}
