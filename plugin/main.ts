import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { endWithEngine, engineAddress } from "../provider/process/engine-watch";
import { openBlackboard } from "../provider/process/shared-blackboard";
import { EngineLog } from "./engine-log";
import { resourceProvider } from "./server";

// The process that the engine starts as `pulumi-resource-huaweicloud-live`. Standard output is for the port alone.

// Not imported: the compiler would copy the file to where Node takes it for the package's own.
const { version } = require("pulumi-huaweicloud-live/package.json") as { version: string };

const log = new EngineLog();
let engine: string | undefined;

/** Once for each address: the arguments have it, too, except where the engine attaches to a process that runs already. */
function onEngine(address: string): void {
  if (address === engine || address === "") return;
  engine = address;
  log.connect(address);
  endWithEngine(address, () => process.exit(1));
}

const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(
  ResourceProviderService,
  resourceProvider({ version, env: process.env, log, onEngine, blackboard: () => openBlackboard(engine) }),
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    console.error(error.message);
    process.exit(1);
  }
  console.log(port);
});
onEngine(engineAddress(process.argv.slice(2)) ?? "");
