import { debuglog } from "node:util";
import { Accounts } from "../account/accounts";
import { projectOf } from "../account/project-lookup";
import type { Account } from "../http/account";
import type { Connection } from "../http/client";
import { type Clock, systemClock } from "../http/clock";
import { CredentialGate } from "../http/credential-gate";
import { Pacer } from "../http/pacer";
import { openTransport, type Transport } from "../http/transport";
import type { Context } from "../lifecycle/context";
import { DeclaredOnce } from "../lifecycle/inputs/declared-once";
import { type Blackboard, OwnBlackboard } from "../lifecycle/per-stream/blackboard";
import { StopTimes } from "../lifecycle/per-stream/cooldown";
import { Owners } from "../lifecycle/per-stream/owners";
import { StreamQueue } from "../lifecycle/per-stream/stream-queue";
import type { Place } from "../lifecycle/place";
import type { Live } from "../lifecycle/watch/look";
import { PushWatch } from "../lifecycle/watch/push-watch";
import { Batches } from "../live/batches";
import { oneSpelling } from "../live/host";
import { onlineStream, onlineStreams, type Push } from "../live/online-streams";
import type { RecordRule } from "../live/rule-json";
import { recordRules } from "../live/rules";
import type { EngineConfig } from "../settings/engine-source";
import { Settings } from "../settings/settings";

/** What surrounds a provider process. */
export interface Surroundings {
  readonly config: EngineConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** Where lines for the user go: the engine shows what a plugin prints. */
  readonly print?: (line: string) => void;
  /** Where the lines of the debug channel go, which the environment opens. */
  readonly debug?: (line: string) => void;
  /** Where the processes of one run meet. Default: this process knows of no other. */
  readonly blackboard?: Blackboard;
}

/** Puts together what all calls in one provider process share. */
export function openProcess({
  config,
  env,
  clock = systemClock,
  print = console.log,
  debug = console.error,
  blackboard = new OwnBlackboard(),
}: Surroundings): Context {
  const settings = new Settings(config, env);
  const say = (line: string) => print(`huaweicloud-live: ${line}`);
  const said = new Set<string>();
  const lookout = { live: openLive(settings, clock, say, debugChannel(env, debug)), clock, say };
  return {
    ...lookout,
    settings,
    recordings: new DeclaredOnce(),
    owners: new Owners(blackboard),
    stops: new StopTimes(blackboard, clock),
    queue: new StreamQueue(blackboard, clock),
    pushWatch: new PushWatch(lookout),
    sayOnce: (about, line) => {
      if (!said.has(about)) say(line);
      said.add(about);
    },
  };
}

/** IAM has limits of its own; one request a region is all that it gets from here. */
const IAM_REQUESTS_PER_MINUTE = 60;

/** One account and one request limit per process, one connection pool per endpoint. */
function openLive(settings: Settings, clock: Clock, say: (line: string) => void, debug: (line: string) => void): Live {
  const gates = new Map<Account, CredentialGate>();
  const transports = new Map<string, Transport>();
  const connections = new Map<string, Connection>();
  const pushes = new Batches<Push[]>(() => clock.now());
  const rules = new Batches<RecordRule[]>(() => clock.now());
  const projects = new Map<string, Promise<string>>();
  const accounts = new Accounts(settings, { transport, clock, debug });
  let pacer: Pacer | undefined;

  function transport(endpoint: string): Transport {
    const open = transports.get(endpoint) ?? openTransport(endpoint, settings.proxy(endpoint));
    transports.set(endpoint, open);
    return open;
  }
  function gateOf(account: Account): CredentialGate {
    const gate = gates.get(account) ?? new CredentialGate(account, clock);
    gates.set(account, gate);
    return gate;
  }
  function connect({ endpoint, region, projectId }: Place): Connection {
    const key = `${endpoint} ${region} ${projectId}`;
    const known = connections.get(key);
    if (known) return known;
    const gate = gateOf(accounts.of({ region, projectId }));
    pacer ??= new Pacer(settings.requestsPerMinute(), clock, say);
    const made = { endpoint, projectId, gate, transport: transport(endpoint), pacer, clock, say, debug };
    connections.set(key, made);
    return made;
  }
  function project(region: string): Promise<string> {
    const known = projects.get(region);
    if (known) return known;
    const endpoint = settings.iamEndpoint(region);
    const own = { pacer: new Pacer(IAM_REQUESTS_PER_MINUTE, clock, say), gate: gateOf(accounts.of({ region })) };
    const iam = { endpoint, ...own, transport: transport(endpoint), clock, say, debug };
    const found = projectOf(iam, settings.projectName(region), settings.projectPlaces());
    projects.set(region, found);
    return found;
  }
  const domain = (live: Connection, publishDomain: string) =>
    `${live.endpoint} ${live.projectId} ${oneSpelling(publishDomain)}`;
  return {
    connect,
    project: async (region) => project(region),
    pushes: (live, publishDomain, budget, recent) =>
      pushes.join(domain(live, publishDomain), () => onlineStreams(live, publishDomain, budget), recent),
    pushesOf: onlineStream,
    rules: (live, publishDomain, budget) =>
      rules.join(domain(live, publishDomain), () => recordRules(live, publishDomain, budget)),
  };
}

/** One line per request, without headers: `PULUMI_HUAWEICLOUD_LIVE_DEBUG=1`, or `NODE_DEBUG=huaweicloud-live`. */
function debugChannel(env: Surroundings["env"], write: (line: string) => void): (line: string) => void {
  if (env.PULUMI_HUAWEICLOUD_LIVE_DEBUG) return (line) => write(`huaweicloud-live debug: ${line}`);
  const log = debuglog("huaweicloud-live");
  return (line) => log(line);
}
