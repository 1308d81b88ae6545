import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../faults";
import { type Answer, bytesOf, headersOf } from "../protocol/answer";

/**
 * Answers as the fault wants it.
 * @param serve has the service carry out the request
 * @param send sends an answer
 */
export async function answerWithFault(
  fault: Fault,
  response: ServerResponse,
  serve: () => Answer,
  send: (answer: Answer) => void,
): Promise<void> {
  const served = fault.executed ? serve() : undefined;
  if (fault.delay) await pause(fault.delay * 1000, undefined, { ref: false });
  const answer = { status: fault.status ?? 200, headers: fault.headers, body: fault.body };
  switch (fault.kind) {
    case "delay":
      return send(served ?? serve());
    case "status":
      return send({ ...answer, status: fault.status ?? 500 });
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "hang":
      return;
    case "drip":
      return drip(response, answer);
    case "garbage-length":
      return sendShort(response, answer);
  }
}

function drip(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, headersOf(answer));
  response.write(" ");
  const timer = setInterval(() => response.write(" "), 1000);
  response.once("close", () => clearInterval(timer));
}

function sendShort(response: ServerResponse, answer: Answer): void {
  const bytes = bytesOf(answer);
  response.writeHead(answer.status, { ...headersOf(answer), "content-length": String(bytes.length + 100) });
  response.write(bytes.length > 0 ? bytes : "{", () => response.socket?.destroy());
}
