import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** The names of the resources that claim a stream: by provider, then by `publishDomain/app/stream`. */
type Claims = Map<object | undefined, Map<string, string[]>>;

/**
 * One process may run several deployments (Automation API, tests), each with a monitor of its own: what one declares is
 * nothing to another.
 */
const deployments = new WeakMap<object, Claims>();

/**
 * One resource's claim to record its stream. Two resources for one stream under one provider are a mistake: each would
 * stop the other's recording.
 */
export class StreamClaim {
  private resource: pulumi.CustomResource | undefined;
  private stream: string | undefined;
  private names: string[] | undefined;

  constructor(private readonly name: string) {}

  /**
   * Enters the claim of a resource that has just been constructed, where its stream is known by then.
   *
   * @throws {pulumi.ResourceError} when the stream is claimed already
   */
  enter(resource: pulumi.CustomResource, parts: readonly unknown[]): void {
    this.resource = resource;
    if (this.register(parts)) this.refuseSharing();
  }

  /**
   * Waits until the other constructors of this turn of the event loop have entered their claims: not even the first of
   * two is then sent to the engine.
   *
   * @throws {pulumi.ResourceError} when the stream is claimed twice
   */
  async confirm(parts: readonly unknown[]): Promise<void> {
    if (!this.names) this.register(parts);
    await nextTurn();
    this.refuseSharing();
  }

  private register(parts: readonly unknown[]): boolean {
    const monitor = pulumi.runtime.getMonitor();
    // A user's unit tests declare the same things over and over, and send nothing.
    if (!monitor || monitor instanceof MockMonitor) return false;
    if (!parts.every((part) => typeof part === "string")) return false;
    this.stream = parts.join("/");
    const claims: Claims = deployments.get(monitor) ?? new Map();
    deployments.set(monitor, claims);
    // Set by the constructor of the SDK, which knows of parents, transformations and `providers`.
    const { __prov: provider } = this.resource as { __prov?: object };
    const streams = claims.get(provider) ?? new Map<string, string[]>();
    claims.set(provider, streams);
    this.names = streams.get(this.stream) ?? [];
    streams.set(this.stream, this.names);
    this.names.push(this.name);
    return true;
  }

  private refuseSharing(): void {
    if (!this.names || this.names.length < 2) return;
    const names = this.names.map((name) => `"${name}"`).join(" and ");
    throw new pulumi.ResourceError(
      `STREAM_DECLARED_TWICE: the StreamRecordings ${names} declare the same stream ${this.stream}. Each would stop the other's recording: keep one of them.`,
      this.resource,
    );
  }
}
