import { alreadyExists, notFound } from "../protocol/refusals";
import type { Rule } from "../rules";
import { isSameHost } from "../stream-name";
import type { RuleFields } from "./rule-body";

export interface RuleBookOptions {
  /** Whether a rule that nobody made covers every stream. */
  readonly implied: boolean;
  /** In which spelling a domain is kept. */
  readonly spell: (domain: string) => string;
  readonly now: () => number;
}

/** The rules that were declared or made. The implied one is listed with them, and can be neither shown nor changed. */
export class RuleBook {
  private readonly options: RuleBookOptions;
  private rules: readonly Rule[] = [];
  private implied: boolean;
  // Counted, so that a run can be repeated; never twice, so that no client takes one rule for another.
  private count = 0;

  constructor(options: RuleBookOptions) {
    this.options = options;
    this.implied = options.implied;
  }

  /** A rule that somebody made comes before the implied one, which would hide it: the first that fits counts. */
  all(domains: readonly string[]): readonly Rule[] {
    return [...this.rules, ...(this.implied ? domains.map(impliedRule) : [])];
  }

  ofDomain(domain: string): readonly Rule[] {
    return this.all([this.options.spell(domain)]).filter((rule) => isSameHost(rule.publishDomain, domain));
  }

  show(id: string): Rule {
    const rule = this.rules.find((candidate) => candidate.id === id);
    if (!rule) throw notFound();
    return rule;
  }

  create(fields: RuleFields): Rule {
    this.checkUnique(fields);
    const rule = { ...this.spelt(fields), id: this.newId(), createdAt: this.options.now() };
    this.rules = [...this.rules, rule];
    return rule;
  }

  update(id: string, fields: RuleFields): Rule {
    const before = this.show(id);
    this.checkUnique(fields, id);
    const rule = { ...this.spelt(fields), id, createdAt: before.createdAt, updatedAt: this.options.now(), before };
    this.rules = this.rules.map((other) => (other === before ? rule : other));
    return rule;
  }

  delete(id: string): void {
    const rule = this.show(id);
    this.rules = this.rules.filter((other) => other !== rule);
  }

  /** Replaces all rules, also the implied ones. */
  set(rules: readonly Rule[]): readonly Rule[] {
    this.rules = rules.map((rule) => this.spelt(rule));
    this.implied = false;
    return this.rules;
  }

  reset(): void {
    this.rules = [];
    this.implied = this.options.implied;
  }

  private checkUnique({ publishDomain, app, stream }: RuleFields, id?: string): void {
    const taken = this.rules.some(
      (rule) =>
        isSameHost(rule.publishDomain, publishDomain) && rule.app === app && rule.stream === stream && rule.id !== id,
    );
    if (taken) throw alreadyExists();
  }

  private spelt<Fields extends RuleFields>(fields: Fields): Fields {
    return { ...fields, publishDomain: this.options.spell(fields.publishDomain) };
  }

  private newId(): string {
    this.count += 1;
    const id = this.count.toString(16).padStart(32, "0");
    return this.rules.some((rule) => rule.id === id) ? this.newId() : id;
  }
}

const impliedRule = (publishDomain: string): Rule => ({
  id: "implied",
  publishDomain,
  app: "*",
  stream: "*",
  recordType: "COMMAND_RECORD",
  config: {
    record_format: ["HLS"],
    obs_addr: { bucket: "emulator", location: "cn-north-4", object: "" },
    hls_config: { record_cycle: 3600, record_max_duration_to_merge_file: 0 },
  },
  // Before any push, so that it covers them all.
  createdAt: Date.UTC(2000, 0, 1),
});
