import type { AccountParts } from "../../../provider/account/request";
import type { HttpAnswer } from "../../../provider/http/transport/exchange";
import type { HttpRequest } from "../../../provider/http/transport/transport";
import { BEGIN, FakeClock } from "../fake-clock";
import { answered, type Step } from "../http/scripted-service";

export interface ScriptedIam {
  readonly parts: AccountParts;
  readonly clock: FakeClock;
  readonly requests: HttpRequest[];
  readonly waits: number[];
  readonly debugged: string[];
}

/** IAM or the metadata service, which answers by a script; the last step counts for all that follow. */
export function scriptedIam(...steps: Step[]): ScriptedIam {
  const clock = new FakeClock();
  const requests: HttpRequest[] = [];
  const waits: number[] = [];
  const debugged: string[] = [];
  const send = async (request: HttpRequest, ms: number): Promise<HttpAnswer> => {
    const step = steps[Math.min(requests.length, steps.length - 1)];
    requests.push(request);
    waits.push(ms);
    if (step === undefined) throw new Error("nothing in the script");
    if (step instanceof Error) throw step;
    return typeof step === "function" ? step(request, ms) : step;
  };
  const parts = { transport: () => send, clock, debug: (line: string) => void debugged.push(line) };
  return { parts, clock, requests, waits, debugged };
}

/** `hours` after the beginning by the service's clock, which is `ahead` hours ahead of ours, as it writes times. */
export const end = (hours: number, ahead = 0) =>
  new Date(BEGIN + (hours + ahead) * 3_600_000).toISOString().replace("Z", "000Z");

export const date = (ahead = 0) => new Date(BEGIN + ahead * 3_600_000).toUTCString();

export const token = (hours = 24, ahead = 0): HttpAnswer =>
  answered(201, { token: { expires_at: end(hours, ahead) } }, { "x-subject-token": "hidden-token", date: date(ahead) });

export const keys = (hours = 6, ahead = 0): HttpAnswer => {
  const credential = { access: "AK-1", secret: "hidden-sk", securitytoken: "hidden-st", expires_at: end(hours, ahead) };
  return answered(201, { credential }, { date: date(ahead) });
};

export const temporary = { accessKey: "AK-1", secretKey: "hidden-sk", securityToken: "hidden-st" };

/** All that must be in no line has this in it. */
export const HIDDEN = /hidden/;

export const HOUR = 3_600_000;
