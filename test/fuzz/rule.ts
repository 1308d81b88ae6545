import * as fc from "fast-check";
import { like, listOf, time } from "./odd";

/** A recording rule as the API writes one, or nearly. `config` says what it records. */
export function ruleLike(name: fc.Arbitrary<string>, config: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return like({
    id: fc.constantFrom("rule-1", "rule-2"),
    publish_domain: name,
    app: name,
    stream: name,
    record_type: fc.constantFrom("COMMAND_RECORD", "CONTINUOUS_RECORD"),
    create_time: time,
    update_time: time,
    default_record_config: config,
  });
}

/** What a rule records. `format` is the block of one format. */
export function configLike(text: fc.Arbitrary<string>, format: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return like({
    record_format: listOf(fc.constantFrom("HLS", "FLV", "MP4", "hls")),
    obs_addr: like({ bucket: text, location: text, object: text }),
    hls_config: format,
    flv_config: format,
    mp4_config: format,
  });
}
