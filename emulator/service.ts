import { LiveStream, type Push, type StreamRecord } from "./live-stream";
import type { Rule } from "./rules";
import { type StreamName, streamKey } from "./stream-name";

export interface ServiceOptions {
  /** Only what was declared is pushed and covered by a rule. */
  readonly strict: boolean;
  /** s */
  readonly cooldown: number;
  readonly now: () => number;
}

export interface OnlineStream extends StreamName {
  /** ms */
  readonly listedStart: number;
}

export interface PushChange {
  /** ms; default: now for a push that begins. */
  readonly startedAt?: number | undefined;
  /** ms; from when the push is in the list. Infinity: never. Default: now for a push that begins. */
  readonly listedFrom?: number | undefined;
}

/** The state of the service: streams, their recordings, and the rules. */
export class Service {
  readonly #options: ServiceOptions;
  readonly #impliedPush: Push;
  #streams = new Map<string, LiveStream>();
  #records: StreamRecord[] = [];
  #declaredRules: readonly Rule[] | undefined;

  constructor(options: ServiceOptions) {
    this.#options = options;
    const hourAgo = Math.floor(options.now() / 1000 - 3600) * 1000;
    this.#impliedPush = { startedAt: hourAgo, listedStart: hourAgo, listedFrom: hourAgo };
  }

  start(name: StreamName): void {
    const { now, cooldown } = this.#options;
    this.#records.push(this.stream(name).start(now(), cooldown * 1000, this.rules(name.publishDomain)));
  }

  stop(name: StreamName): void {
    this.stream(name).stop(this.#options.now());
  }

  /** A push begins; one that is already on keeps what the change does not name. */
  push(name: StreamName, change: PushChange): LiveStream {
    const now = this.#options.now();
    const stream = this.stream(name);
    const before = stream.push ?? stream.newPush(now);
    const startedAt = change.startedAt ?? before.startedAt;
    const listedStart = change.startedAt ?? before.listedStart;
    stream.pushBegins({ startedAt, listedStart, listedFrom: change.listedFrom ?? before.listedFrom }, now);
    return stream;
  }

  endPush(name: StreamName): LiveStream {
    const stream = this.stream(name);
    stream.pushEnds(this.#options.now());
    return stream;
  }

  /** `away`: ms. */
  interrupt(name: StreamName, away: number): LiveStream {
    const stream = this.stream(name);
    stream.interrupt(away, this.#options.now());
    return stream;
  }

  online(): OnlineStream[] {
    const now = this.#options.now();
    return [...this.#streams.values()].flatMap(({ name, push }) =>
      push && push.listedFrom <= now ? [{ ...name, listedStart: push.listedStart }] : [],
    );
  }

  /** All rules, or those of a domain. */
  rules(publishDomain?: string): readonly Rule[] {
    if (this.#declaredRules)
      return this.#declaredRules.filter((rule) => (publishDomain ?? rule.publishDomain) === rule.publishDomain);
    if (this.#options.strict) return [];
    if (publishDomain !== undefined) return [impliedRule(publishDomain)];
    const seen = [...this.#streams.values()].map((stream) => stream.name.publishDomain);
    return [...new Set(seen)].map(impliedRule);
  }

  /** Replaces all rules, also the implied ones. */
  setRules(rules: readonly Rule[]): void {
    this.#declaredRules = rules;
  }

  /** In the order of their start. */
  records(): readonly StreamRecord[] {
    const now = this.#options.now();
    for (const stream of this.#streams.values()) stream.settle(now);
    return this.#records;
  }

  reset(): void {
    this.#streams = new Map();
    this.#records = [];
    this.#declaredRules = undefined;
  }

  /** The stream of that name: from now on one that has been seen. */
  stream(name: StreamName): LiveStream {
    const key = streamKey(name);
    const known = this.#streams.get(key);
    if (known) return known;
    const stream = new LiveStream(name, this.#options.strict ? undefined : this.#impliedPush);
    this.#streams.set(key, stream);
    return stream;
  }
}

const impliedRule = (publishDomain: string): Rule => ({
  id: "implied",
  publishDomain,
  app: "*",
  stream: "*",
  recordType: "COMMAND_RECORD",
  config: { record_format: ["HLS"], hls_config: { record_cycle: 3600, record_max_duration_to_merge_file: 0 } },
  // Before any push, so that it covers them all.
  createdAt: Date.UTC(2000, 0, 1),
});
