import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { expect, test } from "vitest";
import { fromWire, secret, toWire } from "../../plugin/wire";
import { UNKNOWN } from "../../provider/lifecycle/inputs/declaration";

const wire = (value: unknown) => Struct.fromJavaScript({ value } as never);
const read = (value: unknown) => fromWire(wire(value)).value;

const output = (rest: object) => ({ "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...rest });

test.each([
  ["text", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
  ["a boolean", "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"],
  ["a number", "3eeb2bf0-c639-47a8-9e75-3b44932eb421"],
  ["a list", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"],
  ["an object", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"],
])("%s that is not known yet is unknown, at any depth", (_, unknown) => {
  expect(read(unknown)).toBe(UNKNOWN);
  expect(read({ inner: [unknown] })).toEqual({ inner: [UNKNOWN] });
});

test("a secret is the value in it, at any depth and in any number of envelopes", () => {
  expect(read(secret("s"))).toBe("s");
  expect(read({ inner: [secret({ key: secret(1) })] })).toEqual({ inner: [{ key: 1 }] });
});

test("an output is its value, or unknown without one", () => {
  expect(read(output({ value: "v", secret: true }))).toBe("v");
  expect(read(output({}))).toBe(UNKNOWN);
});

test("a secret goes into one envelope, however often it is made one", () => {
  expect(secret(secret("s"))).toEqual(secret("s"));
});

test("what is undefined is left out, which Struct would refuse", () => {
  expect(toWire({ a: undefined, b: { c: undefined, d: 1 } }).toJavaScript()).toEqual({ b: { d: 1 } });
});

test("plain values come back as they were", () => {
  // Any name but `__proto__`, which the library that reads the wire has no room for.
  const key = fc.string().filter((name) => name !== "__proto__");
  const leaves = [fc.string(), fc.double(), fc.boolean(), fc.constant(null)];
  const plain = fc.dictionary(key, fc.anything({ key, values: leaves, maxDepth: 3 }), { noNullPrototype: true });
  fc.assert(
    fc.property(plain, (values) => {
      expect(fromWire(toWire(values))).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  );
});

test("nothing at all is no values", () => {
  expect(fromWire(undefined)).toEqual({});
});
