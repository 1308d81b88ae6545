import { sameHost } from "../../live/host";
import type { Entity, EntityContent } from "./entity";

/** Something that the service has and the program declares otherwise. */
export interface EntityDifference {
  /** Such as `hls.cycle`. */
  readonly property: string;
  readonly declared: unknown;
  readonly actual: unknown;
}

type Compared<C extends EntityContent> = Pick<Entity<C>, "content" | "leftToService" | "unshown">;

/** How an entity of the service differs from a declared one. What a program leaves to the service is no difference. */
export function differences<C extends EntityContent>(
  { content, leftToService, unshown }: Compared<C>,
  declared: C,
  actual: C,
): EntityDifference[] {
  return content.flatMap((name) => {
    const [wanted, is] = [declared[name], actual[name]];
    if (wanted === undefined && leftToService.includes(name)) return [];
    if (is === undefined && unshown.includes(name)) return [];
    if (name === "publishDomain" && sameHost(declared.publishDomain, actual.publishDomain)) return [];
    if (!isBlock(wanted) || !isBlock(is)) return compared(name, wanted, is);
    return Object.keys(wanted).flatMap((key) => compared(`${name}.${key}`, wanted[key], is[key]));
  });
}

/** What is declared, and the service does not show: whether it has that, nobody knows. */
export function unproven<C extends EntityContent>({ unshown }: Compared<C>, declared: C, actual: C): string[] {
  return unshown.filter((name) => declared[name] !== undefined && actual[name] === undefined);
}

/** The service has what is declared, and is known to: nothing has to be sent. */
export function isSettled<C extends EntityContent>(
  { content }: Compared<C>,
  olds: C & { readonly requestId?: string },
  news: C,
): boolean {
  if (olds.requestId === undefined) return false;
  const all = { content, leftToService: [], unshown: [] };
  // Both ways: what is not declared any more is the service's to choose again.
  return differences<C>(all, news, olds).length === 0 && differences<C>(all, olds, news).length === 0;
}

function isBlock(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function compared(property: string, declared: unknown, actual: unknown): EntityDifference[] {
  return isSame(declared, actual) ? [] : [{ property, declared, actual }];
}

/** Of lists no order matters: they are sets. */
function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.every((item) => other.includes(item)) && other.every((item) => one.includes(item));
}

/** The declared entity, with what the service has in place of what differs. */
export function asSeen<T extends object>(declared: T, found: readonly EntityDifference[]): T {
  const seen = structuredClone(declared) as Record<string, unknown>;
  for (const { property, actual } of found) {
    const [name = "", key] = property.split(".");
    const holder = key === undefined ? seen : (seen[name] as Record<string, unknown>);
    if (actual === undefined) delete holder[key ?? name];
    else holder[key ?? name] = actual;
  }
  return seen as T;
}

/** For errors: `hls.cycle is 3600, declared is 60`. What may hold a secret is not shown. */
export function described(found: readonly EntityDifference[], hidden: readonly string[] = []): string {
  const shown = (value: unknown) => (value === undefined ? "not there" : JSON.stringify(value));
  return found
    .map(({ property, declared, actual }) =>
      hidden.includes(property)
        ? `  - ${property} differs from the declaration (not shown, because it may hold a secret)`
        : `  - ${property} is ${shown(actual)}, declared is ${shown(declared)}`,
    )
    .join("\n");
}
