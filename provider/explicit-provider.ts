import * as pulumi from "@pulumi/pulumi";
import { EXPLICIT_PROVIDER } from "./settings/engine-source";
import { SECRETS } from "./settings/source";

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
  /** Name of an IAM user, who gets a token for `password`. Goes after a key pair. */
  readonly userName?: pulumi.Input<string>;
  /** Password of the IAM user. Always a secret in the state. */
  readonly password?: pulumi.Input<string>;
  /** Name of the account that the IAM user belongs to. */
  readonly domainName?: pulumi.Input<string>;
  /** An agency of another account: its temporary keys take the place of those of the key pair. */
  readonly assumeRole?: pulumi.Input<AssumeRoleArgs>;
  /** Name of a profile of KooCLI, whose region, key pair and, unless `region` is set, project count as set here. */
  readonly profile?: pulumi.Input<string>;
  /** KooCLI's configuration file. Default: `~/.hcloud/config.json`, which is only read where `profile` is set. */
  readonly sharedConfigFile?: pulumi.Input<string>;
  /** Endpoints in place of `https://live.{region}.myhuaweicloud.com`; plain http for this machine only. */
  readonly endpoints?: pulumi.Input<{ live?: pulumi.Input<string>; iam?: pulumi.Input<string> }>;
  /** Requests in any 60 seconds, from 1 to 100,000. Default: 300, which is the service's limit per user. */
  readonly requestsPerMinute?: pulumi.Input<number>;
}

/** An agency of another account. One of `domainName` and `domainId` says whose it is. */
export interface AssumeRoleArgs {
  readonly agencyName: pulumi.Input<string>;
  readonly domainName?: pulumi.Input<string>;
  readonly domainId?: pulumi.Input<string>;
  /** Seconds that a temporary key is good for, 900 to 86,400; it is renewed in time. Default: 21,600. */
  readonly duration?: pulumi.Input<number>;
}

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
      inputs[`huaweicloud:${setting}`] = (SECRETS as readonly string[]).includes(setting)
        ? pulumi.secret(value)
        : value;
    }
    // The package of all dynamic resources of Node programs; each provider of it has a process of its own.
    super("pulumi-nodejs", name, inputs, opts);
  }
}
