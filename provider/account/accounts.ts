import type { Account } from "../http/account";
import { CredentialGate } from "../http/credential-gate";
import { UnreachableError } from "../http/errors";
import type { SetCredential } from "../settings/credential";
import type { Settings } from "../settings/settings";
import { agencyKeys } from "./agency-keys";
import { FetchedAccount, fixedAccount, type Refused } from "./fetched";
import { iamToken, type Scope } from "./iam-token";
import { metadataKeys, NoMetadataError } from "./metadata-keys";
import type { AccountParts } from "./request";

/** Where requests will go. */
export interface Target {
  readonly region: string;
  /** Absent while it has to be looked up. */
  readonly projectId?: string | undefined;
}

/**
 * The account of a process: one credential for all that it asks for, except that a token of IAM is for one project.
 */
export class Accounts {
  private readonly open = new Map<string, Account>();
  /** The tokens of all projects are for one password. */
  private readonly refused: Refused = {};

  constructor(
    private readonly settings: Settings,
    private readonly parts: AccountParts,
  ) {}

  /** @throws {SettingsError} where the credential is incomplete */
  of({ region, projectId }: Target): Account {
    const set = this.settings.credential();
    const scoped = set !== undefined && "password" in set;
    const key = scoped ? `${region} ${projectId ?? ""}` : "";
    const account =
      this.open.get(key) ??
      this.openAccount(set, region, projectId ? { id: projectId } : { name: this.settings.projectName(region) });
    this.open.set(key, account);
    return account;
  }

  private openAccount(set: SetCredential | undefined, region: string, scope: Scope): Account {
    const { settings, parts } = this;
    const own = this.ownAccount(set, region, scope);
    parts.debug(`credential from ${own.from}`);
    const role = settings.assumeRole();
    if (!role) return own;
    parts.debug(`and the agency ${role.agencyName} from ${role.from}`);
    // The settings see to it that what is set is a key pair, and the machine never has a token.
    const gate = new CredentialGate(own, parts.clock);
    const fetch = () => agencyKeys(parts, settings.iamEndpoint(region), gate, role);
    return new FetchedAccount(`agency ${role.agencyName} (${role.from}) with ${own.from}`, fetch, parts.clock);
  }

  private ownAccount(set: SetCredential | undefined, region: string, scope: Scope): Account {
    const { settings, parts } = this;
    if (!set) return this.machineAccount();
    if (!("password" in set)) {
      const { from, ...credential } = set;
      return fixedAccount(credential, from);
    }
    const fetch = () => iamToken(parts, settings.iamEndpoint(region), set, scope);
    return new FetchedAccount(set.from, fetch, parts.clock, this.refused);
  }

  /** The last resort: the machine may be an ECS instance that has an agency. */
  private machineAccount(): Account {
    const { settings, parts } = this;
    const endpoint = settings.metadataEndpoint();
    const name = `the metadata service of this machine (${endpoint})`;
    let answered = false;
    const fetch = async () => {
      try {
        const keys = await metadataKeys(parts, endpoint);
        answered = true;
        return keys;
      } catch (error) {
        if (!(error instanceof NoMetadataError)) throw error;
        // Once it has answered, it is there, and worth waiting for.
        if (answered || error.mayPass) throw new UnreachableError(`${name}: ${error.message}`, false, error);
        const said = error.isRefusal ? `no agency (${error.message})` : error.message;
        throw settings.noCredential([`${name}: ${said}`]);
      }
    };
    return new FetchedAccount(name, fetch, parts.clock);
  }
}
