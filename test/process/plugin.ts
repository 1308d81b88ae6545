import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { inject } from "vitest";

/** The address of an engine that nobody is, and that no other process has: what shares an engine's address is one run. */
function nobody(): string {
  return `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}:1`;
}

/** The constants of design and state: what the engine hands to the plugin process with every call. */
export const PROVIDER_TEXT = 'exports.handler=()=>require("pulumi-huaweicloud-live/provider")';
export const RULE_PROVIDER_TEXT = `${PROVIDER_TEXT}.recordRule`;

type Values = Record<string, unknown>;

/** What came back from a call that failed. */
export class CallError extends Error {
  constructor(
    message: string,
    /** The partial creation that the error carried, if any. */
    readonly kept?: { id: string; properties: Values; reasons: string[] },
  ) {
    super(message);
  }
}

/** The real dynamic-provider process of the Pulumi SDK, with the packed package installed, driven over gRPC. */
export class Plugin {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: Record<
      string,
      (request: unknown, done: (error: unknown, answer: unknown) => void) => void
    >,
    private readonly sdk: NodeJS.Require,
    private readonly printed: string[],
    private readonly text: string,
  ) {}

  static async start(
    env: Record<string, string> = {},
    config: Values = {},
    text: string = PROVIDER_TEXT,
    engine = nobody(),
  ): Promise<Plugin> {
    const cwd = inject("installation");
    const sdk = createRequire(join(cwd, "node_modules/@pulumi/pulumi/package.json"));
    const child = spawn(process.execPath, [sdk.resolve("./cmd/dynamic-provider"), engine], {
      cwd,
      env: {
        PATH: process.env.PATH ?? "",
        PULUMI_NODEJS_PROJECT: "test",
        PULUMI_PROJECT: "test",
        // No profile file of the person who runs the tests, and nothing outside of this machine.
        HOME: join(cwd, "home"),
        HUAWEICLOUD_LIVE_METADATA_ENDPOINT: "http://127.0.0.1:9",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (text: string) => printed.push(text));
    const port = await new Promise<string>((resolve, reject) => {
      child.on("error", reject);
      child.stdout.setEncoding("utf8").once("data", (text: string) => {
        resolve(text.trim());
        child.stdout.on("data", (more: string) => printed.push(more));
      });
    });
    const grpc = sdk("@grpc/grpc-js");
    const { ResourceProviderClient } = sdk("./proto/provider_grpc_pb");
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const plugin = new Plugin(child, client, sdk, printed, text);
    await plugin.call("configure", "ConfigureRequest", { Args: config });
    return plugin;
  }

  /** What the process has printed since it started, apart from its port. */
  get output(): string {
    return this.printed.join("");
  }

  async check(
    olds: Values,
    news: Values,
  ): Promise<{ inputs: Values; failures: Array<{ property: string; reason: string }> }> {
    const answer = await this.call("check", "CheckRequest", { Olds: olds, News: this.withProvider(news) });
    return {
      inputs: answer.getInputs().toJavaScript(),
      failures: answer.getFailuresList().map((f: { getProperty(): string; getReason(): string }) => ({
        property: f.getProperty(),
        reason: f.getReason(),
      })),
    };
  }

  async diff(
    id: string,
    olds: Values,
    news: Values,
  ): Promise<{ changes: number; replaces: string[]; deleteBeforeReplace: boolean }> {
    const answer = await this.call("diff", "DiffRequest", {
      Id: id,
      Olds: this.withProvider(olds),
      News: this.withProvider(news),
    });
    return {
      changes: answer.getChanges(),
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(inputs: Values): Promise<{ id: string; outs: Values }> {
    const answer = await this.call("create", "CreateRequest", { Properties: this.withProvider(inputs) });
    return { id: answer.getId(), outs: answer.getProperties().toJavaScript() };
  }

  async read(id: string, props: Values): Promise<{ id: string; props: Values; inputs: Values | undefined }> {
    const answer = await this.call("read", "ReadRequest", { Id: id, Properties: this.withProvider(props) });
    return {
      id: answer.getId(),
      props: answer.getProperties().toJavaScript(),
      inputs: answer.getInputs()?.toJavaScript(),
    };
  }

  async update(id: string, olds: Values, news: Values): Promise<{ outs: Values }> {
    const answer = await this.call("update", "UpdateRequest", {
      Id: id,
      Olds: this.withProvider(olds),
      News: this.withProvider(news),
    });
    return { outs: answer.getProperties().toJavaScript() };
  }

  async delete(id: string, props: Values): Promise<void> {
    await this.call("delete", "DeleteRequest", { Id: id, Properties: this.withProvider(props) });
  }

  /** Ends the process as the engine does. Returns how long it took in milliseconds. */
  async interrupt(): Promise<number> {
    const began = performance.now();
    const gone = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGINT");
    await gone;
    return performance.now() - began;
  }

  /** Ends the process at once, and waits for all that it has printed. */
  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.child.once("close", resolve));
    this.child.kill("SIGKILL");
    await closed;
  }

  stop(): void {
    this.child.kill("SIGKILL");
  }

  // The messages of the SDK have no types of their own here: setters by name, values by the two kinds there are.
  // biome-ignore lint/suspicious/noExplicitAny: generated code without types
  private async call(method: string, message: string, fields: Record<string, string | Values>): Promise<any> {
    const messages = this.sdk("./proto/provider_pb");
    const { Struct } = this.sdk("google-protobuf/google/protobuf/struct_pb");
    const request = new messages[message]();
    for (const [name, value] of Object.entries(fields)) {
      request[`set${name}`](typeof value === "string" ? value : Struct.fromJavaScript(value));
    }
    return new Promise((resolve, reject) => {
      this.client[method]?.(request, (error, answer) => (error ? reject(this.failure(error)) : resolve(answer)));
    });
  }

  private withProvider(values: Values): Values {
    return { ...values, __provider: this.text };
  }

  private failure(error: unknown): CallError {
    const { details, metadata } = error as { details: string; metadata: { get(key: string): Buffer[] } };
    const [packed] = metadata.get("grpc-status-details-bin");
    if (!packed) return new CallError(details);
    const { ErrorResourceInitFailed } = this.sdk("./proto/provider_pb");
    const { Status } = this.sdk("./proto/status_pb");
    const [any] = Status.deserializeBinary(packed).getDetailsList();
    const kept = ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
    return new CallError(details, {
      id: kept.getId(),
      properties: kept.getProperties().toJavaScript(),
      reasons: kept.getReasonsList(),
    });
  }
}
