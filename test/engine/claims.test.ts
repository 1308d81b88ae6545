import { expect } from "vitest";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// Row 13 of docs/reliability.md. What counts is what is sent, and not what the program wrote. Of the engine's transforms
// those of the option stand for all: the engine's tool may build a language host that does not know registerResourceTransform.

/** A transformation, or a transform: both get the same arguments and give the same answer. */
const CHANGE = `(args) => args.type.endsWith(":StreamRecording") ? { props: { ...args.props, stream: change(args) }, opts: args.opts } : undefined`;

/** What declares two recordings, `first` and `second` with a prefix, and what Pulumi changes on their way. */
const WAYS = [
  { way: "registerStackTransformation", before: `pulumi.runtime.registerStackTransformation(${CHANGE});`, opts: "{}" },
  { way: "the option transformations", before: "", opts: `{ transformations: [${CHANGE}] }` },
  {
    way: "the transformations of a component",
    before: `const old = new pulumi.ComponentResource("test:index:Stage", "old", {}, { transformations: [${CHANGE}] });`,
    opts: "{ parent: old }",
  },
  { way: "the option transforms", before: "", opts: `{ transforms: [${CHANGE}] }` },
  {
    way: "the transforms of a component",
    before: `const stage = new pulumi.ComponentResource("test:index:Stage", "stage", {}, { transforms: [${CHANGE}] });`,
    opts: "{ parent: stage }",
  },
] as const;

scenario(
  "two recordings that Pulumi makes equal are refused before anything is sent",
  async ({ emulator, project }) => {
    for (const { way, before, opts } of WAYS) {
      await project.declare(
        { first: { stream: "a", opts }, second: { stream: "b", opts } },
        "",
        `const change = () => "same";\n${before}`,
      );
      for (const run of [await project.preview(), await project.up()]) {
        expect(run.code, way).not.toBe(0);
        expect(run.output).toMatch(/STREAM_DECLARED_TWICE: the StreamRecordings "(first|second)" and "(first|second)"/);
        expect(run.output).toContain(`${DOMAIN}/live/same`);
      }
      expect(emulator.requests(), way).toEqual([]);
    }
  },
);

scenario("two recordings that Pulumi tells apart are no clash", async ({ emulator, project }) => {
  const pairs = WAYS.slice(1).flatMap(({ opts }, way) =>
    ["first", "second"].map((name) => [`${name}-${way}`, { stream: `same-${way}`, opts }] as const),
  );
  const all = Object.fromEntries(pairs);
  const before = WAYS.slice(1).map(({ before }) => before);
  await project.declare(all, "", ["const change = ({ name }) => name;", ...before].join("\n"));
  succeeded(await project.preview());
  succeeded(await project.up());
  expect(recorded(emulator)).toEqual(Object.keys(all).sort());

  succeeded(await project.refresh());
  expect((await project.up()).output).toContain(`${pairs.length + 3} unchanged`);
  expect(commands(emulator).length).toBe(pairs.length);
});

scenario("a transformation gets text for the stream where the program wrote text", async ({ emulator, project }) => {
  const upper = "({ props, opts }) => ({ props: { ...props, stream: props.stream.toUpperCase() }, opts })";
  await project.declare({ a: { opts: `{ transformations: [${upper}] }` } });
  succeeded(await project.up());
  expect(recorded(emulator)).toEqual(["A"]);
  const { inputs, outputs } = (await project.recording("a")) ?? {};
  // By which the plugin process tells the recordings of a program apart.
  expect(Object.keys({ ...inputs, ...outputs })).not.toContain("__declaredAs");
});

scenario(
  "deletedWith leaves a recording running, which a warning says from the first preview on",
  async ({ emulator, project }) => {
    await project.declare(
      { a: {} },
      `new StreamRecording("b", { publishDomain: "${DOMAIN}", app: "live", stream: "b" }, { deletedWith: r_a });`,
    );
    const warning = /warning: the StreamRecording "b" has the option deletedWith\. .* so the recording goes on/;
    expect((await project.preview()).output).toMatch(warning);
    expect((await project.up()).output).toMatch(warning);
    succeeded(await project.destroy());
    expect(recorded(emulator)).toEqual(["b"]);
  },
);
