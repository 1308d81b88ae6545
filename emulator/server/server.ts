import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answerControl, controlPrefix } from "../controls/control-routes";
import type { Controls } from "../controls/controls";
import type { Faults } from "../faults";
import type { PageServer } from "../page/page-server";
import { type Answer, refusalAnswer, send } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { bodyTooLarge } from "../protocol/refusals";
import type { SignedRequest } from "../protocol/signature";
import type { RequestLog } from "../request-log";
import { type Route, readRequest } from "../routes";
import { streamKey, streamPath } from "../stream-name";
import { answerWithFault } from "./fault-answer";

/** The gateway's bound for a body. */
const maxBody = 12 * 1024 * 1024;

export interface ServerParts {
  /** Has the service carry out a request. */
  readonly serve: (route: Route | undefined, call: Call) => Answer;
  readonly controls: Controls;
  readonly page: PageServer;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly now: () => number;
}

export function createEmulatorServer(parts: ServerParts): Server {
  let count = 0;
  const server = createServer((incoming, response) => {
    count += 1;
    // The documented form, request_id-timestamp-hostname. Counted, so that a run can be repeated.
    const requestId = `${count.toString(16).padStart(32, "0")}-${parts.now()}-emulator`;
    response.sendDate = false;
    response.setHeader("Date", new Date(parts.now()).toUTCString());
    response.setHeader("X-request-id", requestId);
    handle(parts, incoming, response, requestId).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else send(response, { status: 500, body: { error: String(error) } });
    });
  });
  // An idle connection that we close as the client uses it again looks like a fault that nobody asked for.
  server.keepAliveTimeout = 0;
  return server;
}

async function handle(
  { serve, controls, page, faults, log, now }: ServerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const { method = "", url = "", headers } = incoming;
  if (!fromThisMachine(incoming)) {
    return send(response, {
      status: 403,
      body: { error: "only for programs on this machine and its own page, not for other web pages" },
    });
  }
  if (page.answers(incoming, response)) return;
  const body = await readBody(incoming);
  if (!body) return send(response, refusalAnswer(bodyTooLarge(), requestId));
  if (url.startsWith(controlPrefix)) return send(response, answerControl(controls, method, url, body.toString()));

  const request: SignedRequest = { method, url, headers, body };
  const { route, call } = readRequest(request, requestId);
  const operation = route?.operation ?? "unknown";
  const fault = faults.strike(operation, call.stream && streamKey(call.stream));
  const entry = log.add({
    at: new Date(now()).toISOString(),
    method,
    path: call.path,
    query: call.query.toString(),
    operation,
    ...(call.stream && { stream: streamPath(call.stream) }),
    requestId,
    ...(fault && { fault: fault.kind }),
  });
  const serveAndLog = (): Answer => {
    const answer = serve(route, call);
    entry.executed = answer.status < 300;
    return answer;
  };
  const sendAndLog = (answer: Answer): void => {
    if (response.destroyed) return;
    entry.status = answer.status;
    const code = errorCodeOf(answer);
    if (code !== undefined) entry.errorCode = code;
    send(response, answer);
  };
  if (!fault) return sendAndLog(serveAndLog());
  await answerWithFault(fault, response, serveAndLog, sendAndLog);
  if (response.headersSent) entry.status = response.statusCode;
}

/**
 * No page in a browser but the emulator's own may reach it, neither directly nor by a name that resolves to 127.0.0.1
 * (DNS rebinding).
 */
function fromThisMachine({ headers: { host = "", origin, "sec-fetch-site": site } }: IncomingMessage): boolean {
  if (!/^(127(\.\d+){3}|\[::1\]|([\w-]+\.)*localhost)(:\d+)?$/i.test(host)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return site === undefined || site === "none" || site === "same-origin";
}

/** Undefined if it is too large. It is read to its end, so that the client gets to read the answer. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBody) chunks.push(chunk);
  }
  return size <= maxBody ? Buffer.concat(chunks) : undefined;
}

const errorCodeOf = ({ body }: Answer): string | undefined =>
  typeof body === "object" && "error_code" in body && typeof body.error_code === "string" ? body.error_code : undefined;
