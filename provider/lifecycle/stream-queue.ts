/** Lets the commands for one stream go one at a time, in the order in which they came. */
export class StreamQueue {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(stream: string, command: () => Promise<T>): Promise<T> {
    const before = this.last.get(stream);
    const result = before ? before.then(command, command) : command();
    this.last.set(stream, result);
    try {
      return await result;
    } finally {
      if (this.last.get(stream) === result) this.last.delete(stream);
    }
  }
}
