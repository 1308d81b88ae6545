import * as pulumi from "@pulumi/pulumi";
import { warnOfUnreadInputs } from "./program/unread-settings";
import { EXPLICIT_PROVIDER } from "./settings/engine-source";
import { SECRETS } from "./settings/source";
import { spellings } from "./settings/spelling";

/**
 * The settings of one account, region or endpoint. What you leave out comes from the environment and from profile files,
 * in the order of docs/configuration.md.
 */
export interface ProviderArgs {
  /** Region of the Live domains, such as `cn-north-4`. It must be set somewhere. A change replaces the resources. */
  readonly region?: pulumi.Input<string>;
  /**
   * Project id, 32 letters and digits. If you set `region` here, the project id of no other source counts. Default: the project of the region,
   * as IAM names it (https://support.huaweicloud.com/api-iam/iam_06_0001.html). A change replaces the resources.
   */
  readonly projectId?: pulumi.Input<string>;
  /**
   * Name of the project, such as `cn-north-4_events`, if `projectId` is not set. The provider asks IAM for its id. Default: the name of the
   * region. It counts when a resource is created; an existing resource stays in its project.
   */
  readonly projectName?: pulumi.Input<string>;
  /** Access key (AK). */
  readonly accessKey?: pulumi.Input<string>;
  /** Secret key (SK) of the access key. Always a secret in the state. */
  readonly secretKey?: pulumi.Input<string>;
  /** Token (`X-Security-Token`) that goes with a temporary access key. Always a secret in the state. */
  readonly securityToken?: pulumi.Input<string>;
  /** IAM token (`X-Auth-Token`). It takes precedence over a key pair. Always a secret in the state. */
  readonly token?: pulumi.Input<string>;
  /** Name of an IAM user. IAM issues a token for it and `password`. A key pair takes precedence. */
  readonly userName?: pulumi.Input<string>;
  /** Password of the IAM user. Always a secret in the state. */
  readonly password?: pulumi.Input<string>;
  /** Name of the account that the IAM user belongs to. */
  readonly domainName?: pulumi.Input<string>;
  /** An agency of another account: its temporary keys replace the key pair. */
  readonly assumeRole?: pulumi.Input<AssumeRoleArgs>;
  /** Name of a KooCLI profile. Its region and key pair count as if set here, and so does its project unless `region` is set. */
  readonly profile?: pulumi.Input<string>;
  /** KooCLI's configuration file. Default: `~/.hcloud/config.json`, which is read only if `profile` is set. */
  readonly sharedConfigFile?: pulumi.Input<string>;
  /** Domain that the endpoints belong to. Default: `myhuaweicloud.com`, `myhuaweicloud.eu` for `eu-west-1…`. */
  readonly cloud?: pulumi.Input<string>;
  /** Endpoints to use instead of the region's. Plain http works only for this machine. */
  readonly endpoints?: pulumi.Input<{
    /** Endpoint of Live. Default: `https://live.{region}.myhuaweicloud.com`, with `.eu` for `eu-west-1…`. */
    live?: pulumi.Input<string>;
    /** Endpoint of IAM. Default: `https://iam.{region}.myhuaweicloud.com`, `https://iam.myhuaweicloud.eu` for `eu-west-1…`. */
    iam?: pulumi.Input<string>;
  }>;
  /** Requests in any 60 seconds, from 1 to 100,000. Default: 300, which is the service's limit per user. */
  readonly requestsPerMinute?: pulumi.Input<number>;
}

/** An agency of another account. `domainName` or `domainId` says which account it belongs to. */
export interface AssumeRoleArgs {
  /** Name of the agency. */
  readonly agencyName: pulumi.Input<string>;
  /** Name of the account that created the agency. */
  readonly domainName?: pulumi.Input<string>;
  /** Id of the account that created the agency. */
  readonly domainId?: pulumi.Input<string>;
  /** Lifetime of a temporary key in seconds, 900 to 86,400. The provider renews it in time. Default: 21,600. */
  readonly duration?: pulumi.Input<number>;
}

/**
 * Another account or region, for the resources that get it as an option: `{ provider }`. Like every explicit
 * provider of Pulumi, it does not read the stack configuration.
 *
 * ```ts
 * const singapore = new Provider("singapore", { region: "ap-southeast-3", projectId, accessKey, secretKey });
 * new StreamRecording("stage-b", { publishDomain, app, stream }, { provider: singapore });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /**
   * Declares a provider. A wrong setting is an error of the first resource that uses it.
   *
   * @param name The resource's name in the stack
   * @param args Its settings
   * @param opts Resource options of Pulumi
   */
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs: pulumi.Inputs = { [EXPLICIT_PROVIDER]: name };
    for (const [setting, value] of Object.entries(args)) {
      if (value === undefined) continue;
      inputs[`huaweicloud:${setting}`] = SECRETS.some((secret) => spellings(secret).includes(setting))
        ? pulumi.secret(value)
        : value;
    }
    warnOfUnreadInputs(name, Object.keys(args));
    // The package of all dynamic resources of Node programs; each provider of it has a process of its own.
    super("pulumi-nodejs", name, inputs, opts);
  }
}
