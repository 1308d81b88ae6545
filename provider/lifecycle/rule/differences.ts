import { sameHost } from "../../live/host";
import type { RuleContent } from "../../live/rule-json";

/** Something that the service has and the program declares otherwise. */
export interface RuleDifference {
  /** Such as `hls.cycle`. */
  readonly property: string;
  readonly declared: unknown;
  readonly actual: unknown;
}

const CONTENT = ["publishDomain", "app", "stream", "type", "storage", "hls", "flv", "mp4"] as const;

/** How a rule of the service differs from a declared one. What a program leaves to the service is no difference. */
export function differences(declared: RuleContent, actual: RuleContent): RuleDifference[] {
  return CONTENT.flatMap((name) => {
    const [wanted, is] = [declared[name], actual[name]];
    if (name === "publishDomain" && sameHost(declared.publishDomain, actual.publishDomain)) return [];
    if (typeof wanted !== "object" || typeof is !== "object") return compared(name, wanted, is);
    const [inner, innerIs] = [wanted, is] as unknown as Record<string, unknown>[];
    return Object.keys(wanted).flatMap((key) => compared(`${name}.${key}`, inner?.[key], innerIs?.[key]));
  });
}

/** The service has what is declared, and is known to: nothing has to be sent. */
export function isSettled(olds: RuleContent & { readonly requestId?: string }, news: RuleContent): boolean {
  if (olds.requestId === undefined) return false;
  // Both ways: what is not declared any more is the service's to choose again.
  return differences(news, olds).length === 0 && differences(olds, news).length === 0;
}

function compared(property: string, declared: unknown, actual: unknown): RuleDifference[] {
  return declared === actual ? [] : [{ property, declared, actual }];
}

/** The declared rule, with what the service has in place of what differs. */
export function asSeen<T extends RuleContent>(declared: T, found: readonly RuleDifference[]): T {
  const seen = structuredClone(declared) as Record<string, unknown>;
  for (const { property, actual } of found) {
    const [name = "", key] = property.split(".");
    const holder = key === undefined ? seen : (seen[name] as Record<string, unknown>);
    if (actual === undefined) delete holder[key ?? name];
    else holder[key ?? name] = actual;
  }
  return seen as T;
}

/** For errors: `hls.cycle is 3600, declared is 60`. */
export function described(found: readonly RuleDifference[]): string {
  const shown = (value: unknown) => (value === undefined ? "not there" : JSON.stringify(value));
  return found
    .map(({ property, declared, actual }) => `  - ${property} is ${shown(actual)}, declared is ${shown(declared)}`)
    .join("\n");
}
