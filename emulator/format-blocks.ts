import { type FormatConfig, formatBlock, type RecordConfig, type RecordFormat } from "./rules";

/**
 * The configuration as the service shows it: what was left out is filled in, and formats that are not in use have
 * blocks of zeros, as in the example of https://support.huaweicloud.com/api-live/ShowRecordRule.html
 */
export function shownConfig({ record_format, obs_addr, ...config }: RecordConfig): RecordConfig {
  const blocks = (["HLS", "FLV", "MP4"] as const).map((format) => {
    const name = formatBlock[format];
    return [name, record_format.includes(format) ? { ...defaults[format], ...config[name] } : zeros[format]];
  });
  return { record_format, ...(obs_addr !== undefined && { obs_addr }), ...Object.fromEntries(blocks) };
}

const folder = "Record/{publish_domain}/{app}/{record_type}/{record_format}/{stream}_{file_start_time}";
const otherDefaults = {
  record_cycle: 0,
  record_prefix: `${folder}/{file_start_time}`,
  record_max_duration_to_merge_file: 0,
};
const defaults: Readonly<Record<RecordFormat, FormatConfig>> = {
  HLS: {
    record_cycle: 0,
    record_prefix: `${folder}/{stream}_{file_start_time}`,
    record_ts_prefix: "{file_start_time_unix}_{file_end_time_unix}_{ts_sequence_number}",
    record_slice_duration: 10,
    record_max_duration_to_merge_file: 0,
  },
  FLV: otherDefaults,
  MP4: otherDefaults,
};

const otherZeros = { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 };
const zeros: Readonly<Record<RecordFormat, FormatConfig>> = {
  HLS: {
    record_cycle: 0,
    record_prefix: "",
    record_ts_prefix: "",
    record_slice_duration: 0,
    record_max_duration_to_merge_file: 0,
  },
  FLV: otherZeros,
  MP4: otherZeros,
};
