import * as v from "valibot";
import { REASONS } from "./reasons";
import { atMost, text } from "./text";

/** https://support.huaweicloud.com/api-obs/obs_04_0021.html */
export const bucketName = v.pipe(
  text("the name of an OBS bucket"),
  atMost(63),
  v.regex(/^[a-z0-9][a-z0-9.-]+[a-z0-9]$/, REASONS.notBucket()),
);
