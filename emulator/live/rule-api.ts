import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { ruleToJson } from "../rule-json";
import { matches, paging } from "./request";
import { ruleFromBody } from "./rule-body";
import type { Service } from "./service";

/** The calls about recording rules; newer pages call them recording templates. */
export class RuleApi {
  private readonly service: Service;

  constructor(service: Service) {
    this.service = service;
  }

  /**
   * https://support.huaweicloud.com/intl/en-us/api-live/ListRecordRules.html
   * The pages disagree whether `offset` counts rules or pages; here it counts pages, as Terraform's data source reads it.
   */
  list({ query }: Call): Answer {
    const { offset, limit } = paging(query);
    const found = this.service
      .rules(query.get("publish_domain") ?? undefined)
      .filter((rule) => matches(query, rule) && (query.get("record_type") ?? rule.recordType) === rule.recordType);
    const page = found.slice(offset * limit, (offset + 1) * limit);
    return { status: 200, body: { total: found.length, record_config: page.map(ruleToJson) } };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/CreateRecordRule.html */
  create(call: Call): Answer {
    return { status: 201, body: ruleToJson(this.service.ruleBook.create(ruleFromBody(call))) };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/ShowRecordRule.html */
  show({ id }: Call): Answer {
    return { status: 200, body: ruleToJson(this.service.ruleBook.show(id)) };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/UpdateRecordRule.html */
  update(call: Call): Answer {
    return { status: 200, body: ruleToJson(this.service.ruleBook.update(call.id, ruleFromBody(call))) };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/DeleteRecordRule.html */
  delete({ id }: Call): Answer {
    this.service.ruleBook.delete(id);
    return { status: 204 };
  }
}
