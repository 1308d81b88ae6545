import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A server that answers 200 to anything and does nothing else, in a process of its own. */
export class AlwaysOk implements AsyncDisposable {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<AlwaysOk> {
    const child = fork(join(__dirname, "always-ok-process.js"));
    const [url] = await once(child, "message");
    return new AlwaysOk(child, url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.disconnect();
    await gone;
  }
}
