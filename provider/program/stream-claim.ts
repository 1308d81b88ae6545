import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { isBare } from "../lifecycle/inputs/bare-name";
import { type Clash, streamDeclaredTwice } from "../lifecycle/inputs/declared-once";
import { oneSpelling } from "../live/host";
import { type Internals, isOfTheStack, mayBeTransformed, parentsRegistered } from "./engine-transforms";
import { programError } from "./errors";
import type { Declared } from "./last-transformation";

/** The claims to one stream under one provider. */
interface Claims {
  readonly first: StreamClaim;
  /** Set as soon as there is a second one. */
  error?: pulumi.RunError;
}

/** One deployment: what it has claimed, by provider and `publishDomain/app/stream`, and the names that were given. */
interface Deployment {
  readonly claims: Map<object | undefined, Map<string, Claims>>;
  readonly names: Map<string, number>;
}

/**
 * One process may run several deployments (Automation API, tests), each with a monitor of its own: what one declares is
 * nothing to another.
 */
const deployments = new WeakMap<object, Deployment>();

/**
 * One resource's claim to record its stream. Two resources for one stream under one provider are a mistake: each would
 * stop the other's recording.
 *
 * What counts is what is sent. The program sees it unless the engine calls transforms after it: then only the plugin
 * process does, which judges by `__declaredAs` (lifecycle/inputs/declared-once.ts).
 */
export class StreamClaim {
  private readonly deployment = deploymentNow();
  private claims: Claims | undefined;

  constructor(
    private readonly name: string,
    private readonly resource: pulumi.Resource & Internals,
    private readonly declared: Declared,
  ) {}

  /** The inputs that are sent. They wait until it is known that nobody else claims the stream. */
  inputs(): pulumi.Inputs {
    const { props } = this.declared;
    if (!this.deployment) return props;
    const { names } = this.deployment;
    const namesakes = names.get(this.name) ?? 0;
    names.set(this.name, namesakes + 1);
    // Resources of the same name may have different parents.
    const __declaredAs = namesakes === 0 ? this.name : `${this.name} (${namesakes + 1})`;
    return { ...props, __declaredAs, __provider: this.confirm().then(() => props.__provider) };
  }

  /**
   * Enters the claim of a resource that has just been constructed, where its stream is known by then.
   *
   * @throws {pulumi.RunError} when the stream is claimed already
   */
  enter(): void {
    const { publishDomain, app, stream } = this.declared.props;
    // The transforms of a component are known to the SDK once the component is registered.
    if (!isOfTheStack(this.resource)) return;
    this.register([publishDomain, app, stream]);
    if (this.claims?.error) throw this.claims.error;
  }

  /**
   * Waits until the other constructors of this turn of the event loop have entered their claims: not even the first of
   * two is then sent to the engine.
   *
   * @throws {pulumi.RunError} when the stream is claimed twice
   */
  private async confirm(): Promise<void> {
    const { publishDomain, app, stream } = this.declared.props;
    const parts = await known(pulumi.all([publishDomain, app, stream]));
    await parentsRegistered(this.resource);
    if (parts && !this.claims) this.register(parts);
    await nextTurn();
    if (this.claims?.error && !this.mayBeTransformed()) throw this.claims.error;
  }

  private register(parts: readonly unknown[]): void {
    if (!this.deployment || this.mayBeTransformed()) return;
    // What `check` refuses is nobody's, and may hold a secret that was pasted: it gets into no error.
    if (!parts.every((part) => typeof part === "string" && isBare(part))) return;
    const [publishDomain, app, name] = parts as string[];
    const stream = [oneSpelling(publishDomain ?? ""), app, name].join("/");
    const streams = entry(this.deployment.claims, this.resource.__prov, () => new Map<string, Claims>());
    this.claims = entry(streams, stream, () => ({ first: this }));
    const { first } = this.claims;
    if (first !== this) this.claims.error ??= declaredTwice({ one: first.name, other: this.name, thing: stream });
  }

  private mayBeTransformed(): boolean {
    return mayBeTransformed(this.declared.opts);
  }
}

/** Undefined where nothing is sent: a user's unit tests declare the same things over and over. */
function deploymentNow(): Deployment | undefined {
  const monitor = pulumi.runtime.getMonitor();
  if (!monitor || monitor instanceof MockMonitor) return undefined;
  return entry(deployments, monitor, () => ({ claims: new Map(), names: new Map() }));
}

/** Undefined while it is not known, and where it fails: the SDK says so when it sends it. */
async function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const { isKnown } = output as { isKnown?: Promise<boolean> };
  const value = new Promise<T>((resolve) => output.apply(resolve));
  return (await isKnown?.catch(() => false)) ? value : undefined;
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
 * Not a ResourceError: to show one, the SDK waits for the URN of a resource that is never registered. Without a stack:
 * with one, it prints everything that can be reached from the error, which takes half a minute. And with a text that
 * stays: the SDK puts the name of an input in front of it, which is not what is wrong.
 */
function declaredTwice(clash: Clash): pulumi.RunError {
  const error = programError("STREAM_DECLARED_TWICE", `${streamDeclaredTwice(clash)}.`);
  const text = error.message;
  Object.defineProperty(error, "message", { get: () => text, set: () => {} });
  error.stack = "";
  return error;
}
