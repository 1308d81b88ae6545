import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { EmulatorOptions, LoggedRequest, Recording } from "../../emulator";

/** What a process of the emulator is asked, and its answers. */
export interface Answers {
  requests: LoggedRequest[];
  recordings: Recording[];
  /** Processor time so far, in seconds. */
  processor: number;
}

/** Where an emulator is, and what it lets in. */
export interface Address {
  readonly url: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly projectId: string;
}

/** No limit that could be felt, on either side. */
export const UNLIMITED = 1_000_000;

/** The emulator in a process of its own, so that it waits neither for the benchmark nor the benchmark for it. */
export class Service implements AsyncDisposable {
  private constructor(
    private readonly child: ChildProcess,
    private readonly address: Address,
  ) {}

  static async start(options: EmulatorOptions = { limit: UNLIMITED }): Promise<Service> {
    const child = fork(join(__dirname, "service-process.js"), [JSON.stringify(options)]);
    const [address] = await once(child, "message");
    return new Service(child, address);
  }

  /** The environment that makes it the service of a program, with the real limit of the service or with none. */
  settings(requestsPerMinute = 100_000): Record<string, string> {
    const { url, accessKey, secretKey, projectId } = this.address;
    return {
      HUAWEICLOUD_REGION: "cn-north-4",
      HUAWEICLOUD_LIVE_ENDPOINT: url,
      HUAWEICLOUD_SDK_AK: accessKey,
      HUAWEICLOUD_SDK_SK: secretKey,
      HUAWEICLOUD_SDK_PROJECT_ID: projectId,
      HUAWEICLOUD_LIVE_METADATA_ENDPOINT: "http://127.0.0.1:9",
      HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE: `${requestsPerMinute}`,
    };
  }

  /** As if the push of a stream had been away for two seconds and came back now. */
  async interrupt(stream: string): Promise<void> {
    const url = `${this.address.url}/_emulator/streams/${stream}/interrupt?seconds=2`;
    const answer = await fetch(url, { method: "POST" });
    if (!answer.ok) throw new Error(`${stream} was not interrupted: ${await answer.text()}`);
  }

  async ask<Q extends keyof Answers>(question: Q): Promise<Answers[Q]> {
    const answered = once(this.child, "message");
    this.child.send(question);
    const [answer] = await answered;
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.disconnect();
    await gone;
  }
}
