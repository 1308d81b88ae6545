import { SettingsError } from "./errors";
import { type Environment, nonEmpty, type Source } from "./source";
import { asObject, asText } from "./values";

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
  const isSecret = source.isSecret?.("assumeRole");
  const role = asObject(source.get("assumeRole"), "assumeRole", { place: from, isSecret });
  const text = (name: "agencyName" | "domainName" | "domainId") => {
    const value = role.get(name);
    return value === undefined ? undefined : asText(value, `${role.spelt(name)} of ${from}`, "assumeRole").trim();
  };
  const [agencyName, domainName, domainId] = [text("agencyName"), text("domainName"), text("domainId")];
  const invalid = (why: string) => new SettingsError("SETTING_INVALID", "assumeRole", `${from} ${why}`);
  if (agencyName === undefined) throw invalid(`has no ${role.spelt("agencyName")}`);
  if (domainName === undefined && domainId === undefined) {
    const either = `${role.spelt("domainName")} or ${role.spelt("domainId")}`;
    throw invalid(
      `does not say which account the agency belongs to: set ${either} as well (HW_ASSUME_ROLE_DOMAIN_NAME)`,
    );
  }
  const { least, most, usual } = DURATION;
  const set = role.get("duration") ?? usual;
  const duration = typeof set === "object" ? Number.NaN : Number(set);
  if (Number.isInteger(duration) && duration >= least && duration <= most) {
    return { agencyName, domainName, domainId, duration, from };
  }
  const shown = isSecret ? "" : ` ${JSON.stringify(set)}`;
  throw invalid(`has the duration${shown}, but must be ${least} to ${most} seconds`);
}
