import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What the SDK made of an answer. */
export interface PythonAnswer {
  /** null: there was none, or none that the SDK could use. */
  readonly status: number | null;
  readonly body?: Record<string, unknown>;
  readonly code?: string;
  readonly text?: string;
  readonly requestId?: string;
}

export interface Account {
  readonly endpoint: string;
  /** Default: the SDK asks IAM. */
  readonly project?: string | undefined;
  readonly security_token?: string | undefined;
}

/** A Python process that sends what it is asked to with Huawei's SDK. */
export class PythonClient {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #home = mkdtempSync(join(tmpdir(), "huaweicloud-live-python-"));
  #errors = "";

  constructor(python: string, keys: { readonly accessKey: string; readonly secretKey: string }) {
    // The SDK reads files and writes one in the home directory; a proxy of the machine would get what is for 127.0.0.1.
    const env = { HOME: this.#home, CLOUD_SDK_AK: keys.accessKey, CLOUD_SDK_SK: keys.secretKey };
    this.#child = spawn(python, ["-I", "-X", "utf8", join(__dirname, "live.py")], { env });
    this.#child.stderr.on("data", (chunk) => {
      this.#errors += chunk;
    });
    // If it has ended, the next answer tells.
    this.#child.stdin.on("error", () => {});
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** One call at a time. */
  async call(account: Account, method: string, args: Record<string, unknown>): Promise<PythonAnswer> {
    this.#child.stdin.write(`${JSON.stringify({ account, method, arguments: args })}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`Python ended: ${this.#errors}`);
    return JSON.parse(value);
  }

  async close(): Promise<void> {
    const closed = once(this.#child, "close");
    this.#child.stdin.end();
    await closed;
    rmSync(this.#home, { recursive: true });
  }
}
