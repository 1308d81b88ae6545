import { LineError } from "./settings-file";

/** The options of a section, by their names in lower case. */
export type Section = ReadonlyMap<string, Option>;

export interface Option {
  readonly value: string;
  readonly line: number;
}

const DEFAULTS = "DEFAULT";

/**
 * The sections of an INI file, as `ConfigParser` of Python reads them, which is what Huawei's SDK for Python uses
 * (https://docs.python.org/3/library/configparser.html): `=` or `:` between name and value; names in any case; comments are
 * whole lines that begin with `#` or `;`; quotes belong to the value; an indented line goes on with the value before it;
 * what `[DEFAULT]` says is in every section.
 *
 * @throws {LineError} where Python finds a mistake
 */
export function parseIni(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, Option>>([[DEFAULTS, new Map()]]);
  let section: Map<string, Option> | undefined;
  let option: string | undefined;
  let indent = 0;
  for (const [index, whole] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const content = whole.trim();
    if (content === "" || /^[#;]/.test(content)) continue;
    const depth = whole.search(/\S/);
    const known = option === undefined ? undefined : section?.get(option);
    if (section && option !== undefined && known && depth > indent) {
      section.set(option, { ...known, value: `${known.value}\n${content}` });
      continue;
    }
    indent = depth;
    const header = /^\[(.+)\]/s.exec(content)?.[1];
    if (header !== undefined) {
      if (header !== DEFAULTS && sections.has(header)) throw new LineError(line, "repeats a section");
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      option = undefined;
      continue;
    }
    if (!section) throw new LineError(line, "comes before the first section, such as [basic]");
    const [, before = "", value = ""] = /^(.*?)\s*[=:]\s*(.*)$/s.exec(content) ?? [];
    option = before.toLowerCase();
    if (option === "") throw new LineError(line, "is neither a section nor a name with = and a value");
    if (section.has(option)) throw new LineError(line, "repeats a name of its section");
    section.set(option, { value, line });
  }
  const defaults = sections.get(DEFAULTS) ?? [];
  sections.delete(DEFAULTS);
  return new Map([...sections].map(([name, own]) => [name, new Map([...defaults, ...own])]));
}
