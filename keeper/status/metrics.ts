import type { StackBoard } from "./board";
import { BUCKETS, type Histogram } from "./histogram";
import type { KeeperBoard } from "./status";

/** The text that Prometheus reads: https://prometheus.io/docs/instrumenting/exposition_formats/. */
export function metricsText({ stacks, messages }: KeeperBoard, now: number): string {
  const each = (of: (board: StackBoard) => readonly Sample[]): Sample[] =>
    stacks.flatMap((board) => of(board).map((one) => ({ ...one, labels: { stack: board.stack, ...one.labels } })));
  return [
    ...family(
      "unrecorded_seconds_total",
      "counter",
      "Seconds for which streams were pushed, declared and not recorded.",
      each((board) => [sample({}, board.lost(now) / 1_000)]),
    ),
    ...family(
      "streams",
      "gauge",
      "Declared streams by phase.",
      each((board) => labelled("phase", board.phases())),
    ),
    ...family(
      "heals_total",
      "counter",
      "Recordings that were started again, by cause.",
      each(({ heals }) => labelled("cause", heals.byCause)),
    ),
    ...family(
      "failures_total",
      "counter",
      "Failed tries, by code.",
      each(({ heals }) => labelled("code", heals.failed)),
    ),
    ...family(
      "heal_seconds",
      "histogram",
      "Seconds from when a stream was seen to be due until START.",
      each(({ heals }) => histogram(heals.seconds)),
    ),
    ...family(
      "look_seconds",
      "histogram",
      "Seconds that it took to read the lists of pushes.",
      each(({ lookSeconds }) => histogram(lookSeconds)),
    ),
    ...family(
      "look_age_seconds",
      "gauge",
      "Seconds since all lists of pushes were last read.",
      each(({ lookedAt }) => [sample({}, lookedAt === undefined ? Number.NaN : (now - lookedAt) / 1_000)]),
    ),
    ...family(
      "lock_waits_total",
      "counter",
      "Runs that met the lock of another run.",
      each(({ lockWaits }) => [sample({}, lockWaits)]),
    ),
    ...family(
      "alerts",
      "gauge",
      "What somebody should see to: /status.json says what.",
      each((board) => [sample({}, board.alerts(now).length)]),
    ),
    ...family("notifications_total", "counter", "Messages of the service, by result.", labelled("result", messages)),
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

function histogram({ counts, sum, count }: Histogram): Sample[] {
  return [
    ...BUCKETS.map((limit, index) => sample({ le: String(limit) }, counts[index] ?? 0, "_bucket")),
    sample({ le: "+Inf" }, count, "_bucket"),
    sample({}, sum, "_sum"),
    sample({}, count, "_count"),
  ];
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
