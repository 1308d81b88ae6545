import { type Answer, readAnswer } from "./answer";
import { authenticated, type Credential } from "./authenticated";
import type { Budget } from "./budget";
import { CancelledError } from "./cancellable-clock";
import type { Clock } from "./clock";
import { isThrottled } from "./codes";
import type { CredentialGate } from "./credential-gate";
import { ServiceError, UnreachableError, UnusableAnswerError } from "./errors";
import { type Pacer, type Throttle, TooBusyError } from "./pacer";
import { encodePath, queryString } from "./signature";
import type { Method, Transport } from "./transport/transport";

/** One request to the Live API, or to IAM. */
export interface LiveRequest {
  readonly method: Method;
  /** Below `/v1/{project_id}` for the Live API. */
  readonly path: string;
  /** The path as the API page has it, where it holds an id: a permission is for all ids. */
  readonly api?: string;
  readonly query: ReadonlyArray<readonly [key: string, value: string]>;
  readonly body?: object;
  /** What of the body the debug log does not show. */
  readonly secret?: string;
}

/** Where a client sends its requests, and by which means. */
export interface Connection {
  /** Scheme, host and port. */
  readonly endpoint: string;
  /** Absent for IAM, whose requests are about no project. */
  readonly projectId?: string;
  /** Has the account. */
  readonly gate: CredentialGate;
  readonly transport: Transport;
  readonly pacer: Pacer;
  readonly clock: Clock;
  /** Says what is retried, and why. */
  readonly say: (line: string) => void;
  readonly debug: (line: string) => void;
}

/** What became of a request that got a definite answer. */
export interface Outcome {
  /** What the service said: it did as asked, or refused. */
  readonly answer: Answer | ServiceError;
  /** An earlier try got no answer, and may have been executed. */
  readonly mayHaveRun: boolean;
}

/** No definite answer within the time, or before the run was cancelled. `mayHaveRun` says whether a try may have been executed. */
export class NoAnswerError extends Error {
  constructor(
    readonly mayHaveRun: boolean,
    readonly tries: number,
    override readonly cause: Error,
  ) {
    super(cause.message, { cause });
    this.name = "NoAnswerError";
  }

  /** It was given up before the time was over, since something is set wrong. */
  get isLasting(): boolean {
    return this.cause instanceof UnreachableError && this.cause.isLasting;
  }

  get cancelled(): boolean {
    return this.cause instanceof CancelledError;
  }
}

/** One try waits this long for its answer; the gateway itself gives up on the service after about as long. */
const ATTEMPT_MS = 15_000;

/** Pauses between tries: a random part of twice the one before, in milliseconds. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

/**
 * Sends one request until the service has said yes or no, for as long as the budget allows. Each try is signed anew. A
 * 401 is never repeated, but with another credential. `earlier`: the same was asked before, without an answer, and may have run.
 *
 * @throws {NoAnswerError} when the budget is spent, or the run is cancelled
 */
export async function ask(
  connection: Connection,
  request: LiveRequest,
  what: string,
  budget: Budget,
  earlier = false,
): Promise<Outcome> {
  const { clock, gate, pacer, say } = connection;
  let mayHaveRun = earlier;
  let refused = false;
  for (let tries = 1; ; tries++) {
    try {
      const api = `${request.method} ${pathOf(connection, { path: request.api ?? request.path })}`;
      const answer = await gate.pass(
        { endpoint: connection.endpoint, api },
        (credential) => send(credential, connection, request, budget),
        (look, attempt) => pacer.send({ budget, refused, look, request: attempt, throttled: throttle }),
      );
      return { answer, mayHaveRun };
    } catch (error) {
      if (error instanceof CancelledError) throw new NoAnswerError(mayHaveRun, tries - 1, error);
      if (!isAnswerless(error)) {
        if (error instanceof ServiceError) return { answer: error, mayHaveRun };
        // Such as a credential that cannot be renewed: what became of the earlier try must not be forgotten over it.
        throw mayHaveRun && error instanceof Error ? new NoAnswerError(mayHaveRun, tries, error) : error;
      }
      const wish = throttle(error);
      mayHaveRun ||= mayHaveRunDespite(error);
      refused = wish !== undefined;
      const pause = wish ? pacer.pause : clock.random() * Math.min(FIRST_RETRY_MS * 2 ** tries, LONGEST_RETRY_MS);
      const isHopeless = error instanceof UnreachableError && error.isLasting && tries > 1;
      if (pause >= budget.left || error instanceof TooBusyError || isHopeless)
        throw new NoAnswerError(mayHaveRun, tries, error);
      if (wish) continue;
      say(`${what}: ${error.message}; trying again in ${(pause / 1000).toFixed(1)} s`);
      await clock.sleep(pause);
    }
  }
}

function pathOf({ projectId }: Connection, { path }: Pick<LiveRequest, "path">): string {
  return projectId === undefined ? path : `/v1/${projectId}${path}`;
}

async function send(
  credential: Credential,
  connection: Connection,
  request: LiveRequest,
  budget: Budget,
): Promise<Answer> {
  const { endpoint, projectId, transport, clock, debug } = connection;
  const path = pathOf(connection, request);
  const query = queryString(request.query);
  const url = `${endpoint}${encodePath(path)}${query && `?${query}`}`;
  const body = request.body ? JSON.stringify(request.body) : "";
  const shown = request.body
    ? JSON.stringify(request.body, (key, value) => (key === request.secret ? "…" : value))
    : "";
  const plain: Record<string, string> = { "content-type": "application/json" };
  if (projectId !== undefined) plain["x-project-id"] = projectId;
  const toSign = { method: request.method, path, query: request.query, headers: plain, body };
  const headers = authenticated(credential, toSign, endpoint, clock.wall());
  const began = clock.now();
  const report = (outcome: string) =>
    debug(`${request.method} ${url} ${shown} ${outcome} ${(clock.now() - began).toFixed(0)} ms`);
  try {
    // A first try is made even by a command whose budget went by while it waited for its turn.
    const answer = await transport(
      { method: request.method, url, headers, body },
      clamp(budget.left, 1000, ATTEMPT_MS),
    );
    report(`HTTP ${answer.status} ${answer.headers["x-request-id"] ?? ""}`);
    return readAnswer(answer, clock.now());
  } catch (error) {
    if (!(error instanceof ServiceError)) report(String(error));
    throw error;
  }
}

function throttle(error: unknown): Throttle | undefined {
  if (!(error instanceof ServiceError) || !isThrottled(error)) return undefined;
  return { retryAfter: error.retryAfter, reason: error.message };
}

type Answerless = UnreachableError | UnusableAnswerError | TooBusyError | ServiceError;

/** Neither a yes nor a no. */
function isAnswerless(error: unknown): error is Answerless {
  if (error instanceof UnreachableError || error instanceof UnusableAnswerError) return true;
  if (error instanceof TooBusyError) return true;
  return (
    error instanceof ServiceError && (error.status >= 500 || error.status === 408 || throttle(error) !== undefined)
  );
}

function mayHaveRunDespite(error: Answerless): boolean {
  if (error instanceof UnreachableError) return error.mayHaveRun;
  if (error instanceof TooBusyError) return false;
  return throttle(error) === undefined;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
