import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Controls } from "./controls/controls";
import { type Fault, Faults } from "./faults";
import { Authentication } from "./gateway/authentication";
import { IssuedCredentials } from "./gateway/issued-credentials";
import { RequestLimit } from "./gateway/request-limit";
import { IamApi } from "./iam/iam-api";
import { IamUser } from "./iam/iam-user";
import { MetadataApi } from "./iam/metadata-api";
import { LiveApi } from "./live/live-api";
import { Service } from "./live/service";
import {
  defaultAccessKey,
  defaultAgencyName,
  defaultDomainName,
  defaultPassword,
  defaultProjectId,
  defaultSecretKey,
  defaultToken,
  defaultUserName,
  type EmulatorOptions,
} from "./options";
import { Projects } from "./projects";
import { type LoggedRequest, RequestLog } from "./request-log";
import type { RuleJson } from "./rule-json";
import { allApis } from "./server/api";
import { createEmulatorServer } from "./server/server";
import type { StreamName } from "./stream-name";
import type { PushOptions, Recording, StreamStatus } from "./views";

/** A running emulator. A stream is given by its parts or as `domain/app/stream`. */
export interface Emulator extends AsyncDisposable {
  /** The endpoint of Live, of IAM and of the metadata of an instance, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /** The port of `url`. */
  readonly port: number;
  /** The access key that it accepts. */
  readonly accessKey: string;
  /** The secret key that goes with it. */
  readonly secretKey: string;
  /** The project that requests have to name; there may be more, see `EmulatorOptions.projects`. */
  readonly projectId: string;
  /**
   * A push begins. One that is already on goes on; `options` change what they name.
   *
   * @throws `InvalidInput`
   */
  push(stream: StreamName | string, options?: PushOptions): StreamStatus;
  /**
   * A push ends. The recording ends with it, unless it comes back within the merge threshold of the rule.
   *
   * @throws `InvalidInput`
   */
  endPush(stream: StreamName | string): StreamStatus;
  /**
   * As if the push had been away for the last `seconds` (default 60) and came back now.
   *
   * @throws `InvalidInput`
   */
  interrupt(stream: StreamName | string, seconds?: number): StreamStatus;
  /**
   * Replaces all rules, also the implied ones, by this list in the API's shape. A rule covers only pushes that begin
   * after its `create_time`, which is now if it is not given. Rules made through the API are added to it.
   *
   * @throws `InvalidInput`
   */
  setRules(rules: readonly RuleJson[]): RuleJson[];
  /** What was and is being recorded, in the order of the start. */
  recordings(): Recording[];
  /** The requests to Live, IAM and the metadata in the order of arrival. */
  requests(): LoggedRequest[];
  /**
   * Adds a fault. Of several that match a request, the one added first strikes.
   *
   * @throws `InvalidInput`
   */
  addFault(fault: Fault): void;
  /** Removes all faults. */
  clearFaults(): void;
  /** Ends all tokens and temporary keys that IAM and the metadata have issued. */
  expireCredentials(): void;
  /** Forgets streams, recordings, requests, faults, rules, request counts, locks and what was issued. */
  reset(): void;
  /** Ends it at once, with all its connections. */
  close(): Promise<void>;
}

/** Starts the emulator on 127.0.0.1. Rejects with Node's `EADDRINUSE` if the port is in use. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, strict = false, cooldown = 10, limit = 300, limitWindow = "sliding", now = Date.now } = options;
  const credentials = {
    accessKey: options.accessKey ?? defaultAccessKey,
    secretKey: options.secretKey ?? defaultSecretKey,
    projectId: options.projectId ?? defaultProjectId,
    token: options.token ?? defaultToken,
    securityToken: options.securityToken,
  };
  const names = {
    userName: options.userName ?? defaultUserName,
    password: options.password ?? defaultPassword,
    domainName: options.domainName ?? defaultDomainName,
  };
  const service = new Service({ strict, cooldown, now });
  const projects = new Projects(credentials.projectId, options.projects);
  const issued = new IssuedCredentials(now);
  const user = new IamUser(names, now);
  const authentication = new Authentication({ credentials, issued, projects, now });
  const limits = {
    control: new RequestLimit(limit, limitWindow, now),
    streams: new RequestLimit(1000, limitWindow, now),
    rules: new RequestLimit(300, limitWindow, now),
  };
  const faults = new Faults();
  const log = new RequestLog();
  const controls = new Controls({ service, authentication, issued, user, limits, faults, log, now });
  const live = new LiveApi(service, authentication, limits);
  const iam = new IamApi({
    authentication,
    issued,
    projects,
    user,
    userName: names.userName,
    domainName: names.domainName,
    agencyName: options.agencyName ?? defaultAgencyName,
    tokenLifetime: options.tokenLifetime ?? 86_400,
  });
  const metadata = new MetadataApi({
    issued,
    mode: options.metadata ?? "token",
    keyLifetime: options.keyLifetime ?? 21_600,
  });
  const api = allApis(live, iam, metadata);

  const server = createEmulatorServer({ api, controls, faults, log, now });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: openPort } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${openPort}`,
    port: openPort,
    accessKey: credentials.accessKey,
    secretKey: credentials.secretKey,
    projectId: credentials.projectId,
    push: (stream, details) => controls.push(stream, details),
    endPush: (stream) => controls.endPush(stream),
    interrupt: (stream, seconds) => controls.interrupt(stream, seconds),
    setRules: (rules) => controls.setRules(rules),
    recordings: () => controls.recordings(),
    requests: () => controls.requests(),
    addFault: (fault) => controls.addFault(fault),
    clearFaults: () => controls.clearFaults(),
    expireCredentials: () => controls.expireCredentials(),
    reset: () => controls.reset(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
