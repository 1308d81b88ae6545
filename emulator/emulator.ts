import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Fault } from "./faults";
import { type EmulatorOptions, settingsFrom } from "./options";
import type { LoggedRequest } from "./request-log";
import type { RuleJson } from "./rule-json";
import { openBackend } from "./server/backend";
import { createEmulatorServer } from "./server/server";
import type { StreamName } from "./stream-name";
import type { Delivery, PushOptions, Recording, SentMessage, StreamStatus } from "./views";

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
  /** The project that requests must name; there may be more, see `EmulatorOptions.projects`. */
  readonly projectId: string;
  /**
   * A push begins. If the stream is already being pushed, the push goes on, changed as `options` say.
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
   * Acts as if the push had been away for the last `seconds` (default 60) and came back now.
   *
   * @throws `InvalidInput`
   */
  interrupt(stream: StreamName | string, seconds?: number): StreamStatus;
  /**
   * The recording of a stream fails, if there is one: the file that was being written is lost, and the recording ends.
   *
   * @param message what the callback says. Default `OBS upload failed`
   * @throws `InvalidInput`
   */
  fail(stream: StreamName | string, message?: string): StreamStatus;
  /**
   * Replaces all rules, the implied ones too, by this list in the API's shape. A rule covers only pushes that begin
   * after its `create_time`, which is now if it is not given. Rules made through the API are added to it.
   *
   * @throws `InvalidInput`
   */
  setRules(rules: readonly RuleJson[]): RuleJson[];
  /** What was and is being recorded, in the order of the start. */
  recordings(): Recording[];
  /**
   * The notifications of pushes and callbacks of recordings that were sent, in that order. Only receivers on this machine get any.
   */
  messages(): SentMessage[];
  /** Sends what is due by the service's clock. Resolves when every message has been answered or given up. */
  delivered(): Promise<void>;
  /**
   * How messages arrive from now on.
   *
   * @throws `InvalidInput`
   */
  setDelivery(delivery: Delivery): void;
  /** The buckets that Live was granted, sorted by name. */
  grantedBuckets(): string[];
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
  /** Forgets streams, recordings, requests, messages, who gets them, buckets, faults, rules, request counts, locks and what was issued. */
  reset(): void;
  /** Ends it at once, with all its connections. */
  close(): Promise<void>;
}

/** Starts the emulator on 127.0.0.1. Rejects with Node's `EADDRINUSE` if the port is in use. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = settingsFrom(options);
  const backend = openBackend(settings);
  const { controls } = backend;
  const server = createEmulatorServer(backend);
  server.listen(settings.port, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    backend.close();
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    accessKey: settings.accessKey,
    secretKey: settings.secretKey,
    projectId: settings.projectId,
    push: (stream, details) => controls.push(stream, details),
    endPush: (stream) => controls.endPush(stream),
    interrupt: (stream, seconds) => controls.interrupt(stream, seconds),
    fail: (stream, message) => controls.fail(stream, message),
    setRules: (rules) => controls.setRules(rules),
    recordings: () => controls.recordings(),
    messages: () => controls.messages(),
    delivered: () => controls.delivered(),
    setDelivery: (delivery) => controls.setDelivery(delivery),
    grantedBuckets: () => controls.grantedBuckets(),
    requests: () => controls.requests(),
    addFault: (fault) => controls.addFault(fault),
    clearFaults: () => controls.clearFaults(),
    expireCredentials: () => controls.expireCredentials(),
    reset: () => controls.reset(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
