import { Accounts } from "../account/accounts";
import { Projects } from "../account/projects";
import type { Account } from "../http/account";
import type { Budget } from "../http/budget";
import type { Connection } from "../http/client";
import type { Clock } from "../http/clock";
import { CredentialGate } from "../http/credential-gate";
import { Pacer } from "../http/pacer";
import { openTransport, type Transport } from "../http/transport/transport";
import type { Place } from "../lifecycle/place";
import type { Live } from "../lifecycle/watch/look";
import { Batches } from "../live/batches";
import { oneSpelling } from "../live/host";
import { onlineStream, onlineStreams, type Push } from "../live/online-streams";
import type { RecordRule } from "../live/rule-json";
import { recordRules } from "../live/rules";
import type { Settings } from "../settings/settings";

/** What all connections of a process have in common. */
export interface Surrounded {
  readonly clock: Clock;
  readonly say: (line: string) => void;
  readonly debug: (line: string) => void;
}

/** IAM has limits of its own; one request a region is all that it gets from here. */
const IAM_REQUESTS_PER_MINUTE = 60;

/**
 * The Live API as one process sees it: one request limit for all, one gate for each account, one pool of sockets for each
 * endpoint, one connection for each place, one look-up for each region, one list for all that want it. Each is made when it
 * is first needed, so that a setting that is missing fails the command that needs it.
 */
export class Connections implements Live {
  private readonly accounts: Accounts;
  private readonly limit = new Kept<"live", Pacer>();
  private readonly gates = new Kept<Account, CredentialGate>();
  private readonly transports = new Kept<string, Transport>();
  private readonly connections = new Kept<string, Connection>();
  private readonly projects: Projects;
  private readonly pushLists: Batches<Push[]>;
  private readonly ruleLists: Batches<RecordRule[]>;

  readonly pushesOf = onlineStream;

  constructor(
    private readonly settings: Settings,
    private readonly parts: Surrounded,
  ) {
    const { clock, debug } = parts;
    this.accounts = new Accounts(settings, { transport: (endpoint) => this.transport(endpoint), clock, debug });
    this.projects = new Projects(settings, (region) => this.iam(region), clock);
    this.pushLists = new Batches(() => clock.now());
    this.ruleLists = new Batches(() => clock.now());
  }

  connect({ endpoint, region, projectId }: Place): Connection {
    return this.connections.get(`${endpoint} ${region} ${projectId}`, () => {
      const gate = this.gate(this.accounts.of({ region, projectId }));
      const pacer = this.limit.get("live", () => this.pacer(this.settings.requestsPerMinute()));
      return { endpoint, projectId, gate, transport: this.transport(endpoint), pacer, ...this.parts };
    });
  }

  project(region: string, timeout: number): Promise<string> {
    return this.projects.of(region, timeout);
  }

  pushes(connection: Connection, publishDomain: string, budget: Budget, recent?: number): Promise<Push[]> {
    return this.pushLists.join(
      listOf(connection, publishDomain),
      () => onlineStreams(connection, publishDomain, budget),
      recent,
    );
  }

  rules(connection: Connection, publishDomain: string, budget: Budget): Promise<RecordRule[]> {
    return this.ruleLists.join(listOf(connection, publishDomain), () => recordRules(connection, publishDomain, budget));
  }

  private iam(region: string): Connection {
    const endpoint = this.settings.iamEndpoint(region);
    const pacer = this.pacer(IAM_REQUESTS_PER_MINUTE);
    const gate = this.gate(this.accounts.of({ region }));
    return { endpoint, pacer, gate, transport: this.transport(endpoint), ...this.parts };
  }

  private pacer(requestsPerMinute: number): Pacer {
    return new Pacer(requestsPerMinute, this.parts.clock, this.parts.say);
  }

  private gate(account: Account): CredentialGate {
    return this.gates.get(account, () => new CredentialGate(account, this.parts.clock));
  }

  private transport(endpoint: string): Transport {
    const { settings } = this;
    return this.transports.get(endpoint, () =>
      openTransport(endpoint, { proxy: settings.proxy(endpoint), from: settings.originOf(endpoint) }),
    );
  }
}

function listOf({ endpoint, projectId }: Connection, publishDomain: string): string {
  return `${endpoint} ${projectId} ${oneSpelling(publishDomain)}`;
}

/** One value for each key, made when it is first asked for. What could not be made is tried again the next time. */
class Kept<K, V> {
  private readonly values = new Map<K, V>();

  get(key: K, make: () => V): V {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.values.set(key, made);
    return made;
  }
}
