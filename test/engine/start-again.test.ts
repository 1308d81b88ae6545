import { expect } from "vitest";
import { Client } from "../emulator/client";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

const VARIABLE = "PULUMI_HUAWEICLOUD_LIVE_START_AGAIN";

const OPTIONS = [
  { what: "nothing else", args: {}, opts: "{}" },
  { what: "`protect`", args: {}, opts: "{ protect: true }" },
  { what: "`adopt: false`", args: { adopt: false }, opts: "{}" },
  { what: "`ignoreChanges`", args: {}, opts: '{ ignoreChanges: ["recording", "stream"] }' },
  { what: "`deleteBeforeReplace`", args: {}, opts: "{ deleteBeforeReplace: true }" },
];

for (const { what, args, opts } of OPTIONS) {
  scenario(
    `after somebody's STOP an \`up\` that names the stream starts it again in place, with ${what}`,
    async ({ emulator, project }) => {
      await project.declare({ r: { ...args, opts }, other: {} });
      succeeded(await project.up());
      await new Client(emulator).stop(`${DOMAIN}/live/r`);
      project.env[VARIABLE] = `${DOMAIN}/live/r`;
      const plan = await project.preview();
      expect(plan.output).toContain("1 to update");
      expect(plan.output).toContain(`START of ${DOMAIN}/live/r will be sent again, because ${VARIABLE} names it`);
      succeeded(await project.up());
      expect(recorded(emulator).sort()).toEqual(["other", "r"]);
      expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual(["STOP r 200"]);
      expect(commands(emulator).filter((command) => command === "START other 200")).toHaveLength(1);
    },
  );
}

scenario("with `*` what is recorded is adopted, and nothing ends", async ({ emulator, project }) => {
  await project.declare({ a: {}, b: { recording: false } });
  succeeded(await project.up());
  project.env[VARIABLE] = "*";
  succeeded(await project.up());
  expect(commands(emulator).sort()).toEqual(["START a 200", "START a 400", "START a 400", "STOP b 404"]);
  expect(recorded(emulator)).toEqual(["a"]);
});

scenario("no STOP leaves while it is set, and what was removed stays in the state", async ({ emulator, project }) => {
  await project.declare({ a: {}, b: {} });
  succeeded(await project.up());
  project.env[VARIABLE] = "*";
  await project.declare({ a: {} });
  const run = await project.up();
  expect(run.code).not.toBe(0);
  expect(run.output).toContain(`STOP_WITHHELD: no STOP was sent for ${DOMAIN}/live/b, because ${VARIABLE} is set`);
  expect(await project.recording("b")).toBeDefined();
  expect(recorded(emulator).sort()).toEqual(["a", "b"]);
  delete project.env[VARIABLE];
  succeeded(await project.up());
  expect(recorded(emulator)).toEqual(["a"]);
});

scenario("what it names wrongly is an error of the preview", async ({ emulator, project }) => {
  project.env[VARIABLE] = `${DOMAIN}/live`;
  await project.declare({ a: {} });
  const plan = await project.preview();
  expect(plan.code).not.toBe(0);
  expect(plan.output).toContain(`${VARIABLE} has "${DOMAIN}/live"`);
  expect(emulator.requests()).toEqual([]);
});
