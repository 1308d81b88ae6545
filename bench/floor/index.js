// What the engine costs: the same resources, registered with nothing in between.
const pulumi = require("@pulumi/pulumi");

const TYPE = "pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording";
// As long as the text of the package, so that the state has the same bytes.
const PROVIDER_TEXT = 'exports.handler=()=>require("pulumi-huaweicloud-base/provider")';

const OUTPUTS = {
  recording: undefined,
  adopt: undefined,
  waitForStream: undefined,
  timeout: undefined,
  status: undefined,
  startedAt: undefined,
  stoppedAt: undefined,
  requestId: undefined,
  region: undefined,
  projectId: undefined,
};

const stack = process.env.BENCH_STACK ?? "";
for (let i = 0; i < Number(process.env.BENCH_COUNT); i++) {
  const declared = { publishDomain: "push.example.com", app: "live", stream: `${stack}s${i}` };
  new pulumi.CustomResource(TYPE, `s${i}`, { ...OUTPUTS, ...declared, __provider: PROVIDER_TEXT });
}
