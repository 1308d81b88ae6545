import { BUCKETS, type Histogram } from "./histogram";
import type { StatusBoard } from "./status";

/** The text that Prometheus reads: https://prometheus.io/docs/instrumenting/exposition_formats/. */
export function metricsText(board: StatusBoard, now: number): string {
  const { byCause, failed, seconds } = board.heals;
  const lookedAt = board.lookedAt;
  return [
    ...family(
      "unrecorded_seconds_total",
      "counter",
      "Seconds for which streams were pushed, declared and not recorded.",
      [sample({}, board.lost(now) / 1_000)],
    ),
    ...family("streams", "gauge", "Declared streams by phase.", labelled("phase", board.phases())),
    ...family("heals_total", "counter", "Recordings that were started again, by cause.", labelled("cause", byCause)),
    ...family("failures_total", "counter", "Tries that did not work, by code.", labelled("code", failed)),
    ...histogram("heal_seconds", "Seconds from when a stream was seen to be due until START.", seconds),
    ...family("lock_waits_total", "counter", "Runs that met the lock of another run.", [sample({}, board.lockWaits)]),
    ...family(
      "notifications_total",
      "counter",
      "Messages of the service, by result.",
      labelled("result", board.messages),
    ),
    ...family("look_age_seconds", "gauge", "Seconds since the lists of pushes were last read whole.", [
      sample({}, lookedAt === undefined ? Number.NaN : (now - lookedAt) / 1_000),
    ]),
    "",
  ].join("\n");
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly suffix?: string;
}

function sample(labels: Sample["labels"], value: number, suffix = ""): Sample {
  return { labels, value, suffix };
}

function labelled(label: string, counts: ReadonlyMap<string, number>): Sample[] {
  return [...counts].map(([name, count]) => sample({ [label]: name }, count));
}

function histogram(name: string, help: string, { counts, sum, count }: Histogram): string[] {
  return family(name, "histogram", help, [
    ...BUCKETS.map((limit, index) => sample({ le: String(limit) }, counts[index] ?? 0, "_bucket")),
    sample({ le: "+Inf" }, count, "_bucket"),
    sample({}, sum, "_sum"),
    sample({}, count, "_count"),
  ]);
}

function family(name: string, type: string, help: string, samples: readonly Sample[]): string[] {
  const full = `huaweicloud_live_keeper_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...samples.map(({ labels, value, suffix = "" }) => `${full}${suffix}${labelText(labels)} ${value}`),
  ];
}

function labelText(labels: Sample["labels"]): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
