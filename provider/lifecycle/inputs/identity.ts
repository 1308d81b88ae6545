import { sameHost } from "../../live/host";
import type { Settings } from "../../settings/settings";

/** What tells the resources of different streams, rules and places apart. */
export interface Identity {
  readonly publishDomain?: string;
  readonly region: string;
  readonly projectId?: string | undefined;
}

/** What `diff` tells the engine. */
export interface Difference {
  /** Left out so that the engine compares the inputs itself and names what differs. */
  readonly changes?: true;
  readonly replaces: string[];
}

/**
 * Which of these properties, a change of which replaces the resource, differ. The state that an earlier release has
 * written may have fewer.
 */
export function replaced<T extends Identity>(
  settings: Settings,
  properties: readonly (keyof T & string)[],
  olds: T,
  news: T,
): Difference {
  // Inputs may have none where the state has one: see project.ts.
  const unseen = news.projectId === undefined && olds.projectId !== undefined;
  const wanted = unseen ? { ...news, projectId: settings.projectId() } : news;
  const replaces = properties.filter((name) => {
    const [is, was] = [wanted[name], olds[name]];
    if (is === undefined || was === undefined) return false;
    return name === "publishDomain" ? !sameHost(String(is), String(was)) : is !== was;
  });
  // The engine sees no difference then. It asks `check` again for the replacement, and so names the project all the same.
  return unseen && replaces.includes("projectId") ? { changes: true, replaces } : { replaces };
}
