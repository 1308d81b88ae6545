import * as pulumi from "@pulumi/pulumi";
import { declaration, type Registered } from "./program/declaration";

const REGISTERED: Registered = {
  resource: "RecordRule",
  methods: "recordRule",
  outputs: ["stream", "type", "hls", "flv", "mp4", "createdAt", "requestId", "region", "projectId"],
};

/** Where the files of a recording go in OBS. The bucket must allow Live to write: see `docs/record-rule.md`. */
export interface RecordStorage {
  /** Name of the bucket: 3 to 63 characters. */
  readonly bucket: pulumi.Input<string>;
  /** Region of the bucket, which must be that of Live. Default: the region in force. */
  readonly region?: pulumi.Input<string>;
  /** Prefix of the objects. Default: the root of the bucket. */
  readonly path?: pulumi.Input<string>;
}

/** The files of one format. The service decides what you leave out. */
export interface RecordFiles {
  /**
   * Length of one file in seconds: 60 to 43,200, or 0. Huawei's pages disagree on 0: one file for the whole push (2021, and
   * the SDKs), or the default of 6 hours (since 2024).
   */
  readonly cycle: pulumi.Input<number>;
  /** Path and name of the files, with the variables of the API page. */
  readonly prefix?: pulumi.Input<string>;
  /** Seconds that a push may be away before a new file begins, 0 to 300. The service's default: 0. */
  readonly mergeDuration?: pulumi.Input<number>;
}

/** HLS has a playlist and segments. */
export interface RecordHlsFiles extends RecordFiles {
  /** Names of the segments. */
  readonly tsPrefix?: pulumi.Input<string>;
  /** Length of one segment in seconds: 2 to 60. The service's default: 10. */
  readonly sliceDuration?: pulumi.Input<number>;
  /** Seconds that a push may be away before a new file begins, 0 to 300; -1: no limit. The service's default: 0. */
  readonly mergeDuration?: pulumi.Input<number>;
}

/** What a `RecordRule` declares. At least one of `hls`, `flv` and `mp4` is needed. */
export interface RecordRuleArgs {
  /** Ingest domain of the streams, such as `push.example.com`. A change replaces the rule. */
  readonly publishDomain: pulumi.Input<string>;
  /** Application, such as `live`; `*`: all that have no rule of their own. */
  readonly app: pulumi.Input<string>;
  /** Stream name; `*`: all that have no rule of their own. Default: `*`. */
  readonly stream?: pulumi.Input<string>;
  /**
   * `COMMAND_RECORD`: what a `StreamRecording` needs. `CONTINUOUS_RECORD`: every push is recorded, without commands. A
   * change replaces the rule. Default: `COMMAND_RECORD`.
   */
  readonly type?: pulumi.Input<"COMMAND_RECORD" | "CONTINUOUS_RECORD">;
  /** Where the files go. */
  readonly storage: pulumi.Input<RecordStorage>;
  /** HLS files. Default: none. */
  readonly hls?: pulumi.Input<RecordHlsFiles>;
  /** FLV files. Default: none. */
  readonly flv?: pulumi.Input<RecordFiles>;
  /** MP4 files. Default: none. */
  readonly mp4?: pulumi.Input<RecordFiles>;
  /**
   * Adopt a rule for the same streams even if it differs, and change it to what is declared. `false`: fail with
   * `RULE_EXISTS`. A rule that matches the declaration is always adopted. Default: `false`.
   */
  readonly adopt?: pulumi.Input<boolean>;
  /** Seconds, 1 to 3,600: the time for one request with its retries. If no answer comes by then, `NO_ANSWER`. Default: 120. */
  readonly timeout?: pulumi.Input<number>;
}

/**
 * A recording rule: which streams may be recorded, in which formats, and where the files go. It takes effect with the
 * next push. Deleting it does not end what is being recorded.
 * API: https://support.huaweicloud.com/api-live/CreateRecordRule.html. Errors: https://github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/blob/main/docs/errors.md
 *
 * ```ts
 * const rule = new RecordRule("rule", {
 *   publishDomain: "push.example.com",
 *   app: "live",
 *   storage: { bucket: "recordings", path: "live/" },
 *   hls: { cycle: 3600 },
 * });
 * new StreamRecording("keynote", { publishDomain: "push.example.com", app: "live", stream: "keynote", rule });
 * ```
 */
export class RecordRule extends pulumi.CustomResource {
  /** Ingest domain of the streams. */
  declare readonly publishDomain: pulumi.Output<string>;
  /** Application of the streams, or `*`. */
  declare readonly app: pulumi.Output<string>;
  /** Stream name, or `*`. */
  declare readonly stream: pulumi.Output<string>;
  /** `COMMAND_RECORD` or `CONTINUOUS_RECORD`. */
  declare readonly type: pulumi.Output<string>;
  /** Where the files go, with the defaults filled in. */
  declare readonly storage: pulumi.Output<{
    /** Name of the bucket. */
    bucket: string;
    /** Region of the bucket. */
    region: string;
    /** Prefix of the objects; empty: the root of the bucket. */
    path: string;
  }>;
  /** HLS files as declared, or as the last refresh found them. */
  declare readonly hls: pulumi.Output<pulumi.UnwrappedObject<RecordHlsFiles> | undefined>;
  /** FLV files as declared, or as the last refresh found them. */
  declare readonly flv: pulumi.Output<pulumi.UnwrappedObject<RecordFiles> | undefined>;
  /** MP4 files as declared, or as the last refresh found them. */
  declare readonly mp4: pulumi.Output<pulumi.UnwrappedObject<RecordFiles> | undefined>;
  /** When the service created it: ISO 8601, by its clock. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** X-request-id of the last request that created, changed or found it, which Huawei's support asks for. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** Region in force when it was created. */
  declare readonly region: pulumi.Output<string>;
  /** Project in force when it was created. */
  declare readonly projectId: pulumi.Output<string>;

  /**
   * Declares the rule.
   *
   * @param name The resource's name in the stack
   * @param args The streams, and how they are recorded
   * @param opts Resource options of Pulumi
   * @throws `pulumi.RunError` with `PROVIDER_NOT_FOUND`, when the engine cannot find this package from the program's folder
   */
  constructor(name: string, args: RecordRuleArgs, opts?: pulumi.CustomResourceOptions) {
    super(...declaration(REGISTERED, name, args, opts));
  }
}
