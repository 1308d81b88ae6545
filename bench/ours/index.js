const { StreamRecording } = require("pulumi-huaweicloud-live");

const stack = process.env.BENCH_STACK ?? "";
for (let i = 0; i < Number(process.env.BENCH_COUNT); i++) {
  new StreamRecording(`s${i}`, { publishDomain: "push.example.com", app: "live", stream: `${stack}s${i}` });
}
