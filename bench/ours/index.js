const { StreamRecording } = require("pulumi-huaweicloud-live");

const domains = (process.env.BENCH_DOMAINS ?? "push.example.com").split(",");
const stack = process.env.BENCH_STACK ?? "";
for (let i = 0; i < Number(process.env.BENCH_COUNT); i++) {
  new StreamRecording(`s${i}`, { publishDomain: domains[i % domains.length], app: "live", stream: `${stack}s${i}` });
}
