import type { Inputs, State } from "../../../provider/lifecycle/recording";

/** What a program says about one resource. */
export interface Declared {
  readonly stream: string;
  readonly recording: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly provider: Provider;
}

/** Each is a process of its own, as the default providers of two versions of the plugin are. */
export type Provider = "default" | "explicit";

/** The resources by their logical name, in the order in which the program makes them. */
export type Program = ReadonlyMap<string, Declared>;

/** One resource in the state file. */
export interface Resource {
  readonly name: string;
  /** `domain/app/stream` */
  readonly id: string;
  provider: Provider;
  inputs: Inputs;
  outputs: State;
  /** The engine's note that the last command has failed half-way. */
  hasInitErrors: boolean;
  /** It has been replaced and waits for its deletion (`delete: true` in the state file). */
  doomed: boolean;
  /** It has been deleted and waits for its replacement (`pendingReplacement: true`). */
  pendingReplacement: boolean;
}

/** The state file. */
export class Stack {
  resources: Resource[] = [];

  named(name: string): Resource | undefined {
    return this.resources.find((resource) => resource.name === name && !resource.doomed);
  }

  of(stream: string): Resource[] {
    return this.resources.filter(({ id }) => id === stream);
  }

  add(resource: Omit<Resource, "doomed" | "pendingReplacement">): void {
    this.resources.push({ ...resource, doomed: false, pendingReplacement: false });
  }

  remove(resource: Resource): void {
    this.resources = this.resources.filter((other) => other !== resource);
  }

  copy(): Resource[] {
    return this.resources.map((resource) => ({ ...resource }));
  }
}

export function argumentsOf({ stream, recording }: Declared): Record<string, unknown> {
  const [publishDomain, app, name] = stream.split("/");
  return { publishDomain, app, stream: name, ...(recording ? {} : { recording }), timeout: 15 };
}
