// Loaded before a program or a plugin: writes a CPU profile when the process ends, however the engine ends it.
// (`--cpu-prof` is not allowed in NODE_OPTIONS, the only way to reach the processes that the engine starts.)
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";

const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.setSamplingInterval", { interval: 500 });
session.post("Profiler.start");

process.once("exit", () => {
  const script = process.argv[1] ?? "";
  // The engine also starts short helpers, which say nothing.
  const kind = /dynamic-provider/.test(script) ? "plugin" : /cmd.run/.test(script) ? "program" : undefined;
  if (!kind) return;
  session.post("Profiler.stop", (_error, { profile }) => {
    writeFileSync(
      join(process.env.BENCH_PROFILES ?? ".", `${kind}-${process.pid}.cpuprofile`),
      JSON.stringify(profile),
    );
  });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit());
