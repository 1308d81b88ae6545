import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Figure } from "../figure";
import { alternate } from "../rounds";
import type { Row } from "../row";
import type { Stage } from "../stage";
import { differences, median } from "../statistics";

const run = promisify(execFile);

const DECLARED = '{ publishDomain: "push.example.com", app: "live", stream: "a" }';

/** Without an engine a program can only declare to mocks; the SDK does the rest of its work with them, too. */
const PROGRAM = `
  const pulumi = require("@pulumi/pulumi");
  pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: ({ inputs }) => inputs });`;

/** What the plugin process of the SDK has loaded before it sees a provider. */
const PLUGIN = 'require("@pulumi/pulumi/runtime"); require("@pulumi/pulumi/proto/provider_grpc_pb");';

const PLAN = `${PLUGIN}
  const provider = require("pulumi-huaweicloud-live/provider");
  provider.configure({ config: { get: () => undefined } });
  const planned = provider.check({}, ${DECLARED})
    .then(({ inputs, failures }) => {
      if (failures.length > 0) throw new Error(JSON.stringify(failures));
      return provider.diff("id", { ...inputs, status: "recording" }, inputs);
    });`;

const SCRIPTS = {
  "sdk alone": PROGRAM,
  program: `${PROGRAM}
    const { StreamRecording } = require("pulumi-huaweicloud-live");
    new StreamRecording("a", ${DECLARED});`,
  plugin: PLUGIN,
  undici: `${PLUGIN} require("undici");`,
  plan: PLAN,
  // The transport is the last thing that is made before the first request leaves.
  command: `${PLAN}
    planned.then(() => require(process.env.BENCH_TRANSPORT).openTransport("https://live.cn-north-4.myhuaweicloud.com"));`,
};

/** Row 8: what is added to the start of a program and of a plugin process. */
export const load: Row = {
  name: "load",
  short: true,
  async measure(stage) {
    const { folder } = await stage.installation();
    const names = Object.keys(SCRIPTS) as Array<keyof typeof SCRIPTS>;
    // What the first start of all reads from the disk, the others find in memory.
    for (const name of names) await startOf(folder, SCRIPTS[name]);
    // Every sample is itself a median, since processes start unevenly.
    const samples = await alternate(stage.rounds, ["a sample"], () => sample(folder, names, stage));
    const taken = samples["a sample"];
    const of = (name: keyof typeof SCRIPTS) => taken.map((sample) => sample[name].milliseconds);
    const figure = (what: string, a: keyof typeof SCRIPTS, b: keyof typeof SCRIPTS): Figure => ({
      row: "",
      what,
      unit: "ms",
      samples: differences(of(a), of(b)),
      behind: { [`${a} ms`]: of(a), [`${b} ms`]: of(b) },
    });
    return [
      { ...figure("added to the start of a program", "program", "sdk alone"), row: "8", target: { below: 25 } },
      {
        ...figure("added to the plugin before the first command, less undici", "command", "undici"),
        row: "8",
        target: { below: 60 },
      },
      {
        row: "8",
        what: "programs and plans that load undici",
        unit: "",
        target: { atMost: 0 },
        samples: taken.map((sample) => [sample.program, sample.plan].filter(({ undici }) => undici).length),
      },
      figure("added to the plugin for a plan", "plan", "plugin"),
      figure("loading undici alone", "undici", "plugin"),
    ];
  },
};

interface Started {
  /** From the start of the process to its end. */
  readonly milliseconds: number;
  readonly undici: boolean;
}

async function sample(folder: string, names: ReadonlyArray<keyof typeof SCRIPTS>, stage: Stage) {
  const starts = await alternate(stage.times(20), names, (name) => startOf(folder, SCRIPTS[name]));
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        milliseconds: median(starts[name].map(({ milliseconds }) => milliseconds)),
        undici: starts[name].some(({ undici }) => undici),
      },
    ]),
  ) as Record<keyof typeof SCRIPTS, Started>;
}

async function startOf(folder: string, script: string): Promise<Started> {
  const report = `
    process.once("exit", () => {
      const undici = Object.keys(require.cache).some((file) => /[\\\\/]node_modules[\\\\/]undici[\\\\/]/.test(file));
      require("node:fs").writeSync(1, JSON.stringify({ milliseconds: performance.now(), undici }));
    });`;
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, "home"),
    HUAWEICLOUD_REGION: "cn-north-4",
    HUAWEICLOUD_SDK_PROJECT_ID: "0".repeat(32),
    BENCH_TRANSPORT: join(folder, "node_modules/pulumi-huaweicloud-live/dist/provider/live/transport.js"),
  };
  const { stdout } = await run(process.execPath, ["-e", `${report}${script}`], { cwd: folder, env });
  return JSON.parse(stdout);
}
