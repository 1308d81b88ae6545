import type { Emulator } from "../../emulator";
import { authorization } from "./signer";

export interface Changes {
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** ms */
  readonly signedAt?: number;
  /** In the path. */
  readonly projectId?: string;
  /** Signed; undefined leaves a header out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly unsignedHeaders?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly code: string | undefined;
}

/** Sends signed requests to an emulator whose clock reads `now()`. */
export class Client {
  readonly #emulator: Emulator;
  readonly #now: () => number;

  constructor(emulator: Emulator, now: () => number = Date.now) {
    this.#emulator = emulator;
    this.#now = now;
  }

  start(stream: string, changes?: Changes): Promise<Answered> {
    return this.control("action=START", stream, changes);
  }

  stop(stream: string, changes?: Changes): Promise<Answered> {
    return this.control("action=STOP", stream, changes);
  }

  control(query: string, stream: string, changes?: Changes): Promise<Answered> {
    const [publish_domain, app, name] = stream.split("/");
    const body = JSON.stringify({ publish_domain, app, stream: name });
    return this.send("POST", "record/control", query, body, changes);
  }

  async streams(query: string): Promise<{ total_page: number; total_num: number; streams: Record<string, string>[] }> {
    return JSON.parse((await this.send("GET", "realtime/streams", query)).text);
  }

  async rules(query: string): Promise<{ total: number; record_config: Record<string, unknown>[] }> {
    return JSON.parse((await this.send("GET", "record/rules", query)).text);
  }

  /** `query` in canonical form: sorted and percent-encoded. */
  send(method: string, resource: string, query = "", body = "", changes: Changes = {}): Promise<Answered> {
    const projectId = changes.projectId ?? this.#emulator.projectId;
    return this.sendTo(`/v1/${projectId}/${resource}`, method, query, body, changes);
  }

  async sendTo(path: string, method: string, query = "", body = "", changes: Changes = {}): Promise<Answered> {
    const { accessKey, secretKey, url } = { ...this.#emulator, ...changes };
    const all: Record<string, string | undefined> = {
      "content-type": "application/json",
      host: new URL(url).host,
      "x-project-id": this.#emulator.projectId,
      "x-sdk-date": new Date(changes.signedAt ?? this.#now()).toISOString().replace(/[-:]|\.\d+/g, ""),
      ...changes.headers,
    };
    const headers = Object.fromEntries(Object.entries(all).filter((entry) => entry[1] !== undefined)) as Record<
      string,
      string
    >;
    const signed = { method, canonicalPath: `${path}/`, canonicalQuery: query, headers, body };
    const response = await fetch(`${url}${path}${query && `?${query}`}`, {
      method,
      headers: { ...headers, ...changes.unsignedHeaders, authorization: authorization(signed, accessKey, secretKey) },
      body: body || null,
      signal: changes.signal ?? null,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, code: codeIn(text) };
  }
}

function codeIn(text: string): string | undefined {
  try {
    return JSON.parse(text).error_code;
  } catch {
    return undefined;
  }
}
