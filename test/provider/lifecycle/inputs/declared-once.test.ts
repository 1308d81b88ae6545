import { describe, expect, test } from "vitest";
import { DeclaredOnce } from "../../../../provider/lifecycle/inputs/declared-once";
import { create } from "../../../../provider/lifecycle/recording/create";
import { INPUTS, openContext } from "../fixture";

const ID = "push.example.com/live/keynote";
const CLASH = { one: "first", other: "second", thing: ID };
const urn = (name: string) => `urn:pulumi:dev::test::pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording::${name}`;

function entered(...claims: Array<[resource: string, thing: string]>) {
  const declared = new DeclaredOnce();
  return claims.map(([resource, thing]) => declared.enter(thing, resource)).at(-1);
}

describe("what a resource declares", () => {
  test("is fine where nobody else declares it", () => {
    expect(entered(["first", ID])).toBe(undefined);
  });

  test("clashes with what another resource declares", () => {
    expect(entered(["first", ID], ["second", ID])).toEqual(CLASH);
  });

  test("is named by the name in a URN", () => {
    expect(entered([urn("first"), ID], [urn("second"), ID])).toEqual(CLASH);
  });

  test("does not clash with itself: the engine checks a resource twice", () => {
    expect(entered(["first", ID], ["first", ID])).toBe(undefined);
  });

  test("counts as long as the resource declares nothing else", () => {
    expect(entered(["first", ID], ["first", "another"], ["second", ID])).toBe(undefined);
  });

  test("may be exchanged by two resources", () => {
    expect(entered(["first", "of the second"], ["second", "of the first"])).toBe(undefined);
  });
});

test("a create sends no START for a stream that two resources declare", async () => {
  const { context, commands } = openContext();
  for (const name of ["first", "second"]) context.recordings.enter(ID, name);
  await expect(create(context, INPUTS)).rejects.toMatchObject({
    code: "STREAM_DECLARED_TWICE",
    message: `the StreamRecordings "first" and "second" declare the same stream ${ID}. Each would stop the other's recording: keep one of them.`,
  });
  expect(commands()).toEqual([]);
});
