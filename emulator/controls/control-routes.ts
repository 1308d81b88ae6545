import { InvalidInput } from "../invalid-input";
import type { Answer } from "../protocol/answer";
import type { Controls } from "./controls";

export const controlPrefix = "/_emulator/";

/** The controls over HTTP, under `/_emulator/`. */
export function answerControl(controls: Controls, method: string, url: string, body: string): Answer {
  const { pathname, searchParams } = new URL(url, "http://emulator");
  try {
    const [resource, ...rest] = pathname.slice(controlPrefix.length).split("/").map(decodeSegment);
    if (resource === "streams") return answerStream(controls, method, rest, searchParams, body);
    return answerCollection(controls, `${method} ${[resource, ...rest].join("/")}`, body);
  } catch (error) {
    if (error instanceof InvalidInput) return { status: 400, body: { error: error.message } };
    throw error;
  }
}

function answerStream(
  controls: Controls,
  method: string,
  [publishDomain = "", app = "", stream = "", ...action]: string[],
  query: URLSearchParams,
  body: string,
): Answer {
  const name = { publishDomain, app, stream };
  switch ([method, ...action].join(" ")) {
    case "PUT":
      return { status: 200, body: controls.push(name, body === "" ? {} : parseJson(body)) };
    case "DELETE":
      return { status: 200, body: controls.endPush(name) };
    case "POST fail":
      return { status: 200, body: controls.fail(name, query.get("message") ?? undefined) };
    case "POST interrupt":
      return { status: 200, body: controls.interrupt(name, Number(query.get("seconds") || 60)) };
    default:
      return unknownControl;
  }
}

function answerCollection(controls: Controls, route: string, body: string): Answer {
  switch (route) {
    case "PUT rules":
      return { status: 200, body: controls.setRules(parseJson(body)) };
    case "GET recordings":
      return { status: 200, body: controls.recordings() };
    case "GET requests":
      return { status: 200, body: controls.requests() };
    case "GET messages":
      return { status: 200, body: controls.messages() };
    case "PUT delivery":
      controls.setDelivery(parseJson(body));
      return { status: 204 };
    case "GET buckets":
      return { status: 200, body: controls.grantedBuckets() };
    case "POST faults":
      controls.addFault(parseJson(body));
      return { status: 204 };
    case "DELETE faults":
      controls.clearFaults();
      return { status: 204 };
    case "POST credentials/expire":
      controls.expireCredentials();
      return { status: 204 };
    case "POST reset":
      controls.reset();
      return { status: 204 };
    default:
      return unknownControl;
  }
}

const unknownControl: Answer = { status: 404, body: { error: "no such control" } };

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new InvalidInput(`path: ${segment} is not percent-encoded UTF-8`);
  }
}

/** Typed by who asks: the controls check every property themselves. */
function parseJson<Expected>(text: string): Expected {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInput("body: must be JSON");
  }
}
