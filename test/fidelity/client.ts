import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Program } from "./sdks/sdks";

/** What an SDK made of an answer. */
export interface SdkAnswer {
  /** 0: there was none, or none that the SDK could use. */
  readonly status: number;
  readonly body?: Record<string, unknown>;
  readonly code?: string;
  readonly text?: string;
  readonly requestId?: string;
}

export interface Account {
  readonly endpoint: string;
  /** Default: the SDK asks IAM. */
  readonly project?: string | undefined;
  readonly securityToken?: string | undefined;
}

/** A process that sends what it is asked to with one of Huawei's SDKs. */
export class OfficialClient {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;
  private readonly home = mkdtempSync(join(tmpdir(), "huaweicloud-live-sdk-"));
  private errors = "";

  constructor({ command, args }: Program, keys: { readonly accessKey: string; readonly secretKey: string }) {
    // The SDKs read files and write some, in the home directory or the current one; a proxy of the machine would get
    // what is for 127.0.0.1.
    const env = { HOME: this.home, CLOUD_SDK_AK: keys.accessKey, CLOUD_SDK_SK: keys.secretKey };
    this.child = spawn(command, args, { env, cwd: this.home });
    this.child.stderr.on("data", (chunk) => {
      this.errors += chunk;
    });
    // If it has ended, the next answer tells.
    this.child.stdin.on("error", () => {});
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** One call at a time. `request`: the SDK's object of that name, as JSON. */
  async call(account: Account, operation: string, request: Record<string, unknown>): Promise<SdkAnswer> {
    this.child.stdin.write(`${JSON.stringify({ account, operation, request })}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`The client ended: ${this.errors}`);
    return JSON.parse(value);
  }

  async close(): Promise<void> {
    const closed = once(this.child, "close");
    this.child.stdin.end();
    await closed;
    rmSync(this.home, { recursive: true });
  }
}
