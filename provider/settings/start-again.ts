import { SettingsError } from "./errors";
import type { Environment } from "./source";

/** For which streams an `up` sends START, whatever the state says of them. */
export const START_AGAIN = "PULUMI_HUAWEICLOUD_LIVE_START_AGAIN";

/**
 * What `PULUMI_HUAWEICLOUD_LIVE_START_AGAIN` names: ids of recordings with commas between them, or `*` for all. While it
 * is set no STOP is sent: a run that is there to start what has ended must not end anything.
 */
export class StartAgain {
  readonly #ids: ReadonlySet<string>;

  /** @throws {SettingsError} where one of them is no id of a recording */
  constructor(env: Environment) {
    const ids = (env[START_AGAIN] ?? "")
      .split(",")
      .map((id) => id.trim())
      .filter((id) => id !== "");
    const wrong = ids.find((id) => id !== "*" && !/^[^/]+\/[^/]+\/[^/]+$/.test(id));
    if (wrong !== undefined) {
      const must = "ids of recordings (publishDomain/app/stream), separated by commas, or * for all";
      throw new SettingsError(
        "SETTING_INVALID",
        "startAgain",
        `${START_AGAIN} has ${JSON.stringify(wrong)}, but must be ${must}`,
      );
    }
    this.#ids = new Set(ids.map(withHostInLowerCase));
  }

  get isSet(): boolean {
    return this.#ids.size > 0;
  }

  names(id: string): boolean {
    return this.#ids.has("*") || this.#ids.has(withHostInLowerCase(id));
  }
}

/** Hosts know no case. */
function withHostInLowerCase(id: string): string {
  const host = id.slice(0, id.indexOf("/"));
  return host.toLowerCase() + id.slice(host.length);
}
