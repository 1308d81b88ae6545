import * as v from "valibot";
import { readAnswer } from "../http/answer";
import { authenticated } from "../http/authenticated";
import type { Clock } from "../http/clock";
import { ServiceError, UnreachableError, UnusableAnswerError } from "../http/errors";
import { serviceTime } from "../http/service-time";
import type { KeyPair } from "../http/signature";
import type { HttpAnswer } from "../http/transport/exchange";
import type { HttpRequest, Transport } from "../http/transport/transport";
import { SettingsError } from "../settings/errors";

/** What is asked of IAM or of the metadata service, and how its failures are told. */
export interface AccountRequest {
  readonly method: HttpRequest["method"];
  readonly endpoint: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Signs the request. */
  readonly keys?: KeyPair;
}

/** Where such requests go through. */
export interface AccountParts {
  readonly transport: (endpoint: string) => Transport;
  readonly clock: Clock;
  readonly debug: (line: string) => void;
}

/** An answer without an error. */
export interface Reply {
  readonly text: string;
  /** Lower-case names. */
  readonly headers: HttpAnswer["headers"];
  /** The service's clock, in milliseconds since the epoch; whole seconds. */
  readonly at: number;
}

/** Sends one request, once. @throws {ServiceError} and what else the transport throws */
export async function request(
  { transport, clock, debug }: AccountParts,
  { method, endpoint, path, headers: given = {}, body, keys }: AccountRequest,
  ms: number,
): Promise<Reply> {
  const text = body ? JSON.stringify(body) : "";
  const plain = { "content-type": "application/json", ...given };
  const toSign = { method, path, query: [], headers: plain, body: text };
  const headers = keys ? authenticated(keys, toSign, endpoint, clock.wall()) : plain;
  const sent = transport(endpoint)({ method, url: `${endpoint}${path}`, headers, body: text }, ms);
  const answer = await sent.catch((error: unknown) => {
    throw error instanceof UnusableAnswerError ? error.withoutText() : error;
  });
  debug(`${method} ${endpoint}${path} HTTP ${answer.status}`);
  const { status, headers: answered, text: said } = answer;
  if (status < 200 || status >= 300) readAnswer(answer, clock.now());
  return { text: said, headers: answered, at: Date.parse(String(answered.date)) || clock.now() };
}

/** When a credential ends, in milliseconds since the epoch: without it nobody would know when to get the next one. */
export const End = v.pipe(v.string(), v.transform(serviceTime), v.finite());

/**
 * What is in a reply, if it is what the schema says. It has secrets, so nothing of it is shown if it is not.
 *
 * @throws {UnusableAnswerError}
 */
export function contentOf<T>(schema: v.GenericSchema<unknown, T>, { text }: Reply, what: string): T {
  const content = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (content.success) return content.output;
  throw new UnusableAnswerError(`has no ${what}`, 200, "");
}

/**
 * The error of a credential that could not be fetched. A refusal is final; all else counts as a service that cannot be
 * reached, which the command that needs the credential retries for as long as its budget allows. It was not sent yet.
 */
export function failureOf(
  error: unknown,
  what: string,
  setting: string,
  advice: string,
  code: SettingsError["code"] = "CREDENTIAL_REFUSED",
): unknown {
  if (error instanceof ServiceError && error.status < 500 && error.status !== 429 && error.status !== 408) {
    return new SettingsError(code, setting, `${what} was refused: ${advice}\n${error.message}`);
  }
  if (error instanceof ServiceError || error instanceof UnreachableError || error instanceof UnusableAnswerError) {
    const isLasting = error instanceof UnreachableError && error.isLasting;
    return new UnreachableError(`${what}: ${error.message}`, false, error, isLasting);
  }
  return error;
}
