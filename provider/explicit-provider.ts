import * as pulumi from "@pulumi/pulumi";
import { EXPLICIT_PROVIDER } from "./settings/source";

/** The settings of one account, region or endpoint. What is not set comes from the environment. */
export interface ProviderArgs {
  /** Region of the Live domains, such as `cn-north-4`. */
  readonly region?: pulumi.Input<string>;
  /** Project id, 32 letters and digits. With `region` set it is taken from nowhere else. */
  readonly projectId?: pulumi.Input<string>;
  /** Access key (AK). */
  readonly accessKey?: pulumi.Input<string>;
  /** Secret key (SK) of the access key. Always a secret in the state. */
  readonly secretKey?: pulumi.Input<string>;
  /** Goes with a temporary access key. Always a secret in the state. */
  readonly securityToken?: pulumi.Input<string>;
  /** IAM token (`X-Auth-Token`), which goes before a key pair. Always a secret in the state. */
  readonly token?: pulumi.Input<string>;
  /** Endpoints in place of `https://live.{region}.myhuaweicloud.com`; plain http for this machine only. */
  readonly endpoints?: pulumi.Input<{ live?: pulumi.Input<string>; iam?: pulumi.Input<string> }>;
  /** Requests in any 60 seconds, from 1 to 100,000. Default: 300, which is the service's limit per user. */
  readonly requestsPerMinute?: pulumi.Input<number>;
}

const SECRETS = ["secretKey", "securityToken", "token"];

/**
 * Another account or region for the resources that are given it: `{ provider }` among their options. Like every explicit
 * provider of Pulumi it does not read the stack configuration.
 *
 * ```ts
 * const bangkok = new Provider("bangkok", { region: "ap-southeast-2", projectId, accessKey, secretKey });
 * new StreamRecording("stage-b", { publishDomain, app, stream }, { provider: bangkok });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs: pulumi.Inputs = { [EXPLICIT_PROVIDER]: name };
    for (const [setting, value] of Object.entries(args)) {
      if (value === undefined) continue;
      inputs[`huaweicloud:${setting}`] = SECRETS.includes(setting) ? pulumi.secret(value) : value;
    }
    // The package of all dynamic resources of Node programs; each provider of it has a process of its own.
    super("pulumi-nodejs", name, inputs, opts);
  }
}
