import { resourcesFor } from "../../provider/process/methods";
import type { Calls, OpenCalls } from "./stage";

/** The methods as the plugin process calls them, in this process. */
export const openInProcess: OpenCalls = async (resource, env) => {
  const own = process.env;
  // What the methods take for their environment from now on.
  process.env = { ...env };
  try {
    return resourcesFor({ get: () => undefined })[resource] as unknown as Calls;
  } finally {
    process.env = own;
  }
};
