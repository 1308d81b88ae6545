import type { Mark } from "../../page/facts";
import type { LoggedRequest } from "../request-log";
import type { SentMessage } from "../views";

// What the marks on the page say.

/** A command of somebody who may send it, whatever became of it. */
export const isWish = ({ status }: LoggedRequest): boolean => status !== 401;

export function commandMark(request: LoggedRequest): Mark {
  const { operation, executed, status, fault } = request;
  const at = Date.parse(request.at);
  const kind = !executed ? "refused" : operation === "START" ? "start" : "stop";
  if (fault !== undefined) {
    const answered = status === 0 ? "no answer" : `answered ${status}`;
    return { at, kind, text: `${operation} ${executed ? "carried out" : "not carried out"}, ${answered}: a fault` };
  }
  if (executed) return { at, kind, text: operation };
  return { at, kind, text: `${operation} refused: ${reason(request)} (${request.errorCode ?? status})` };
}

/** The service's own texts say less. */
function reason({ operation, status, errorCode }: LoggedRequest): string {
  if (status === 0) return "no answer yet";
  if (status === 401) return "wrong credential";
  if (status === 429) return "too many requests";
  if (errorCode === "LIVE.100011022") return "already recorded, or too soon after STOP";
  if (status === 404) return "nothing was being recorded";
  return operation === "START" && errorCode === "LIVE.100011001" ? "no push, or no rule for it" : "not possible";
}

export function messageMark({ at, event, url, status, error }: SentMessage): Mark {
  const outcome = error ?? (status === 0 ? "no answer yet" : String(status));
  return { at: Date.parse(at), kind: "message", text: `${event} told to ${new URL(url).host}: ${outcome}` };
}
