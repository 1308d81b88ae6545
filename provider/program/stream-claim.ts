import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { isBare } from "../lifecycle/inputs/bare-name";
import { oneSpelling } from "../live/host";
import { programError } from "./errors";

/** The claims to one stream under one provider. */
interface Claims {
  readonly first: StreamClaim;
  /** Set as soon as there is a second one. */
  error?: pulumi.RunError;
}

/**
 * By deployment, provider and `publishDomain/app/stream`. One process may run several deployments (Automation API,
 * tests), each with a monitor of its own: what one declares is nothing to another.
 */
const deployments = new WeakMap<object, Map<object | undefined, Map<string, Claims>>>();

/**
 * One resource's claim to record its stream. Two resources for one stream under one provider are a mistake: each would
 * stop the other's recording.
 */
export class StreamClaim {
  private resource: pulumi.CustomResource | undefined;
  private claims: Claims | undefined;

  constructor(private readonly name: string) {}

  /**
   * Enters the claim of a resource that has just been constructed, where its stream is known by then.
   *
   * @throws {pulumi.RunError} when the stream is claimed already
   */
  enter(resource: pulumi.CustomResource, parts: readonly unknown[]): void {
    this.resource = resource;
    this.register(parts);
    if (this.claims?.error) throw this.claims.error;
  }

  /**
   * Waits until the other constructors of this turn of the event loop have entered their claims: not even the first of
   * two is then sent to the engine.
   *
   * @throws {pulumi.RunError} when the stream is claimed twice
   */
  async confirm(parts: readonly unknown[]): Promise<void> {
    if (!this.claims) this.register(parts);
    await nextTurn();
    if (this.claims?.error) throw this.claims.error;
  }

  private register(parts: readonly unknown[]): void {
    const monitor = pulumi.runtime.getMonitor();
    // A user's unit tests declare the same things over and over, and send nothing.
    if (!monitor || monitor instanceof MockMonitor) return;
    // What `check` refuses is nobody's, and may hold a secret that was pasted: it gets into no error.
    if (!parts.every((part) => typeof part === "string" && isBare(part))) return;
    const [publishDomain, app, name] = parts as string[];
    const stream = [oneSpelling(publishDomain ?? ""), app, name].join("/");
    // Set by the constructor of the SDK, which knows of parents, transformations and `providers`.
    const { __prov: provider } = this.resource as { __prov?: object };
    const streams = entry(
      entry(deployments, monitor, () => new Map()),
      provider,
      () => new Map<string, Claims>(),
    );
    this.claims = entry(streams, stream, () => ({ first: this }));
    const { first } = this.claims;
    if (first !== this) this.claims.error ??= declaredTwice(first.name, this.name, stream);
  }
}

interface MapLike<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function entry<K, V>(map: MapLike<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/**
 * Not a ResourceError: to show one, the SDK waits for the URN of a resource that is never registered. And without a
 * stack: with one, it prints everything that can be reached from the error, which takes half a minute.
 */
function declaredTwice(first: string, second: string, stream: string): pulumi.RunError {
  const error = programError(
    "STREAM_DECLARED_TWICE",
    `the StreamRecordings "${first}" and "${second}" declare the same stream ${stream}. Each would stop the other's recording: keep one of them.`,
  );
  error.stack = "";
  return error;
}
