import * as v from "valibot";
import type { Settings } from "../../settings/settings";
import { DEFAULTS } from "../entity/entity";
import { type Checked, checkDeclared, type Declarable, seconds, type Unchecked } from "../inputs/declaration";
import { publishDomain } from "../inputs/names";
import { REASONS } from "../inputs/reasons";
import { receiverUrl, signingKey } from "../inputs/receiver";

// What a notification may say: https://support.huaweicloud.com/api-live/UpdatePublishTemplate.html

export const STREAM_NOTIFICATION: Declarable = {
  resource: "StreamNotification",
  properties: {
    publishDomain,
    url: receiverUrl,
    key: signingKey(/^.{32,128}$/su, REASONS.notNotificationKey()),
    area: v.picklist(
      ["mainland_china", "outside_mainland_china"],
      REASONS.notOneOf("mainland_china, outside_mainland_china"),
    ),
    adopt: v.boolean(REASONS.notBoolean()),
    timeout: seconds(1, 3600),
  },
  required: ["publishDomain", "url"],
  written: {},
  omitted: DEFAULTS,
  hidden: ["url", "key"],
};

/** Checks what a program declares of a stream notification. */
export function checkNotification(settings: Settings, olds: Unchecked, news: Unchecked): Checked {
  return checkDeclared(STREAM_NOTIFICATION, settings, olds, news);
}
