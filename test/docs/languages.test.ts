import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STREAM_RECORDING } from "../../tools/schema/examples";

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const page = read("docs/languages.md");

const block = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1]?.trim();
const { yaml, ...programs } = STREAM_RECORDING.programs;

test.each(Object.entries(programs))("docs/languages.md has the program of the schema in %s", (language, program) => {
  expect(block(language)).toBe(program.trim());
});

test("docs/languages.md has the program of the schema in YAML, and is what examples/yaml is", () => {
  expect(block("yaml")?.endsWith(yaml.trim())).toBe(true);
  expect(read("examples/yaml/Pulumi.yaml").trim().endsWith(yaml.trim())).toBe(true);
});

test.each([
  { file: "examples/python/__main__.py", program: programs.python },
  { file: "examples/go/main.go", program: programs.go },
])("$file is the program of docs/languages.md", ({ file, program }) => {
  expect(read(file).trim()).toBe(program.trim());
});
