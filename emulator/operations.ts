/**
 * What the emulator can be asked for, and what a fault can wait for. `START` and `STOP` are those of
 * https://support.huaweicloud.com/api-live/RunRecord.html; `streams` is the list of pushed streams, `rules` that of rules;
 * `callbacks` is the
 * list of callbacks of recordings, `notification-…` are the calls about notifications of pushes, `contents` is the list of
 * recorded files;
 * `token`, `projects` and `security-tokens` are calls of IAM; `metadata` is either of the two requests for the keys of an
 * instance.
 */
export type KnownOperation =
  | "START"
  | "STOP"
  | "streams"
  | "rules"
  | "rule-create"
  | "rule-show"
  | "rule-update"
  | "rule-delete"
  | "callbacks"
  | "callback-create"
  | "callback-show"
  | "callback-update"
  | "callback-delete"
  | "notification-show"
  | "notification-update"
  | "notification-delete"
  | "contents"
  | "bucket-authorize"
  | "token"
  | "projects"
  | "security-tokens"
  | "metadata";

/** What a request was: `control` is record control with neither START nor STOP, `unknown` not a call of any API. */
export type Operation = KnownOperation | "control" | "unknown";
