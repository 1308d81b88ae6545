import { AsyncLocalStorage } from "node:async_hooks";
import { credentials, Metadata } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

/** An engine that does not take a line must not hold an answer up for longer. Milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * Lines for the user. The engine hides what a plugin prints, and shows what its log service is told: at the row of the
 * resource whose call is under way, however deep below.
 */
export class EngineLog {
  private readonly calls = new AsyncLocalStorage<string>();
  private readonly onTheirWay = new Set<Promise<void>>();
  private engine: EngineClient | undefined;

  connect(address: string): void {
    this.engine?.close();
    this.engine = new EngineClient(address, credentials.createInsecure());
  }

  /** Runs the call of a resource. Its lines have arrived before its answer is given: they would come too late otherwise. */
  async during<T>(urn: string, call: () => Promise<T>): Promise<T> {
    try {
      return await this.calls.run(urn, call);
    } finally {
      await Promise.all(this.onTheirWay);
    }
  }

  /** Says a line. One that begins with `warning:` is a warning. */
  say(line: string): void {
    const { engine } = this;
    if (!engine) return;
    const request = new LogRequest();
    request.setSeverity(/^huaweicloud-live: warning: /.test(line) ? LogSeverity.WARNING : LogSeverity.INFO);
    request.setMessage(line);
    request.setUrn(this.calls.getStore() ?? "");
    const sent = new Promise<void>((resolve) => {
      engine.log(request, new Metadata(), { deadline: Date.now() + PATIENCE_MS }, () => resolve());
    });
    this.onTheirWay.add(sent);
    void sent.then(() => this.onTheirWay.delete(sent));
  }
}
