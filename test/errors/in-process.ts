import { dynamicResources } from "../../provider/process/dynamic";
import type { Calls, OpenCalls } from "./stage";

/** The methods as the plugin process calls them, in this process. */
export const openInProcess: OpenCalls = async (resource, env) =>
  dynamicResources({ config: { get: () => undefined }, env })[resource] as unknown as Calls;
