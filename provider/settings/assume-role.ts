import { asObject } from "./as-object";
import { asText } from "./as-text";
import { SettingsError } from "./errors";
import { type Environment, nonEmpty, type Source } from "./source";

/** An agency of another account, whose temporary keys take the place of one's own. */
export interface AssumeRole {
  readonly agencyName: string;
  /** The account that the agency belongs to: its name or its id. */
  readonly domainName?: string | undefined;
  readonly domainId?: string | undefined;
  /** Seconds. */
  readonly duration: number;
  readonly from: string;
}

/** What IAM gives temporary keys for, in seconds (https://support.huaweicloud.com/api-iam/iam_04_0101.html). */
const DURATION = { least: 900, most: 86_400, usual: 21_600 };

/** The agency as Terraform's provider has it in the environment. */
export function agencySource(env: Environment): Source {
  const name = "HW_ASSUME_ROLE_AGENCY_NAME";
  return {
    get: (setting) =>
      setting === "assumeRole" && nonEmpty(env[name]) !== undefined
        ? {
            agencyName: env[name],
            domainName: env.HW_ASSUME_ROLE_DOMAIN_NAME,
            domainId: env.HW_ASSUME_ROLE_DOMAIN_ID,
            duration: env.HW_ASSUME_ROLE_DURATION,
          }
        : undefined,
    place: (setting) => (setting === "assumeRole" ? name : ""),
  };
}

/**
 * The agency that is configured first; undefined where none is.
 *
 * @throws {SettingsError} where it is incomplete
 */
export function assumeRole(sources: readonly Source[]): AssumeRole | undefined {
  const source = sources.find(({ get }) => get("assumeRole") !== undefined);
  if (!source) return undefined;
  const from = source.place("assumeRole");
  const role = asObject(source.get("assumeRole"), from, "assumeRole", '{"agencyName": "…", "domainName": "…"}');
  const text = (name: "agencyName" | "domainName" | "domainId") =>
    nonEmpty(role[name]) === undefined ? undefined : asText(role[name], `${name} of ${from}`, "assumeRole").trim();
  const [agencyName, domainName, domainId] = [text("agencyName"), text("domainName"), text("domainId")];
  const invalid = (why: string) => new SettingsError("SETTING_INVALID", "assumeRole", `${from} ${why}`);
  if (agencyName === undefined) throw invalid("has no agencyName");
  if (domainName === undefined && domainId === undefined) {
    throw invalid(
      "does not say whose agency it is: set its domainName or domainId as well (HW_ASSUME_ROLE_DOMAIN_NAME)",
    );
  }
  const { least, most, usual } = DURATION;
  const set = nonEmpty(role.duration) ?? usual;
  const duration = typeof set === "object" ? Number.NaN : Number(set);
  if (Number.isInteger(duration) && duration >= least && duration <= most) {
    return { agencyName, domainName, domainId, duration, from };
  }
  throw invalid(`has the duration ${JSON.stringify(role.duration)}, but must be ${least} to ${most} seconds`);
}
