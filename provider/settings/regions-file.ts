import { fileIn, readSettings } from "./files";
import type { Environment } from "./source";

/**
 * The endpoint of a service in the endpoint file of the official SDKs, `~/.huaweicloud/regions.yaml` or what
 * `HUAWEICLOUD_SDK_REGIONS_FILE` names (`profile_region.go` of the Go SDK's core): services by name, each with a list of
 * regions. Of several endpoints of a region, which the SDKs try one after the other, the first counts.
 */
export function endpointInFile(env: Environment, service: "LIVE" | "IAM", region: string) {
  const file = fileIn(env, env.HUAWEICLOUD_SDK_REGIONS_FILE, ".huaweicloud", "regions.yaml");
  const services = readSettings(file, "endpoints", (text) => {
    const { load } = require("js-yaml") as typeof import("js-yaml");
    return Object.entries((load(text) ?? {}) as Record<string, unknown>);
  });
  const regions = services?.find(([name]) => name.toUpperCase() === service)?.[1];
  const entry = (Array.isArray(regions) ? regions : []).find((entry) => entry?.id === region);
  const endpoint = entry?.endpoint ?? (Array.isArray(entry?.endpoints) ? entry.endpoints[0] : undefined);
  return endpoint === undefined ? undefined : { endpoint: endpoint as unknown, place: `${service} in ${file.name}` };
}
