import type { LoggedRequest } from "../../../emulator";
import { Violation } from "./contract";
import type { Command, Outcome } from "./engine-model";
import type { Program, Resource } from "./stack";

/** One command line and what was there before it. */
export interface Operation {
  readonly command: Command;
  readonly program: Program;
  /** The state before. */
  readonly before: readonly Resource[];
  readonly outcome: Outcome;
  readonly requests: readonly LoggedRequest[];
}

/** The service's rule, in milliseconds. */
const COOLDOWN_MS = 10_000;

/** No command is sent that the declaration did not ask for. */
export function auditCommands(operation: Operation): void {
  const commands = operation.requests.filter(
    (request) => request.operation === "START" || request.operation === "STOP",
  );
  for (const { operation: command, stream = "" } of commands) {
    const objection = command === "START" ? againstStart(operation, stream) : againstStop(operation, stream);
    if (objection) throw new Violation(`${command} of ${stream}, but ${objection}`);
  }
  for (const start of commands.filter((request) => request.operation === "START")) {
    const early = commands.some((stop) => mayHaveStopped(stop) && stop.stream === start.stream && isEarly(start, stop));
    if (early) throw new Violation(`START of ${start.stream} at ${start.at}, too early after this process's STOP`);
  }
}

function againstStart({ command, program }: Operation, stream: string): string | undefined {
  if (command.command !== "up") return `this is a ${command.command}`;
  if ([...program.values()].some((declared) => declared.stream === stream && declared.recording)) return undefined;
  return "nobody declares it to be recorded";
}

function againstStop({ command, program, before, outcome }: Operation, stream: string): string | undefined {
  if (command.command === "refresh") return "this is a refresh";
  const declared = command.command === "up" ? [...program].find(([, d]) => d.stream === stream) : undefined;
  if (declared?.[1].recording) {
    return outcome.deletedFirst.has(stream) ? undefined : "it is declared to be recorded";
  }
  const made = outcome.calls.some(
    ({ method, stream: of, name }) => method === "create" && of === stream && name === declared?.[0],
  );
  if (made) return undefined;
  const known = before.filter(({ id, pendingReplacement }) => id === stream && !pendingReplacement);
  if (known.length === 0) return "no state knows it";
  return known.every(({ outputs }) => outputs.status === "stopped") ? "it is known to be stopped" : undefined;
}

const mayHaveStopped = ({ operation, status, executed }: LoggedRequest): boolean =>
  operation === "STOP" && (executed || status === 200);

function isEarly(start: LoggedRequest, stop: LoggedRequest): boolean {
  const after = Date.parse(start.at) - Date.parse(stop.at);
  return after >= 0 && after <= COOLDOWN_MS;
}
