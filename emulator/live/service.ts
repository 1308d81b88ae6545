import type { Rule } from "../rules";
import { canonicalHost, type StreamName, streamKey } from "../stream-name";
import { type ServiceEvent, Telling } from "./events";
import { LiveStream, type Push, type StreamRecord } from "./live-stream";
import { RuleBook } from "./rule-book";

export interface ServiceOptions {
  /** Only what was declared is pushed and covered by a rule. */
  readonly strict: boolean;
  /** Domains are kept in lower case and in Punycode, however they were written. */
  readonly lowerCaseDomains: boolean;
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
  readonly ruleBook: RuleBook;
  private readonly options: ServiceOptions;
  private readonly impliedPush: Push;
  private streams = new Map<string, LiveStream>();
  private recordings: StreamRecord[] = [];
  /** Counted, so that a run can be repeated. */
  private count = 0;
  /** What has happened since it was last taken. */
  private events: ServiceEvent[] = [];
  /** The recordings of which there may be news. */
  private tellings = new Set<Telling>();

  constructor(options: ServiceOptions) {
    this.options = options;
    this.ruleBook = new RuleBook({ implied: !options.strict, spell: (domain) => this.spell(domain), now: options.now });
    const hourAgo = Math.floor(options.now() / 1000 - 3600) * 1000;
    this.impliedPush = { startedAt: hourAgo, listedStart: hourAgo, listedFrom: hourAgo };
  }

  start(name: StreamName): void {
    const { now, cooldown } = this.options;
    const id = (this.count + 1).toString(16).padStart(32, "0");
    const record = this.stream(name).start(now(), cooldown * 1000, this.rules(name.publishDomain), id);
    this.count += 1;
    this.recordings.push(record);
    this.tellings.add(new Telling(record));
  }

  stop(name: StreamName): void {
    this.stream(name).stop(this.options.now());
  }

  /** A push begins; one that is already on keeps what the change does not name. */
  push(name: StreamName, change: PushChange): LiveStream {
    const now = this.options.now();
    const stream = this.stream(name);
    const isNew = stream.push === undefined;
    const before = stream.push ?? stream.newPush(now);
    const startedAt = change.startedAt ?? before.startedAt;
    const listedStart = change.startedAt ?? before.listedStart;
    stream.pushBegins({ startedAt, listedStart, listedFrom: change.listedFrom ?? before.listedFrom }, now);
    if (isNew) this.tellPush("PUBLISH", stream);
    return stream;
  }

  endPush(name: StreamName): LiveStream {
    const stream = this.stream(name);
    this.tellPush("PUBLISH_DONE", stream);
    stream.pushEnds(this.options.now());
    return stream;
  }

  /** `away`: ms. */
  interrupt(name: StreamName, away: number): LiveStream {
    const stream = this.stream(name);
    this.tellPush("PUBLISH_DONE", stream);
    stream.interrupt(away, this.options.now());
    this.tellPush("PUBLISH", stream);
    return stream;
  }

  /** The recording of a stream breaks, if there is one. */
  fail(name: StreamName, error: string): LiveStream {
    const stream = this.stream(name);
    stream.fail(this.options.now(), error);
    return stream;
  }

  /** What has happened since the last time, in order. */
  takeEvents(): ServiceEvent[] {
    const now = this.options.now();
    for (const stream of this.streams.values()) stream.settle(now);
    this.tellRecordings(now);
    const { events } = this;
    this.events = [];
    return events;
  }

  online(): OnlineStream[] {
    const now = this.options.now();
    return [...this.streams.values()].flatMap(({ name, push }) =>
      push && push.listedFrom <= now ? [{ ...name, listedStart: push.listedStart }] : [],
    );
  }

  /** All rules, or those of a domain. */
  rules(publishDomain?: string): readonly Rule[] {
    if (publishDomain !== undefined) return this.ruleBook.ofDomain(publishDomain);
    const seen = [...this.streams.values()].map(
      ({ name }) => [canonicalHost(name.publishDomain), name.publishDomain] as const,
    );
    return this.ruleBook.all([...new Map(seen).values()]);
  }

  /** In the order of their start. */
  records(): readonly StreamRecord[] {
    const now = this.options.now();
    for (const stream of this.streams.values()) stream.settle(now);
    return this.recordings;
  }

  /** Every stream that has been seen, with its key. */
  seen(): ReadonlyMap<string, LiveStream> {
    return this.streams;
  }

  reset(): void {
    this.streams = new Map();
    this.recordings = [];
    this.events = [];
    this.tellings = new Set();
    this.ruleBook.reset();
  }

  /** The stream of that name: from now on one that has been seen. */
  stream(name: StreamName): LiveStream {
    const key = streamKey(name);
    const known = this.streams.get(key);
    if (known) return known;
    const stream = new LiveStream(
      { ...name, publishDomain: this.spell(name.publishDomain) },
      this.options.strict ? undefined : this.impliedPush,
    );
    this.streams.set(key, stream);
    return stream;
  }

  /** Files and recordings before it are told first. */
  private tellPush(event: "PUBLISH" | "PUBLISH_DONE", { name, push }: LiveStream): void {
    this.tellRecordings(this.options.now());
    if (push) this.events.push({ event, name, pushedSince: push.startedAt });
  }

  private tellRecordings(now: number): void {
    for (const telling of this.tellings) {
      this.events.push(...telling.news(now));
      if (telling.isOver) this.tellings.delete(telling);
    }
  }

  private spell(domain: string): string {
    return this.options.lowerCaseDomains ? canonicalHost(domain) : domain;
  }
}
