import type { Context } from "../../../provider/lifecycle/context";
import { DeclaredOnce } from "../../../provider/lifecycle/inputs/declared-once";
import { OwnBlackboard } from "../../../provider/lifecycle/per-stream/blackboard";
import { StopTimes } from "../../../provider/lifecycle/per-stream/cooldown";
import { Owners } from "../../../provider/lifecycle/per-stream/owners";
import { StreamQueue } from "../../../provider/lifecycle/per-stream/stream-queue";
import type { Place } from "../../../provider/lifecycle/place";
import type { Inputs, State } from "../../../provider/lifecycle/recording";
import type { Lookout } from "../../../provider/lifecycle/watch/look";
import { PushWatch } from "../../../provider/lifecycle/watch/push-watch";
import type { Push } from "../../../provider/live/online-streams";
import type { RecordRule } from "../../../provider/live/rule-json";
import type { Stream } from "../../../provider/live/stream";
import { Settings } from "../../../provider/settings/settings";
import { BEGIN, FakeClock } from "../fake-clock";
import { accepted, type Step, scripted } from "../http/scripted-service";

export const PROJECT = "0123456789abcdef0123456789abcdef";
export const PLACE: Place = { region: "cn-north-4", projectId: PROJECT, endpoint: "https://live.test" };
export const STREAM = { publishDomain: "push.example.com", app: "live", stream: "keynote" };
export const KEY = `${PLACE.endpoint} ${PROJECT} push.example.com live keynote`;

/** The stack configuration of every test, without `huaweicloud:`. */
export const CONFIG = { region: PLACE.region, projectId: PROJECT, "endpoints.live": PLACE.endpoint };

export const INPUTS: Inputs = { ...STREAM, recording: true, region: PLACE.region, projectId: PROJECT };
export const STATE: State = {
  ...INPUTS,
  projectId: PROJECT,
  status: "recording",
  startedAt: "2026-01-02T03:04:05Z",
  requestId: "own",
};

export const push = (since: number, change: Partial<Push> = {}): Push => ({ ...STREAM, since, ...change });

export const rule = (change: Partial<RecordRule> = {}): RecordRule => ({
  id: "rule-1",
  publishDomain: STREAM.publishDomain,
  app: "*",
  stream: "*",
  type: "COMMAND_RECORD",
  storage: { bucket: "recordings", region: PLACE.region, path: "" },
  createdAt: 0,
  since: 0,
  ...change,
});

export function settingsOf(config: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>> = {}) {
  return new Settings({ get: (key) => config[key.replace("huaweicloud:", "")] }, { HOME: "/nonexistent", ...env });
}

export interface World {
  readonly clock?: FakeClock;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly pushes?: (publishDomain: string) => Promise<Push[]>;
  readonly pushesOf?: (stream: Stream) => Promise<Push[]>;
  readonly rules?: (publishDomain: string) => Promise<RecordRule[]>;
  /** What the commands meet, one for each try; the last one counts for all that follow. Default: all are accepted. */
  readonly steps?: readonly Step[];
}

/** What all calls in one process share, with a service whose lists are made up here. */
export function openContext({ clock = new FakeClock(), config = CONFIG, steps = [accepted], ...lists }: World = {}) {
  const blackboard = new OwnBlackboard();
  const said: string[] = [];
  const saidOnce: string[] = [];
  /** When the streams of a domain were listed, in seconds since the beginning. */
  const looks: { domain: string; at: number }[] = [];
  /** The streams that were asked for by their names. */
  const named: string[] = [];
  const { connection, requests } = scripted({ clock, steps });
  const lookout: Lookout = {
    clock,
    say: (line) => void said.push(line),
    live: {
      connect: () => connection,
      project: async () => PROJECT,
      pushes: async (_, domain) => {
        looks.push({ domain, at: clock.passed });
        return (await lists.pushes?.(domain)) ?? [];
      },
      pushesOf: async (_, stream) => {
        named.push(stream.stream);
        return (await lists.pushesOf?.(stream)) ?? [];
      },
      rules: async (_, domain) => (await lists.rules?.(domain)) ?? [rule()],
    },
  };
  const context: Context = {
    ...lookout,
    settings: settingsOf(config),
    recordings: new DeclaredOnce(),
    owners: new Owners(blackboard),
    stops: new StopTimes(blackboard, clock),
    queue: new StreamQueue(blackboard, clock),
    pushWatch: new PushWatch(lookout),
    sayOnce: (about, line) => void saidOnce.push(`${about}: ${line}`),
  };
  /** The commands that were sent, each with its second. */
  const commands = () =>
    requests.map(({ request, at }) => ({
      command: new URL(request.url).searchParams.get("action"),
      at: (at - BEGIN) / 1000,
    }));
  /** All requests that were sent, such as `PUT /record/rules/rule-1`. */
  const sent = () =>
    requests.map(({ request }) => `${request.method} ${new URL(request.url).pathname.replace(`/v1/${PROJECT}`, "")}`);
  return { context, clock, said, saidOnce, looks, named, commands, sent };
}
