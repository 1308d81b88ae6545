// The resource of the plugin, as an SDK that is generated from its schema would register it.
const pulumi = require("@pulumi/pulumi");

const stack = process.env.BENCH_STACK ?? "";
for (let i = 0; i < Number(process.env.BENCH_COUNT); i++) {
  const outputs = { status: undefined, startedAt: undefined, stoppedAt: undefined, requestId: undefined };
  const place = { region: undefined, projectId: undefined };
  const declared = { publishDomain: "push.example.com", app: "live", stream: `${stack}s${i}` };
  const args = { ...outputs, ...place, ...declared };
  new pulumi.CustomResource("huaweicloud-live:index:StreamRecording", `s${i}`, args);
}
