import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb.js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

type Values = Record<string, unknown>;

/** What came back from a call that failed. */
export class CallError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly kept: { id: string; properties: Values; reasons: string[] } | undefined,
  ) {
    super(message);
  }
}

export const urnOf = (name: string, type = "StreamRecording") =>
  `urn:pulumi:dev::test::huaweicloud-live:index:${type}::${name}`;

export const providerUrn = (name: string) => `urn:pulumi:dev::test::pulumi:providers:huaweicloud-live::${name}`;

/** The engine, as far as a plugin sees it: real gRPC. */
export class PluginClient {
  private readonly client: ResourceProviderClient;

  constructor(port: string | number) {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  close(): void {
    this.client.close();
  }

  async handshake(engineAddress: string): Promise<rpc.ProviderHandshakeResponse> {
    const request = new rpc.ProviderHandshakeRequest();
    request.setEngineAddress(engineAddress);
    return this.call("handshake", request);
  }

  async attach(address: string): Promise<void> {
    const request = new PluginAttach();
    request.setAddress(address);
    await this.call("attach", request);
  }

  async version(): Promise<string> {
    return (await this.call<{ getVersion(): string }>("getPluginInfo", new Empty())).getVersion();
  }

  async schema(): Promise<Values> {
    const answer = await this.call<rpc.GetSchemaResponse>("getSchema", new rpc.GetSchemaRequest());
    return JSON.parse(answer.getSchema());
  }

  async checkConfig(
    news: Values,
    name = "default",
  ): Promise<{ inputs: Values; failures: rpc.CheckFailure.AsObject[] }> {
    return this.checked("checkConfig", providerUrn(name), {}, news);
  }

  async diffConfig(olds: Values, news: Values) {
    const request = new rpc.DiffRequest();
    request.setUrn(providerUrn("default"));
    request.setOldInputs(struct(olds));
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const answer = await this.call<rpc.DiffResponse>("diffConfig", request);
    return { changes: answer.getChanges(), diffs: answer.getDiffsList(), replaces: answer.getReplacesList() };
  }

  async configure(args: Values = {}, name = "default"): Promise<rpc.ConfigureResponse> {
    const request = new rpc.ConfigureRequest();
    request.setUrn(providerUrn(name));
    request.setArgs(struct(args));
    request.setAcceptsecrets(true);
    return this.call("configure", request);
  }

  async check(
    urn: string,
    olds: Values,
    news: Values,
  ): Promise<{ inputs: Values; failures: rpc.CheckFailure.AsObject[] }> {
    return this.checked("check", urn, olds, news);
  }

  async diff(urn: string, id: string, olds: Values, news: Values) {
    const request = new rpc.DiffRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const answer = await this.call<rpc.DiffResponse>("diff", request);
    return {
      changes: answer.getChanges(),
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(
    urn: string,
    inputs: Values,
    { timeout = 0, preview = false } = {},
  ): Promise<{ id: string; outs: Values }> {
    const request = new rpc.CreateRequest();
    request.setUrn(urn);
    request.setProperties(struct(inputs));
    request.setTimeout(timeout);
    request.setPreview(preview);
    const answer = await this.call<rpc.CreateResponse>("create", request);
    return { id: answer.getId(), outs: values(answer.getProperties()) };
  }

  async read(urn: string, id: string, state: Values = {}, inputs: Values = {}) {
    const request = new rpc.ReadRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setProperties(struct(state));
    request.setInputs(struct(inputs));
    const answer = await this.call<rpc.ReadResponse>("read", request);
    return { id: answer.getId(), props: values(answer.getProperties()), inputs: values(answer.getInputs()) };
  }

  async update(urn: string, id: string, olds: Values, news: Values, { preview = false } = {}): Promise<Values> {
    const request = new rpc.UpdateRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    request.setPreview(preview);
    return values((await this.call<rpc.UpdateResponse>("update", request)).getProperties());
  }

  async delete(urn: string, id: string, state: Values): Promise<void> {
    const request = new rpc.DeleteRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setProperties(struct(state));
    await this.call("delete", request);
  }

  async cancel(): Promise<void> {
    await this.call("cancel", new Empty());
  }

  /** Any other call of the protocol. */
  call<A>(method: string, request: unknown): Promise<A> {
    const calls = this.client as unknown as Record<
      string,
      (request: unknown, done: (error: ServiceError | null, answer: A) => void) => void
    >;
    return new Promise((resolve, reject) => {
      calls[method]?.call(this.client, request, (error, answer) =>
        error ? reject(failureOf(error)) : resolve(answer),
      );
    });
  }

  private async checked(method: string, urn: string, olds: Values, news: Values) {
    const request = new rpc.CheckRequest();
    request.setUrn(urn);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const answer = await this.call<rpc.CheckResponse>(method, request);
    return { inputs: values(answer.getInputs()), failures: answer.getFailuresList().map((one) => one.toObject()) };
  }
}

function struct(values: Values): Struct {
  return Struct.fromJavaScript(values as never);
}

function values(struct: Struct | undefined): Values {
  return (struct?.toJavaScript() ?? {}) as Values;
}

function failureOf({ code, details, metadata }: ServiceError): CallError {
  const [packed] = metadata.get("grpc-status-details-bin");
  if (!packed) return new CallError(code, details, undefined);
  const [any] = Status.deserializeBinary(packed as Buffer).getDetailsList();
  const kept = rpc.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return new CallError(code, details, {
    id: kept.getId(),
    properties: values(kept.getProperties()),
    reasons: kept.getReasonsList(),
  });
}

const root = join(__dirname, "../..");

/** The executable of the package, started as the engine does. */
export async function startExecutable(env: Record<string, string> = {}, args: string[] = []) {
  const child: ChildProcess = spawn(join(root, "pulumi-resource-huaweicloud-live"), args, {
    env: { PATH: process.env.PATH ?? "", HUAWEICLOUD_LIVE_METADATA_ENDPOINT: "http://127.0.0.1:9", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.on("error", reject).on("exit", (code) => reject(new Error(`ended with ${code}: ${printed}`)));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      resolve(text.trim());
    });
  });
  return { child, client: new PluginClient(port), port, printed: () => printed };
}
