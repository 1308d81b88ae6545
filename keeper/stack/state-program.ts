import * as pulumi from "@pulumi/pulumi";
import { isDefaultProvider } from "../settings";
import { isRecording, type StateResource, secretValue } from "./state";

/**
 * A program that declares what the state has of some recordings and of what they depend on: what was deployed last is
 * what is declared. The program on the disk may be another by now; run against a checkout that lacks a stream it would
 * delete the recording.
 */
export function declareFromState(resources: readonly StateResource[], targets: readonly string[]): pulumi.Inputs {
  const needed = closureOf(resources, targets);
  const declared = new Map<string, pulumi.Resource>();
  // The state has dependencies before what depends on them.
  for (const resource of needed) {
    const made = declare(resource, declared);
    if (made) declared.set(resource.urn, made);
  }
  const stack = resources.find(({ type }) => type === STACK);
  return revived(stack?.outputs ?? {}) as pulumi.Inputs;
}

const STACK = "pulumi:pulumi:Stack";
const PROVIDER = "pulumi:providers:";

/**
 * The targets and all that they refer to, in the state's order. A dependency on a resource of another package stays out:
 * to declare it, its plugin would have to be started.
 */
export function closureOf(resources: readonly StateResource[], targets: readonly string[]): StateResource[] {
  const byUrn = new Map(resources.filter((resource) => !resource.delete).map((resource) => [resource.urn, resource]));
  const needed = new Set<string>();
  const queue = [...targets];
  for (let urn = queue.pop(); urn !== undefined; urn = queue.pop()) {
    const resource = byUrn.get(urn);
    if (!resource || needed.has(urn) || !isOurs(resource)) continue;
    needed.add(urn);
    queue.push(...references(resource));
  }
  return resources.filter((resource) => !resource.delete && needed.has(resource.urn));
}

function isOurs(resource: StateResource): boolean {
  const { type, custom } = resource;
  if (type === STACK || isDefaultProvider(resource)) return false;
  if (!custom) return true;
  return /^(pulumi:providers:)?(pulumi-nodejs|huaweicloud-live)(:|$)/.test(type) && !isForeignDynamic(type);
}

/** Other dynamic resources of the program: their code is in it, or in a library that need not be here. */
function isForeignDynamic(type: string): boolean {
  return type.startsWith("pulumi-nodejs:") && !type.startsWith("pulumi-nodejs:dynamic/huaweicloud-live:");
}

function references(resource: StateResource): string[] {
  const { parent, provider, dependencies = [], propertyDependencies = {}, deletedWith } = resource;
  const properties = Object.values(propertyDependencies).flatMap((urns) => urns ?? []);
  return [parent, provider && providerUrn(provider), ...dependencies, ...properties, deletedWith].filter(
    (urn) => urn !== undefined && urn !== "",
  ) as string[];
}

function declare(resource: StateResource, declared: ReadonlyMap<string, pulumi.Resource>): pulumi.Resource | undefined {
  const { urn, type, custom } = resource;
  const name = nameIn(urn);
  const options = optionsOf(resource, declared);
  if (!custom) return new Component(type, name, resource, options);
  const inputs = inputsOf(resource, declared);
  if (type.startsWith(PROVIDER)) {
    const { version, pluginDownloadURL, ...settings } = inputs;
    const plugin = given({ version, pluginDownloadURL }) as pulumi.ResourceOptions;
    return new Provider(type.slice(PROVIDER.length), name, settings, { ...options, ...plugin });
  }
  return new Custom(type, name, inputs, options);
}

class Custom extends pulumi.CustomResource {}
class Provider extends pulumi.ProviderResource {}

/** A component keeps in the state what it registers, so it registers what the state has. */
class Component extends pulumi.ComponentResource {
  constructor(type: string, name: string, resource: StateResource, options: pulumi.ComponentResourceOptions) {
    super(type, name, revived(resource.inputs ?? {}) as pulumi.Inputs, options);
    this.registerOutputs(revived(resource.outputs ?? {}) as pulumi.Inputs);
  }
}

function inputsOf(resource: StateResource, declared: ReadonlyMap<string, pulumi.Resource>): pulumi.Inputs {
  const { propertyDependencies = {} } = resource;
  const { region: _, projectId: __, ...own } = resource.inputs ?? {};
  // What `check` has written it writes again; and a program cannot set them.
  const inputs = resource.type.startsWith(PROVIDER) ? (resource.inputs ?? {}) : { ...own, ...declaredAgain(resource) };
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const on = (propertyDependencies[name] ?? []).flatMap((urn) => declared.get(urn) ?? []);
      return [name, on.length > 0 ? pulumi.all(on.map(({ urn }) => urn)).apply(() => revived(value)) : revived(value)];
    }),
  );
}

/** A refresh that saw the recording end has written `false`, which nobody has declared. */
function declaredAgain(resource: StateResource): { recording?: true } {
  return isRecording(resource) && resource.outputs?.status === "interrupted" ? { recording: true } : {};
}

function optionsOf(
  resource: StateResource,
  declared: ReadonlyMap<string, pulumi.Resource>,
): pulumi.CustomResourceOptions {
  const { parent, provider, dependencies = [], deletedWith } = resource;
  const { protect, retainOnDelete, ignoreChanges, replaceOnChanges, additionalSecretOutputs } = resource;
  const of = (urn: string | undefined) => (urn === undefined ? undefined : declared.get(urn));
  return given({
    parent: of(parent),
    provider: of(provider && providerUrn(provider)),
    dependsOn: dependencies.flatMap((urn) => declared.get(urn) ?? []),
    deletedWith: of(deletedWith),
    protect,
    retainOnDelete,
    ignoreChanges,
    replaceOnChanges,
    additionalSecretOutputs,
  }) as pulumi.CustomResourceOptions;
}

/** Secrets become secrets again, at any depth. */
function revived(value: unknown): unknown {
  const secret = secretValue(value);
  if (secret) return pulumi.secret(secret.value);
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revived(inner)]));
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** `urn:pulumi:STACK::PROJECT::TYPE::NAME`; a name may have colons of its own. */
function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The state has `URN::ID`. */
function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
