/**
 * Lets the commands for one stream, or for one rule, go one at a time, in the order in which they came. What stands for the stream may
 * take a moment to be known (the project is looked up): a command that came later does not overtake it then.
 */
export class StreamQueue {
  private readonly last = new Map<string, Promise<unknown>>();
  private arrival: Promise<unknown> = Promise.resolve();

  async run<T>(stream: string | Promise<string>, command: () => Promise<T>): Promise<T> {
    const arrived = this.arrival.then(() => stream);
    this.arrival = arrived.catch(() => {});
    // A stream that cannot be known may say so before its turn to be waited for, which must not end the process.
    if (typeof stream !== "string") stream.catch(() => {});
    const key = await arrived;
    const before = this.last.get(key);
    const result = before ? before.then(command, command) : command();
    this.last.set(key, result);
    try {
      return await result;
    } finally {
      if (this.last.get(key) === result) this.last.delete(key);
    }
  }
}
