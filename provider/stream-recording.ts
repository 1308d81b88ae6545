import * as pulumi from "@pulumi/pulumi";
import type { RecordingStatus } from "./lifecycle/recording";
import { withLastTransformation } from "./program/last-transformation";
import { warnOfLeftOutDelete } from "./program/left-out-delete";
import { warnOfPlainSecrets } from "./program/plain-secrets";
import { ensureProviderModule } from "./program/provider-module";
import { StreamClaim } from "./program/stream-claim";
import { warnOfUnreadSettings } from "./program/unread-settings";
import type { RecordRule } from "./record-rule";

/**
 * The provider text in the state: what the engine's plugin process evaluates to find the methods. Set here and not by
 * the SDK's serialiser, so that it is the same for every resource and every release (docs/decisions/provider-text.md).
 */
const PROVIDER_TEXT = 'exports.handler=()=>require("pulumi-huaweicloud-live/provider")';

const TYPE = "pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording";

/** A property is an output of the resource only where the engine is told of it. */
const OUTPUTS = {
  recording: undefined,
  adopt: undefined,
  waitForStream: undefined,
  timeout: undefined,
  status: undefined,
  startedAt: undefined,
  stoppedAt: undefined,
  requestId: undefined,
  region: undefined,
  projectId: undefined,
};

/** What a `StreamRecording` declares. */
export interface StreamRecordingArgs {
  /** Ingest domain that the stream is pushed to, such as `push.example.com`. A change replaces the resource. */
  readonly publishDomain: pulumi.Input<string>;
  /** Application, such as `live`. A change replaces the resource. */
  readonly app: pulumi.Input<string>;
  /** Stream name; `*` is for rules only. A change replaces the resource. */
  readonly stream: pulumi.Input<string>;
  /** Whether the stream is recorded. `false` sends STOP and keeps the resource. Default: `true`. */
  readonly recording?: pulumi.Input<boolean>;
  /** Adopt a recording that is already running. `false`: fail with `ALREADY_RECORDED` instead. Default: `true`. */
  readonly adopt?: pulumi.Input<boolean>;
  /**
   * Seconds, 0 to 3,600: how long to wait for a push that has not begun. After that, `STREAM_NOT_PUSHED`. Default: 0.
   */
  readonly waitForStream?: pulumi.Input<number>;
  /**
   * Seconds, 1 to 3,600: the time for one command with its retries. If no answer comes by then, `NO_ANSWER`. Three waits
   * come on top: for the push, for the request limit, and for the 10 s after a STOP. Default: 120.
   */
  readonly timeout?: pulumi.Input<number>;
  /**
   * The rule that covers the stream, if the same program declares it. The recording is created after it and deleted before
   * it. The state does not keep it.
   */
  readonly rule?: RecordRule;
}

/**
 * Records one live stream. Creating the resource sends START, deleting it sends STOP. A refresh notices that the recording
 * has ended, and the next `pulumi up` starts it again.
 *
 * A recording rule of type `COMMAND_RECORD` must cover the stream, and the stream must be pushed.
 * API: https://support.huaweicloud.com/api-live/RunRecord.html. Errors: https://github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/blob/main/docs/errors.md
 *
 * ```ts
 * new StreamRecording("keynote", { publishDomain: "push.example.com", app: "live", stream: "keynote" });
 * ```
 */
export class StreamRecording extends pulumi.CustomResource {
  /** Ingest domain that the stream is pushed to. */
  declare readonly publishDomain: pulumi.Output<string>;
  /** Application of the stream. */
  declare readonly app: pulumi.Output<string>;
  /** Stream name. */
  declare readonly stream: pulumi.Output<string>;
  /** As declared; `false` after a refresh that found the recording ended. */
  declare readonly recording: pulumi.Output<boolean>;
  /** As declared; absent if it is the default. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** As declared, in seconds; absent if it is the default. */
  declare readonly waitForStream: pulumi.Output<number | undefined>;
  /** As declared, in seconds; absent if it is the default. */
  declare readonly timeout: pulumi.Output<number | undefined>;
  /** What is known of the recording. `RecordingStatus` says what each value means. */
  declare readonly status: pulumi.Output<RecordingStatus>;
  /** When START was accepted or the recording was adopted: ISO 8601, by the service's clock. */
  declare readonly startedAt: pulumi.Output<string | undefined>;
  /** When STOP was accepted: ISO 8601, by the service's clock. Absent if nothing was being recorded. */
  declare readonly stoppedAt: pulumi.Output<string | undefined>;
  /** X-request-id of the last command, which Huawei's support asks for. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** Region in force when it was created. */
  declare readonly region: pulumi.Output<string>;
  /** Project in force when it was created. */
  declare readonly projectId: pulumi.Output<string>;

  /**
   * Declares the recording.
   *
   * @param name The resource's name in the stack
   * @param args The stream, and whether and how to record it
   * @param opts Resource options of Pulumi; what they mean for a recording: https://github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/blob/main/docs/behaviour.md#resource-options-and-state-commands
   * @throws `pulumi.RunError` with `STREAM_DECLARED_TWICE`, when another resource of the program has the same stream, and
   *   with `PROVIDER_NOT_FOUND`, when the engine cannot find this package from the program's folder
   */
  constructor(name: string, args: StreamRecordingArgs, opts?: pulumi.CustomResourceOptions) {
    ensureProviderModule();
    warnOfUnreadSettings();
    const { rule, ...declared } = args ?? {};
    let claim: StreamClaim | undefined;
    const options = withLastTransformation(
      rule ? pulumi.mergeOptions(opts, { dependsOn: rule }) : opts,
      (resource, declared) => {
        warnOfLeftOutDelete(name, declared.opts);
        void warnOfPlainSecrets(resource, declared.opts);
        claim = new StreamClaim(name, resource, declared);
        return claim.inputs();
      },
    );
    super(TYPE, name, { ...OUTPUTS, ...declared, __provider: PROVIDER_TEXT }, options);
    claim?.enter();
  }
}
