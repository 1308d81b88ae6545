import * as pulumi from "@pulumi/pulumi";
import { declaration, type Registered } from "./program/declaration";

const REGISTERED: Registered = {
  resource: "RecordCallback",
  methods: "recordCallback",
  outputs: ["events", "signType", "key", "createdAt", "requestId", "region", "projectId"],
  secrets: ["key"],
};

/**
 * What can happen to a recording.
 *
 * - `RECORD_START`: it has begun. Huawei's console has it, the API page does not
 * - `RECORD_NEW_FILE_START`: a new file has begun
 * - `RECORD_FILE_COMPLETE`: a file is finished
 * - `RECORD_OVER`: it has ended, because the push was away for too long
 * - `RECORD_FAILED`: it has failed
 */
export type RecordEvent =
  | "RECORD_START"
  | "RECORD_NEW_FILE_START"
  | "RECORD_FILE_COMPLETE"
  | "RECORD_OVER"
  | "RECORD_FAILED";

/** What a `RecordCallback` declares. */
export interface RecordCallbackArgs {
  /** Ingest domain of the streams, such as `push.example.com`. A change replaces the callback. */
  readonly publishDomain: pulumi.Input<string>;
  /** Application, such as `live`; `*`: all that have no callback of their own. */
  readonly app: pulumi.Input<string>;
  /** The http or https address that Live sends its messages to. It may have a path, but no parameters. */
  readonly url: pulumi.Input<string>;
  /** What the receiver is told of: at least one `RecordEvent`. Default: `RECORD_FILE_COMPLETE` alone. */
  readonly events?: pulumi.Input<pulumi.Input<RecordEvent>[]>;
  /** How messages are signed: `HMACSHA256`, or `MD5`, which does not cover what they say. Default: `HMACSHA256`. */
  readonly signType?: pulumi.Input<"HMACSHA256" | "MD5">;
  /**
   * Signs the messages: 32 or more letters and digits. Encrypted in the state. The service never shows it, so a refresh cannot
   * notice that somebody has changed it. Default: none, and messages are not signed.
   */
  readonly key?: pulumi.Input<string>;
  /**
   * Adopt a callback for the same application that says something else, and change it. `false`: fail with `CALLBACK_EXISTS`. A
   * callback that says what is declared is always adopted. Default: `false`.
   */
  readonly adopt?: pulumi.Input<boolean>;
  /** Seconds, 1 to 3,600: the time for one request with its retries. If no answer comes by then, `NO_ANSWER`. Default: 120. */
  readonly timeout?: pulumi.Input<number>;
}

/**
 * A recording callback: the address that Live tells of what happens to the recordings of an application, and of which events.
 * API: https://support.huaweicloud.com/api-live/CreateRecordCallbackConfig.html. Errors: https://github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/blob/main/docs/errors.md
 *
 * ```ts
 * new RecordCallback("recordings", {
 *   publishDomain: "push.example.com",
 *   app: "live",
 *   url: "https://notify.example.com/record",
 *   events: ["RECORD_FILE_COMPLETE", "RECORD_OVER", "RECORD_FAILED"],
 *   key: new pulumi.Config().requireSecret("notificationKey"),
 * });
 * ```
 */
export class RecordCallback extends pulumi.CustomResource {
  /** Ingest domain of the streams. */
  declare readonly publishDomain: pulumi.Output<string>;
  /** Application of the streams, or `*`. */
  declare readonly app: pulumi.Output<string>;
  /** Where the messages go. */
  declare readonly url: pulumi.Output<string>;
  /** What the receiver is told of. */
  declare readonly events: pulumi.Output<string[]>;
  /** How messages are signed: `HMACSHA256` or `MD5`. */
  declare readonly signType: pulumi.Output<string>;
  /** Signs the messages, as declared; a secret. Absent if none is declared. */
  declare readonly key: pulumi.Output<string | undefined>;
  /** When the service made it: ISO 8601, by its clock. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** X-request-id of the request that made, changed or found it last, which Huawei's support asks for. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** Region in force when it was created. */
  declare readonly region: pulumi.Output<string>;
  /** Project in force when it was created. */
  declare readonly projectId: pulumi.Output<string>;

  /**
   * Declares the callback.
   *
   * @param name The resource's name in the stack
   * @param args Whose recordings, who is told, and of what
   * @param opts Resource options of Pulumi
   * @throws `pulumi.RunError` with `PROVIDER_NOT_FOUND`, when the engine cannot find this package from the program's folder
   */
  constructor(name: string, args: RecordCallbackArgs, opts?: pulumi.CustomResourceOptions) {
    super(...declaration(REGISTERED, name, args, opts));
  }
}
