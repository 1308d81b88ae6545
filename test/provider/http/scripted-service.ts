import { fixedAccount } from "../../../provider/account/fetched";
import type { Account } from "../../../provider/http/account";
import type { Credential } from "../../../provider/http/authenticated";
import type { Connection } from "../../../provider/http/client";
import { CredentialGate } from "../../../provider/http/credential-gate";
import { UnreachableError } from "../../../provider/http/errors";
import { Pacer } from "../../../provider/http/pacer";
import type { HttpAnswer } from "../../../provider/http/transport/exchange";
import type { HttpRequest } from "../../../provider/http/transport/transport";
import type { FakeClock } from "../fake-clock";

/** What a try meets: an answer, a failure, or something that is worked out from the request. */
export type Step = HttpAnswer | Error | ((request: HttpRequest, ms: number) => HttpAnswer | Promise<HttpAnswer>);

export const accepted: HttpAnswer = answered(200);

export function answered(status: number, body?: unknown, headers: HttpAnswer["headers"] = {}): HttpAnswer {
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  return { status, headers: { "x-request-id": `id-of-${status}`, ...headers }, text };
}

export function refused(status: number, code: string, headers: HttpAnswer["headers"] = {}): HttpAnswer {
  return answered(status, { error_code: code, error_msg: `text of ${code}` }, headers);
}

/** The request has left, and nobody knows what became of it. */
export const lost = () => new UnreachableError("no answer within 15 s", true);

/** The request has not left. */
export const unreachable = () => new UnreachableError("connection to live.test refused", false);

export interface Scripted {
  readonly connection: Connection;
  readonly requests: { readonly request: HttpRequest; readonly ms: number; readonly at: number }[];
  readonly said: string[];
  readonly debugged: string[];
}

export interface Script {
  readonly clock: FakeClock;
  /** One for each try; the last one counts for all that follow. */
  readonly steps: readonly Step[];
  readonly credential?: Credential;
  /** Instead of one that has the credential. */
  readonly account?: Account;
  readonly limit?: number;
}

/** A connection to a service that answers by a script. */
export function scripted({
  clock,
  steps,
  credential = { token: "the-token" },
  account = fixedAccount(credential, "HW_AUTH_TOKEN"),
  limit = 300,
}: Script): Scripted {
  const requests: { request: HttpRequest; ms: number; at: number }[] = [];
  const said: string[] = [];
  const debugged: string[] = [];
  const say = (line: string) => void said.push(line);
  const connection: Connection = {
    endpoint: "https://live.test",
    projectId: "0123456789abcdef0123456789abcdef",
    clock,
    say,
    debug: (line) => void debugged.push(line),
    pacer: new Pacer(limit, clock, say),
    gate: new CredentialGate(account, clock),
    transport: async (request, ms) => {
      const step = steps[Math.min(requests.length, steps.length - 1)];
      requests.push({ request, ms, at: clock.now() });
      if (step === undefined) throw new Error("nothing in the script");
      if (step instanceof Error) throw step;
      return typeof step === "function" ? step(request, ms) : step;
    },
  };
  return { connection, requests, said, debugged };
}
