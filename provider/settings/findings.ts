/** What was found so far, by name: settings do not change while a process runs. What was an error is looked for again. */
export class Findings {
  private readonly found = new Map<string, unknown>();

  once<T>(name: string, find: () => T): T {
    if (!this.found.has(name)) this.found.set(name, find());
    return this.found.get(name) as T;
  }
}
