import { expect, test } from "vitest";
import { NODES, readOptions, SDKS } from "../../../tools/matrix/options";

test("without arguments all cells run, with the process and engine tests", () => {
  expect(readOptions([])).toEqual({
    nodes: [...NODES.keys()],
    sdks: [...SDKS],
    tests: ["test/process", "test/engine"],
    write: false,
    help: false,
  });
});

test("flags pick cells, and the rest are tests", () => {
  expect(readOptions(["--node", "22", "--sdk", "newest", "--sdk", "3.220.0", "test/process"])).toMatchObject({
    nodes: ["22"],
    sdks: ["newest", "3.220.0"],
    tests: ["test/process"],
  });
});

test("what is not known is refused with what there is", () => {
  expect(() => readOptions(["--node", "18"])).toThrow("there is no Node 18; there are 20, 22, 24");
  expect(() => readOptions(["--sdk", "latest"])).toThrow(
    "--sdk latest is neither floor, 3.248.0, newest nor a version",
  );
  expect(() => readOptions(["--nodes", "22"])).toThrow(TypeError);
});
