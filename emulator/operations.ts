/**
 * What the emulator can be asked for, and what a fault can wait for. `START` and `STOP` are those of
 * https://support.huaweicloud.com/api-live/RunRecord.html; `streams` is the list of pushed streams, `rules` that of rules;
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
  | "token"
  | "projects"
  | "security-tokens"
  | "metadata";

/** What a request was: `control` is record control with neither START nor STOP, `unknown` not a call of any API. */
export type Operation = KnownOperation | "control" | "unknown";
