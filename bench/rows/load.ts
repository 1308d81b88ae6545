import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Figure } from "../figure";
import { alternate } from "../rounds";
import type { Row } from "../row";
import type { Stage } from "../stage";
import { differences, median, ratios } from "../statistics";

const run = promisify(execFile);

const DECLARED = '{ publishDomain: "push.example.com", app: "live", stream: "a" }';

/** From here on it counts: loading the SDK takes half a second, and never twice the same. */
const NOW = "globalThis.began = performance.now();";

/** Without an engine a program can only declare to mocks; the SDK does the rest of its work with them, too. */
const PROGRAM = `
  const pulumi = require("@pulumi/pulumi");
  pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: ({ inputs }) => inputs });
  ${NOW}`;

/** What the plugin process of the SDK has loaded before it sees a provider. */
const PLUGIN = `require("@pulumi/pulumi/runtime"); require("@pulumi/pulumi/proto/provider_grpc_pb"); ${NOW}`;

const PLAN = `${PLUGIN}
  const provider = require("pulumi-huaweicloud-live/provider");
  provider.configure({ config: { get: () => undefined } });
  const planned = provider.check({}, ${DECLARED})
    .then(({ inputs, failures }) => {
      if (failures.length > 0) throw new Error(JSON.stringify(failures));
      return provider.diff("id", { ...inputs, status: "recording" }, inputs);
    });`;

const SCRIPTS = {
  program: `${PROGRAM}
    const { StreamRecording } = require("pulumi-huaweicloud-live");
    new StreamRecording("a", ${DECLARED});`,
  "bare program": `${PROGRAM} new pulumi.CustomResource("a:b:C", "a", ${DECLARED});`,
  plan: PLAN,
  // The transport is the last thing that is made before the first request leaves.
  command: `${PLAN}
    planned.then(() => require(process.env.BENCH_TRANSPORT).openTransport("https://live.cn-north-4.myhuaweicloud.com"));`,
  undici: `${PLUGIN} require(process.env.BENCH_UNDICI);`,
};

type Script = keyof typeof SCRIPTS;

/** Row 8: what is added to the start of a program and of a plugin process. */
export const load: Row = {
  name: "load",
  short: true,
  async measure(stage) {
    const { folder } = await stage.installation();
    const names = Object.keys(SCRIPTS) as Script[];
    // What the first start of all reads from the disk, the others find in memory.
    for (const name of names) await startOf(folder, SCRIPTS[name]);
    const samples: Array<Record<Script, Started>> = [];
    for (let round = 0; round < stage.rounds; round++) samples.push(await sample(folder, names, stage));
    const of = (name: Script) => samples.map((sample) => sample[name].milliseconds);
    const figure = (what: string, samples: number[]): Figure => ({ row: "", what, unit: "ms", samples });
    const command = differences(of("command"), of("undici"));
    return [
      { ...figure("added to the start of a program", of("program")), row: "8", target: { below: 25 } },
      figure("of which the SDK's, for any resource", of("bare program")),
      {
        row: "8",
        what: "added to the plugin before a command, less undici / loading undici",
        unit: "",
        target: { atMost: 0.5 },
        samples: ratios(command, of("undici")),
        behind: { "command ms": of("command"), "undici ms": of("undici") },
      },
      figure("the same for a plan", of("plan")),
      figure("loading undici", of("undici")),
      {
        row: "8",
        what: "programs and plans that load undici",
        unit: "",
        target: { atMost: 0 },
        samples: samples.map((sample) => [sample.program, sample.plan].filter(({ undici }) => undici).length),
      },
    ];
  },
};

interface Started {
  /** From when the SDK was loaded to the end of the process. */
  readonly milliseconds: number;
  readonly undici: boolean;
}

/** The medians of several starts, since processes start unevenly. */
async function sample(folder: string, names: readonly Script[], stage: Stage): Promise<Record<Script, Started>> {
  const starts = await alternate(stage.short(3, 10), names, (name) => startOf(folder, SCRIPTS[name]));
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        milliseconds: median(starts[name].map(({ milliseconds }) => milliseconds)),
        undici: starts[name].some(({ undici }) => undici),
      },
    ]),
  ) as Record<Script, Started>;
}

async function startOf(folder: string, script: string): Promise<Started> {
  const report = `
    process.once("exit", () => {
      const undici = Object.keys(require.cache).some((file) => /[\\\\/]node_modules[\\\\/]undici[\\\\/]/.test(file));
      require("node:fs").writeSync(1, JSON.stringify({ milliseconds: performance.now() - began, undici }));
    });`;
  const ours = join(folder, "node_modules/pulumi-huaweicloud-live/dist/provider");
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, "home"),
    HUAWEICLOUD_REGION: "cn-north-4",
    HUAWEICLOUD_SDK_PROJECT_ID: "0".repeat(32),
    BENCH_TRANSPORT: join(ours, "http/transport/transport.js"),
    // The one that the package loads: the SDK brings an undici of another version.
    BENCH_UNDICI: createRequire(join(ours, "provider.js")).resolve("undici"),
  };
  const { stdout } = await run(process.execPath, ["-e", `${report}${script}`], { cwd: folder, env });
  return JSON.parse(stdout);
}
