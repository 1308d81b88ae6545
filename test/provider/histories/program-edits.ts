import type { Edit } from "./history";
import type { Declared, Program, Provider } from "./stack";
import { STREAMS } from "./world";

/** Few names, so that one is used again. */
const NAMES = ["one", "two", "three", "four", "five"];

/** Where an edit makes no sense, such as a second resource for one stream, the program stays as it is. */
export function edited(program: Program, edit: Edit): Program {
  const free = {
    names: NAMES.filter((name) => !program.has(name)),
    streams: STREAMS.filter((stream) => ![...program.values()].some((declared) => declared.stream === stream)),
  };
  if (edit.edit === "add") {
    const stream = pick(free.streams, edit.stream);
    const name = free.names[0];
    if (!stream || !name) return program;
    return new Map([
      ...program,
      [name, { stream, recording: edit.recording, deleteBeforeReplace: false, provider: "default" }],
    ]);
  }
  const chosen = pick([...program], edit.resource);
  if (!chosen) return program;
  const [name, declared] = chosen;
  switch (edit.edit) {
    case "remove":
      return new Map([...program].filter(([other]) => other !== name));
    case "toggle":
      return changed(program, name, { recording: !declared.recording });
    case "deleteBeforeReplace":
      return changed(program, name, { deleteBeforeReplace: !declared.deleteBeforeReplace });
    case "provider":
      return changed(program, name, { provider: another(declared.provider) });
    case "rename": {
      const newName = pick(free.names, edit.name) ?? name;
      const moved = edit.provider ? { ...declared, provider: another(declared.provider) } : declared;
      return new Map([...program].map(([other, its]) => (other === name ? [newName, moved] : [other, its])));
    }
    case "exchange": {
      const [other, its] = pick([...program], edit.other) ?? chosen;
      return changed(changed(program, name, { stream: its.stream }), other, { stream: declared.stream });
    }
    case "change stream":
      return changed(program, name, { stream: pick(free.streams, edit.stream) ?? declared.stream });
  }
}

export function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % list.length];
}

function another(provider: Provider): Provider {
  return provider === "default" ? "explicit" : "default";
}

function changed(program: Program, name: string, change: Partial<Declared>): Program {
  return new Map(
    [...program].map(([other, declared]) => [other, other === name ? { ...declared, ...change } : declared]),
  );
}
