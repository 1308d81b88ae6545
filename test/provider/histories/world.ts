import { Agent } from "undici";
import { type Emulator, type Fault, type LoggedRequest, type RuleJson, startEmulator } from "../../../emulator";
import { Exchange } from "../../../provider/http/transport/exchange";
import type { Transport } from "../../../provider/http/transport/transport";
import { Client } from "../../emulator/client";
import { SimulatedTime } from "./simulated-time";

const DOMAIN = "push.example.com";

/** An interruption ends a recording of `live`; one of `merged` outlives it for up to two minutes. */
export const STREAMS = [`${DOMAIN}/live/a`, `${DOMAIN}/live/b`, `${DOMAIN}/merged/c`, `${DOMAIN}/merged/d`] as const;

/** What happens to a stream besides the commands; `interrupted`: its push was away for so many seconds. */
export type StreamEvent =
  | { readonly stream: string; readonly push: "goes on"; readonly somebody: "sends STOP" }
  | { readonly stream: string; readonly push: "ends" }
  | { readonly stream: string; readonly push: "begins" }
  | { readonly stream: string; readonly push: "interrupted"; readonly seconds: number };

/** The service with its streams, in simulated time. */
export class World implements AsyncDisposable {
  readonly http: Transport;
  readonly config: Readonly<Record<string, unknown>>;
  private readonly off = new Set<string>();
  private readonly somebody: Client;

  private constructor(
    readonly time: SimulatedTime,
    private readonly emulator: Emulator,
  ) {
    this.http = transportTo(emulator.url);
    this.somebody = new Client(emulator, () => time.now());
    this.config = {
      region: "cn-north-4",
      projectId: emulator.projectId,
      "endpoints.live": emulator.url,
      accessKey: emulator.accessKey,
      secretKey: emulator.secretKey,
    };
  }

  static async open(seed: number): Promise<World> {
    const time = new SimulatedTime(seed);
    const emulator = await startEmulator({ now: () => time.now() });
    emulator.setRules([rule("live", 0), rule("merged", 120)]);
    return new World(time, emulator);
  }

  async happens(event: StreamEvent): Promise<void> {
    const { stream } = event;
    if (event.push === "goes on") {
      await this.time.standStill(() => this.somebody.stop(stream));
      return;
    }
    if (event.push === "ends") {
      this.emulator.endPush(stream);
      this.off.add(stream);
      return;
    }
    // What is away comes back first.
    if (event.push === "interrupted" && !this.off.has(stream)) this.emulator.interrupt(stream, event.seconds);
    else this.emulator.push(stream);
    this.off.delete(stream);
  }

  isPushed(stream: string): boolean {
    return !this.off.has(stream);
  }

  /** The streams that are being recorded. */
  recorded(): string[] {
    return this.emulator
      .recordings()
      .filter(({ stoppedAt }) => stoppedAt === null)
      .map(({ publishDomain, app, stream }) => `${publishDomain}/${app}/${stream}`);
  }

  /** The rules that the service has for a domain. */
  async rulesOf(domain: string): Promise<Record<string, unknown>[]> {
    const query = `limit=100&offset=0&publish_domain=${domain}`;
    return (await this.time.standStill(() => this.somebody.rules(query))).record_config;
  }

  requests(): LoggedRequest[] {
    return this.emulator.requests();
  }

  setFaults(faults: readonly Fault[]): void {
    this.emulator.clearFaults();
    for (const fault of faults) this.emulator.addFault(fault);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.emulator.close();
  }
}

/** The provider's own, but without its pause after each new connection: here nothing resets one as it is made. */
function transportTo(endpoint: string): Transport {
  const agent = new Agent();
  const way = { host: new URL(endpoint).host, wasOpen: false };
  return ({ method, url, headers, body }, ms) => {
    const exchange = new Exchange(way, ms, []);
    agent.dispatch(
      { origin: endpoint, path: url.slice(endpoint.length), method, headers, body: body || null },
      exchange,
    );
    return exchange.answer;
  };
}

const rule = (app: string, mergeSeconds: number): RuleJson => ({
  publish_domain: DOMAIN,
  app,
  stream: "*",
  record_type: "COMMAND_RECORD",
  default_record_config: {
    record_format: ["HLS"],
    hls_config: { record_cycle: 3600, record_max_duration_to_merge_file: mergeSeconds },
  },
  create_time: "2000-01-01T00:00:00Z",
});
