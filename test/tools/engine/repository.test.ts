import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dynamicProviderScript, readGoMod, repositoryRoot } from "../../../tools/engine/repository.js";

test("the root is found from the source folder and from the compiled one", () => {
  const root = repositoryRoot();
  expect(existsSync(join(root, "tools", "engine", "cli", "go.mod"))).toBe(true);
  expect(repositoryRoot(join(root, "dist", "tools", "engine"))).toBe(root);
});

test("outside the repository that is an error", () => {
  expect(() => repositoryRoot("/")).toThrow(/only inside its repository/);
});

test("the script of the Node SDK is there to be copied", () => {
  expect(existsSync(dynamicProviderScript("pulumi-resource-pulumi-nodejs"))).toBe(true);
});

test("reads the Go release and the versions out of go.mod", () => {
  const { go, requires } = readGoMod("module m\n\ngo 1.2.3\n\ntool a/b/c\n\nrequire (\n\ta/b v4.5.6 // indirect\n)\n");
  expect({ go, version: requires.get("a/b") }).toEqual({ go: "1.2.3", version: "4.5.6" });
});
