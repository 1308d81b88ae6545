import * as v from "valibot";
import type { Settings } from "../../settings/settings";
import { bucketName } from "../inputs/bucket-name";
import { type Checked, checkDeclared, type Declarable, seconds, type Unchecked } from "../inputs/declaration";
import { REASONS } from "../inputs/reasons";

/** What an input is that a program leaves out; the time is in seconds. */
export const DEFAULTS = { revokeOnDelete: false, timeout: 120 } as const;

export const BUCKET_AUTHORIZATION: Declarable = {
  resource: "BucketAuthorization",
  properties: {
    bucket: bucketName,
    revokeOnDelete: v.boolean(REASONS.notBoolean()),
    timeout: seconds(1, 3600),
  },
  required: ["bucket"],
  written: {},
  omitted: DEFAULTS,
};

/** Checks what a program declares of a bucket's authorization. */
export function checkBucket(settings: Settings, olds: Unchecked, news: Unchecked): Checked {
  return checkDeclared(BUCKET_AUTHORIZATION, settings, olds, news);
}
