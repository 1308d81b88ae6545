import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { type PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Blackboard } from "../provider/lifecycle/per-stream/blackboard";
import { RESOURCES } from "../provider/lifecycle/resources";
import type { Call, Methods, Opened, ResourceName } from "../provider/process/methods";
import { resourcesFor } from "../provider/process/methods";
import { unreadVariables } from "../provider/settings/unread";
import type { EngineLog } from "./engine-log";
import { failure } from "./failure";
import { changedSettings, engineConfig, mistakes, SECRET_SETTINGS, unknownSettings } from "./provider-config";
import { PACKAGE, schemaOf } from "./schema";
import { fromWire, toWire, type Values, withSecrets } from "./wire";

export interface Surroundings {
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: EngineLog;
  /** The engine has told its address. */
  readonly onEngine: (address: string) => void;
  /** Where the processes of this run meet, once the engine has told its address. Default: this process knows of no other. */
  readonly blackboard?: () => Blackboard;
}

/** The resources by their tokens. */
const NAMES = new Map(
  Object.entries(RESOURCES).map(([name, { declarable }]) => [
    `${PACKAGE}:index:${declarable.resource}`,
    name as ResourceName,
  ]),
);

/** What all resources have, whatever their inputs and states are: the wire does not know either. */
type AnyMethods = Methods<never, never>;

/**
 * The resource provider as Pulumi's engine calls it (proto/pulumi/provider.proto): each call becomes one of a method. What is
 * not here is UNIMPLEMENTED, which the server says by itself.
 */
