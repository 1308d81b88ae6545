import { expect } from "vitest";
import { commands, Project, recorded, succeeded } from "./project";
import { inBothShells, scenario } from "./scenario";

// Rows 5 and 16 of docs/reliability.md.

const streams = (count: number, prefix = "s") =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, {}]));
const refused = (emulator: Parameters<typeof commands>[0]) =>
  commands(emulator).filter((line) => !line.endsWith(" 200"));

const GATEWAY = {
  status: 429,
  body: { error_code: "APIGW.0308", error_msg: "The throttling threshold has been reached", request_id: "r" },
};

for (const [what, fault] of [
  ["429 with Retry-After", { ...GATEWAY, headers: { "retry-after": "3" } }],
  ["429 without Retry-After", GATEWAY],
  [
    "500 LIVE.100011007",
    { status: 500, body: { error_code: "LIVE.100011007", error_msg: "too many concurrent requests" } },
  ],
] as const) {
  inBothShells(
    `${what} in a burst makes 200 recordings wait together, and all succeed`,
    async ({ emulator, project }) => {
      for (const skip of [20, 120]) emulator.addFault({ operation: "START", kind: "status", times: 4, skip, ...fault });
      await project.declare(streams(200));
      const up = await project.up();
      expect(up).toMatchObject({ code: 0, output: expect.stringContaining("all commands wait") });
      expect(recorded(emulator)).toHaveLength(200);
      expect(emulator.recordings()).toHaveLength(200);
      // Those that were on their way together, then one after each pause.
      const times = emulator
        .requests()
        .filter(({ status }) => status === fault.status)
        .map(({ at }) => Date.parse(at));
      expect(times).toHaveLength(8);
      for (const from of times)
        expect(times.filter((at) => at >= from && at < from + 1500).length).toBeLessThanOrEqual(5);
    },
  );
}

for (const limitWindow of ["sliding", "fixed"] as const) {
  scenario(
    `a service that allows less than this process expects, in a ${limitWindow} minute, is not hammered`,
    async ({ emulator, project }) => {
      await project.declare(streams(200));
      succeeded(await project.up());
      expect(recorded(emulator)).toHaveLength(200);
      expect(refused(emulator).length).toBeLessThan(16);
    },
    { limit: 150, limitWindow },
  );
}

scenario("two stacks, one of each shell, share the real 300 requests a minute, 200 recordings each", async (stage) => {
  const { emulator, project } = stage;
  const other = await Project.create({ emulator, shell: "plugin" });
  await project.declare(streams(200, "left-"));
  await other.declare(streams(200, "right-"));
  const runs = await Promise.all([project.up(), other.up()]);
  for (const run of runs) expect(run).toMatchObject({ code: 0 });
  await other.remove();
  expect(recorded(emulator)).toHaveLength(400);
  expect(refused(emulator).length).toBeLessThan(commands(emulator).length / 4);
});
