import * as pulumi from "@pulumi/pulumi";
import { declaration, type Registered } from "./program/declaration";

const REGISTERED: Registered = {
  resource: "BucketAuthorization",
  methods: "bucketAuthorization",
  outputs: ["revokeOnDelete", "requestId", "region", "projectId"],
};

/** What a `BucketAuthorization` declares. */
export interface BucketAuthorizationArgs {
  /** Name of the OBS bucket, 3 to 63 characters, in the region of Live. A change replaces the authorization. */
  readonly bucket: pulumi.Input<string>;
  /**
   * Whether deleting the resource takes the permission back. That ends the recordings of all who use the bucket.
   * Default: `false`, and the bucket stays authorized.
   */
  readonly revokeOnDelete?: pulumi.Input<boolean>;
  /** Seconds, 1 to 3,600: the time for one request with its retries. If no answer comes by then, `NO_ANSWER`. Default: 120. */
  readonly timeout?: pulumi.Input<number>;
}

/**
 * Lets Live write recordings to an OBS bucket. It needs a credential of the account itself, not of an IAM user. The service
 * does not show which buckets are authorized, so a refresh notices nothing.
 * API: https://support.huaweicloud.com/api-live/UpdateOBSBucketAuthorityPublic.html. Errors: https://github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/blob/main/docs/errors.md
 *
 * ```ts
 * const bucket = new BucketAuthorization("bucket", { bucket: "my-recordings" });
 * ```
 */
export class BucketAuthorization extends pulumi.CustomResource {
  /** Name of the bucket. */
  declare readonly bucket: pulumi.Output<string>;
  /** As declared; absent if it is the default. */
  declare readonly revokeOnDelete: pulumi.Output<boolean | undefined>;
  /** X-request-id of the last grant, which Huawei's support asks for. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** Region in force when it was created. */
  declare readonly region: pulumi.Output<string>;
  /** Project in force when it was created. */
  declare readonly projectId: pulumi.Output<string>;

  /**
   * Declares the authorization.
   *
   * @param name The resource's name in the stack
   * @param args The bucket, and what a delete does
   * @param opts Resource options of Pulumi
   * @throws `pulumi.RunError` with `PROVIDER_NOT_FOUND`, when the engine cannot find this package from the program's folder
   */
  constructor(name: string, args: BucketAuthorizationArgs, opts?: pulumi.CustomResourceOptions) {
    super(...declaration(REGISTERED, name, args, opts));
  }
}
