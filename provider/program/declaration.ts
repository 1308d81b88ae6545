import * as pulumi from "@pulumi/pulumi";
import { withLastTransformation } from "./last-transformation";
import { warnOfPlainSecrets } from "./plain-secrets";
import { ensureProviderModule } from "./provider-module";
import { warnOfUnreadSettings } from "./unread-settings";

/** How a class of this package is known to the engine. */
export interface Registered {
  /** The name of the class. */
  readonly resource: string;
  /** What the provider's module exports for it. */
  readonly methods: string;
  /** A property is an output of the resource only where the engine is told of it. */
  readonly outputs: readonly string[];
  /** Inputs that the engine encrypts in the state, whatever the program gives. */
  readonly secrets?: readonly string[];
}

/**
 * What the constructor of a resource hands to that of the SDK, apart from those of `StreamRecording`. The provider text is set
 * here and not by the SDK's serialiser (docs/decisions/provider-text.md).
 *
 * @throws {pulumi.RunError} `PROVIDER_NOT_FOUND`
 */
export function declaration(
  { resource, methods, outputs, secrets = [] }: Registered,
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions | undefined,
): [type: string, name: string, props: pulumi.Inputs, opts: pulumi.CustomResourceOptions] {
  ensureProviderModule();
  warnOfUnreadSettings();
  const props = {
    ...Object.fromEntries(outputs.map((output) => [output, undefined])),
    ...args,
    __provider: `exports.handler=()=>require("pulumi-huaweicloud-live/provider").${methods}`,
  };
  const options = withLastTransformation(opts, (created, { props, opts }) => {
    void warnOfPlainSecrets(created, opts);
    return encrypted(props, secrets);
  });
  const type = `pulumi-nodejs:dynamic/huaweicloud-live:${resource}`;
  const withSecrets =
    secrets.length > 0 ? pulumi.mergeOptions(options, { additionalSecretOutputs: [...secrets] }) : options;
  return [type, name, props, withSecrets];
}

function encrypted(props: pulumi.Inputs, secrets: readonly string[]): pulumi.Inputs {
  const given = secrets.filter((name) => props[name] !== undefined);
  return { ...props, ...Object.fromEntries(given.map((name) => [name, pulumi.secret(props[name])])) };
}
