import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import type { ResourceName } from "../../provider/process/methods";
import { SECRETS } from "./secrets";

type Values = Record<string, unknown>;

/** The methods of one resource, wherever they run. */
export interface Calls {
  check(olds: Values, news: Values): Promise<{ inputs: Values; failures: unknown[] }>;
  create(inputs: Values): Promise<{ id: string; outs: Values }>;
  update(id: string, olds: Values, news: Values): Promise<{ outs: Values }>;
  delete(id: string, props: Values): Promise<void>;
}

/** Begins a provider process, or what stands for one, with exactly this environment. */
export type OpenCalls = (resource: ResourceName, env: Record<string, string>) => Promise<Calls>;

export interface Setting {
  /** On top of `BASE`; an empty value is one that is not set. */
  readonly env?: Record<string, string>;
  readonly emulator?: EmulatorOptions;
}

export const REGION = "cn-north-4";
export const DOMAIN = "push.example.com";
export const STREAM = { publishDomain: DOMAIN, app: "live", stream: "keynote" };
export const KEYNOTE = `${DOMAIN}/live/keynote`;

/** An environment with a key pair that the emulator accepts. */
const baseFor = ({ url, accessKey, secretKey, projectId }: Emulator): Record<string, string> => ({
  // Nothing outside of this machine.
  HUAWEICLOUD_LIVE_METADATA_ENDPOINT: "http://127.0.0.1:9",
  HUAWEICLOUD_REGION: REGION,
  HUAWEICLOUD_LIVE_ENDPOINT: url,
  HUAWEICLOUD_SDK_IAM_ENDPOINT: url,
  HUAWEICLOUD_SDK_AK: accessKey,
  HUAWEICLOUD_SDK_SK: secretKey,
  HUAWEICLOUD_SDK_PROJECT_ID: projectId,
  PULUMI_HUAWEICLOUD_LIVE_DEBUG: "1",
});

/** An emulator, and a provider process with an environment for it. */
export interface Staged {
  readonly emulator: Emulator;
  readonly env: Record<string, string>;
  readonly calls: Calls;
  /** Another provider process for the same emulator: it knows nothing of what this one has done. */
  readonly again: () => Promise<Calls>;
}

/** Where errors are made to happen: an emulator, and a provider with credentials for it. */
export class Stage implements AsyncDisposable {
  private readonly emulators: Emulator[] = [];
  /** Empty, so without a profile file of the person who runs the tests. */
  private readonly home = mkdtempSync(join(tmpdir(), "huaweicloud-live-home-"));

  constructor(private readonly openCalls: OpenCalls) {}

  recording(setting?: Setting): Promise<Staged> {
    return this.open("streamRecording", setting);
  }

  rule(setting?: Setting): Promise<Staged> {
    return this.open("recordRule", setting);
  }

  callback(setting?: Setting): Promise<Staged> {
    return this.open("recordCallback", setting);
  }

  notification(setting?: Setting): Promise<Staged> {
    return this.open("streamNotification", setting);
  }

  bucket(setting?: Setting): Promise<Staged> {
    return this.open("bucketAuthorization", setting);
  }

  private async open(
    resource: ResourceName,
    { env: more = {}, emulator: options = {} }: Setting = {},
  ): Promise<Staged> {
    const { secretKey, token, password } = SECRETS;
    const emulator = await startEmulator({ secretKey, token, password, ...options });
    this.emulators.push(emulator);
    const env = { ...baseFor(emulator), HOME: this.home, ...more };
    const again = () => this.openCalls(resource, env);
    return { emulator, env, calls: await again(), again };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.emulators.map((emulator) => emulator.close()));
    await rm(this.home, { recursive: true });
  }
}

/** As an `up` does: check, then create. */
export async function up(calls: Calls, declared: Values): Promise<{ id: string; outs: Values }> {
  const { inputs, failures } = await calls.check({}, declared);
  if (failures.length > 0) throw new Error(`check: ${JSON.stringify(failures)}`);
  return calls.create(inputs);
}

/** As a `destroy` does, which has nothing but the state. */
export function destroy(calls: Calls, changes: Values = {}): Promise<void> {
  const state = { ...STREAM, recording: true, region: REGION, projectId: "0".repeat(32), status: "recording" };
  // A state is JSON: what is undefined is not in it.
  return calls.delete(KEYNOTE, JSON.parse(JSON.stringify({ ...state, ...changes })));
}

/** A port of this machine at which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A proxy that lets nobody through without a user. */
export async function refusingProxy(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createHttpServer()
    .on("connect", (_, socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"))
    .listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
