import * as pulumi from "@pulumi/pulumi";
import { EXPLICIT_PROVIDER } from "./settings/engine-source";
import { SECRETS } from "./settings/source";

/**
 * The settings of one account, region or endpoint. What is not set comes from the environment and from profile files, in
 * the order of docs/configuration.md.
 */
export interface ProviderArgs {
  /** Region of the Live domains, such as `cn-north-4`. It has to be set somewhere; a change replaces the resources. */
  readonly region?: pulumi.Input<string>;
  /**
   * Project id, 32 letters and digits. With `region` set it is taken from nowhere else. Default: the project of the
   * region, which IAM is asked for (https://support.huaweicloud.com/api-iam/iam_06_0001.html). A change replaces the resources.
   */
  readonly projectId?: pulumi.Input<string>;
  /**
   * Name of the project, such as `cn-north-4_events`, where `projectId` is not set: IAM is asked for its id. Default: the
   * name of the region. It counts when a resource is created; one that exists stays in its project.
   */
  readonly projectName?: pulumi.Input<string>;
  /** Access key (AK). */
  readonly accessKey?: pulumi.Input<string>;
  /** Secret key (SK) of the access key. Always a secret in the state. */
  readonly secretKey?: pulumi.Input<string>;
  /** Token (`X-Security-Token`) that goes with a temporary access key. Always a secret in the state. */
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
  /** Domain below which the endpoints are. Default: `myhuaweicloud.com`, `myhuaweicloud.eu` for `eu-west-1…`. */
  readonly cloud?: pulumi.Input<string>;
  /** Endpoints in place of those of the region; plain http for this machine only. */
  readonly endpoints?: pulumi.Input<{
    /** Endpoint of Live. Default: `https://live.{region}.myhuaweicloud.com`, with `.eu` for `eu-west-1…`. */
    live?: pulumi.Input<string>;
    /** Endpoint of IAM. Default: `https://iam.{region}.myhuaweicloud.com`, `https://iam.myhuaweicloud.eu` for `eu-west-1…`. */
    iam?: pulumi.Input<string>;
  }>;
  /** Requests in any 60 seconds, from 1 to 100,000. Default: 300, which is the service's limit per user. */
  readonly requestsPerMinute?: pulumi.Input<number>;
}

/** An agency of another account. One of `domainName` and `domainId` says whose it is. */
export interface AssumeRoleArgs {
  /** Name of the agency. */
  readonly agencyName: pulumi.Input<string>;
  /** Name of the account that has created the agency. */
  readonly domainName?: pulumi.Input<string>;
  /** Id of the account that has created the agency. */
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
  /**
   * Declares a provider. A setting that cannot be is an error of the first resource that uses it.
   *
   * @param name The resource's name in the stack
   * @param args Its settings
   * @param opts Resource options of Pulumi
   */
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
