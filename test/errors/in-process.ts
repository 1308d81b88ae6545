import { resourcesFor } from "../../provider/process/methods";
import type { Calls, OpenCalls } from "./stage";

/** The methods as the plugin process calls them, in this process. */
export const openInProcess: OpenCalls = async (resource, env) =>
  resourcesFor({ config: { get: () => undefined }, env })[resource] as unknown as Calls;
