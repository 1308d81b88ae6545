import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Memory } from "./memory-probe";

type Values = Readonly<Record<string, unknown>>;

/** The dynamic-provider process of the SDK, with one of the providers in it, driven over gRPC as the engine does. */
export class Plugin implements Disposable {
  private constructor(
    private readonly child: ChildProcess,
    private readonly call: (method: string, message: string, fields: Record<string, Values>) => Promise<unknown>,
    private readonly text: string,
  ) {}

  /** `module` is what the text of the provider requires. */
  static async start(folder: string, module: string, env: Readonly<Record<string, string>>): Promise<Plugin> {
    const sdk = createRequire(join(folder, "node_modules/@pulumi/pulumi/package.json"));
    const probe = ["--expose-gc", "--require", join(__dirname, "memory-probe.js")];
    const child = spawn(process.execPath, [...probe, sdk.resolve("./cmd/dynamic-provider"), "127.0.0.1:1"], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", HOME: join(folder, "home"), PULUMI_NODEJS_PROJECT: "bench", ...env },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    const [port] = await once(child.stdout as NodeJS.ReadableStream, "data");
    const { credentials } = sdk("@grpc/grpc-js");
    const { ResourceProviderClient } = sdk("./proto/provider_grpc_pb");
    const client = new ResourceProviderClient(`127.0.0.1:${String(port).trim()}`, credentials.createInsecure());
    const plugin = new Plugin(child, caller(sdk, client), `exports.handler=()=>require(${JSON.stringify(module)})`);
    await plugin.call("configure", "ConfigureRequest", { Args: {} });
    return plugin;
  }

  /** What the engine calls for a new resource. */
  async create(inputs: Values): Promise<void> {
    const news = { ...inputs, __provider: this.text };
    const checked = (await this.call("check", "CheckRequest", { Olds: {}, News: news })) as {
      getInputs(): { toJavaScript(): Values };
    };
    await this.call("create", "CreateRequest", { Properties: checked.getInputs().toJavaScript() });
  }

  async memory(): Promise<Memory> {
    const told = once(this.child, "message");
    this.child.send("memory");
    return (await told)[0];
  }

  [Symbol.dispose](): void {
    this.child.kill("SIGKILL");
  }
}

type Client = Record<string, (request: unknown, done: (error: unknown, answer: unknown) => void) => void>;

/** The messages of the SDK have no types of their own here. */
function caller(sdk: NodeJS.Require, client: Client) {
  const messages = sdk("./proto/provider_pb");
  const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb");
  return (method: string, message: string, fields: Record<string, Values>): Promise<unknown> => {
    const request = new messages[message]();
    for (const [name, value] of Object.entries(fields)) request[`set${name}`](Struct.fromJavaScript(value));
    return new Promise((resolve, reject) => {
      client[method]?.(request, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  };
}
