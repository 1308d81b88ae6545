import * as pulumi from "@pulumi/pulumi";
import { declaration, type Registered } from "./program/declaration";

const REGISTERED: Registered = {
  resource: "StreamNotification",
  methods: "streamNotification",
  outputs: ["key", "area", "requestId", "region", "projectId"],
  secrets: ["key"],
};

/** What a `StreamNotification` declares. */
export interface StreamNotificationArgs {
  /** Ingest domain of the streams, such as `push.example.com`. A change replaces the notification. */
  readonly publishDomain: pulumi.Input<string>;
  /** The http or https address that Live sends its messages to. It may have a path, but no parameters. */
  readonly url: pulumi.Input<string>;
  /** Signs the messages: 32 to 128 characters. Encrypted in the state. Default: none, and messages are not signed. */
  readonly key?: pulumi.Input<string>;
  /** Where the receiver is: `mainland_china` or `outside_mainland_china`. Default: up to the service. */
  readonly area?: pulumi.Input<"mainland_china" | "outside_mainland_china">;
  /**
   * Adopt a notification of the same domain that says something else, and change it. `false`: fail with `NOTIFICATION_EXISTS`. A
   * notification that says what is declared is always adopted. Default: `false`.
   */
  readonly adopt?: pulumi.Input<boolean>;
  /** Seconds, 1 to 3,600: the time for one request with its retries. If no answer comes by then, `NO_ANSWER`. Default: 120. */
  readonly timeout?: pulumi.Input<number>;
}

/**
 * A stream notification: the address that Live tells when a push to a domain begins (`PUBLISH`) and ends (`PUBLISH_DONE`). A
 * domain has one at most, and its id is the domain.
 * API: https://support.huaweicloud.com/api-live/UpdatePublishTemplate.html. Errors: https://github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/blob/main/docs/errors.md
 *
 * ```ts
 * new StreamNotification("pushes", {
 *   publishDomain: "push.example.com",
 *   url: "https://notify.example.com/stream",
 *   key: new pulumi.Config().requireSecret("notificationKey"),
 * });
 * ```
 */
export class StreamNotification extends pulumi.CustomResource {
  /** Ingest domain of the streams. */
  declare readonly publishDomain: pulumi.Output<string>;
  /** Where the messages go. */
  declare readonly url: pulumi.Output<string>;
  /** Signs the messages, as declared, or as a refresh has found it; a secret. Absent if none is declared. */
  declare readonly key: pulumi.Output<string | undefined>;
  /** Where the receiver is, as declared. */
  declare readonly area: pulumi.Output<string | undefined>;
  /** X-request-id of the request that made, changed or found it last, which Huawei's support asks for. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** Region in force when it was created. */
  declare readonly region: pulumi.Output<string>;
  /** Project in force when it was created. */
  declare readonly projectId: pulumi.Output<string>;

  /**
   * Declares the notification.
   *
   * @param name The resource's name in the stack
   * @param args The domain, and who is told
   * @param opts Resource options of Pulumi
   * @throws `pulumi.RunError` with `PROVIDER_NOT_FOUND`, when the engine cannot find this package from the program's folder
   */
  constructor(name: string, args: StreamNotificationArgs, opts?: pulumi.CustomResourceOptions) {
    super(...declaration(REGISTERED, name, args, opts));
  }
}