export function resourceProvider({
  version,
  env,
  log,
  onEngine,
  blackboard,
}: Surroundings): UntypedServiceImplementation {
  let opened: Opened | undefined;
  let cancelled = false;

  /** Nobody has to configure a provider: it has the environment then. */
  function resources(): Opened {
    opened ??= open({}, "");
    return opened;
  }

  function open(config: Values, urn: string): Opened {
    const say = (line: string) => log.say(line);
    const shared = blackboard ? { blackboard: blackboard() } : {};
    const made = resourcesFor({ config: engineConfig(config, urn), env, print: say, debug: say, ...shared });
    if (cancelled) made.cancel();
    return made;
  }

  function methodsOf(urn: string): AnyMethods {
    const type = urn.split("::")[2]?.split("$").pop() ?? "";
    const name = NAMES.get(type);
    if (name) return resources()[name] as unknown as AnyMethods;
    throw new Error(`${type} is not a resource of ${PACKAGE} ${version}`);
  }

  /** Runs the method of a resource, whose lines stand at its row. */
  function ask<T>(urn: string, method: (methods: AnyMethods) => Promise<T>): Promise<T> {
    return log.during(urn, async () => method(methodsOf(urn)));
  }

  return {
    handshake: unary(async (request: rpc.ProviderHandshakeRequest) => {
      onEngine(request.getEngineAddress());
      // The engine takes secrets off what it sends, and marks what comes back by the same names.
      return new rpc.ProviderHandshakeResponse();
    }),

    attach: unary(async (request: PluginAttach) => {
      onEngine(request.getAddress());
      return new Empty();
    }),

    getPluginInfo: unary(async () => {
      const answer = new PluginInfo();
      answer.setVersion(version);
      return answer;
    }),

    getSchema: unary(async () => {
      const answer = new rpc.GetSchemaResponse();
      answer.setSchema(schemaOf(version));
      return answer;
    }),

    checkConfig: unary(async (request: rpc.CheckRequest) => {
      const urn = request.getUrn();
      const news = request.getNews()?.toJavaScript() ?? {};
      const wrong = [...unknownSettings(news, urn), ...mistakes(fromWire(request.getNews()), env, urn)];
      await log.during(urn, async () => {
        for (const { name, advice } of unreadVariables(env)) {
          log.say(`huaweicloud-live: warning: nobody reads the variable ${name}. ${advice}`);
        }
      });
      return checked(withSecrets(news, SECRET_SETTINGS), wrong);
    }),

    diffConfig: unary(async (request: rpc.DiffRequest) => {
      const changed = changedSettings(
        fromWire(request.getOldInputs() ?? request.getOlds()),
        fromWire(request.getNews()),
      );
      const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
      const answer = new rpc.DiffResponse();
      answer.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
      answer.setDiffsList(changed);
      return answer;
    }),

    configure: unary(async (request: rpc.ConfigureRequest) => {
      opened = open(fromWire(request.getArgs()), request.getUrn() ?? "");
      const answer = new rpc.ConfigureResponse();
      answer.setSupportspreview(true);
      return answer;
    }),

    check: unary(async (request: rpc.CheckRequest) => {
      const urn = request.getUrn();
      const [olds, news] = [fromWire(request.getOlds()), fromWire(request.getNews())];
      return ask(urn, async ({ check, secrets }) => {
        const { inputs, failures } = await check(olds, news, { urn });
        // What is a secret among the inputs the engine takes for one in all that it is told of the resource afterwards.
        return checked(withSecrets(inputs, secrets), failures);
      });
    }),

    diff: unary(async (request: rpc.DiffRequest) => {
      const [olds, news] = [fromWire(request.getOlds()), fromWire(request.getNews())] as never[];
      const found = await ask(request.getUrn(), ({ diff }) => diff(request.getId(), olds as never, news as never));
      const { DIFF_SOME, DIFF_UNKNOWN } = rpc.DiffResponse.DiffChanges;
      const answer = new rpc.DiffResponse();
      // Unknown: the engine compares the inputs itself, and names what differs.
      answer.setChanges(found.changes ? DIFF_SOME : DIFF_UNKNOWN);
      answer.setReplacesList(found.replaces);
      answer.setDeletebeforereplace("deleteBeforeReplace" in found && found.deleteBeforeReplace === true);
      return answer;
    }),

    create: unary(async (request: rpc.CreateRequest) => {
      const inputs = fromWire(request.getProperties()) as never;
      const made = await ask(request.getUrn(), (methods) =>
        request.getPreview() ? methods.preview(inputs) : methods.create(inputs, callOf(request)),
      );
      const answer = new rpc.CreateResponse();
      answer.setId(made.id ?? "");
      answer.setProperties(toWire(made.outs));
      return answer;
    }),

    read: unary(async (request: rpc.ReadRequest) => {
      const state = fromWire(request.getProperties());
      const known = "region" in state && "projectId" in state ? (state as never) : undefined;
      const seen = await ask(request.getUrn(), ({ read }) => read(request.getId(), known, callOf(request)));
      const answer = new rpc.ReadResponse();
      answer.setId(seen.id);
      if (seen.props) answer.setProperties(toWire(seen.props));
      if (seen.inputs) answer.setInputs(toWire(seen.inputs));
      else if (seen.id !== "") answer.setInputs(request.getInputs());
      return answer;
    }),

    update: unary(async (request: rpc.UpdateRequest) => {
      const [olds, news] = [fromWire(request.getOlds()), fromWire(request.getNews())] as never[];
      const made = await ask(request.getUrn(), (methods) =>
        request.getPreview()
          ? methods.preview(news as never, olds)
          : methods.update(request.getId(), olds as never, news as never, callOf(request)),
      );
      const answer = new rpc.UpdateResponse();
      answer.setProperties(toWire(made.outs));
      return answer;
    }),

    delete: unary(async (request: rpc.DeleteRequest) => {
      const state = fromWire(request.getProperties()) as never;
      await ask(request.getUrn(), (methods) => methods.delete(request.getId(), state, callOf(request)));
      return new Empty();
    }),

    // Comes with the first Ctrl-C, and again at the end of every run: then there is nothing to end.
    cancel: unary(async () => {
      cancelled = true;
      opened?.cancel();
      return new Empty();
    }),
  };
}

function checked(inputs: Values, failures: ReadonlyArray<{ property: string; reason: string }>): rpc.CheckResponse {
  const answer = new rpc.CheckResponse();
  answer.setInputs(toWire(inputs));
  for (const { property, reason } of failures) {
    const failure = answer.addFailures();
    failure.setProperty(property);
    failure.setReason(reason);
  }
  return answer;
}

/** `customTimeouts` come in seconds, and are 0 where the user has none. */
function callOf(request: { getUrn(): string; getTimeout(): number }): Call {
  const timeout = request.getTimeout();
  return { urn: request.getUrn(), ...(timeout > 0 && { timeout }) };
}

function unary<Q, A>(method: (request: Q) => Promise<A>): handleUnaryCall<Q, A> {
  return ({ request }, answer) => {
    method(request).then(
      (value) => answer(null, value),
      (error: unknown) => answer(failure(error)),
    );
  };
}
