import type { Told } from "../keeper";
import type { Cause, KeptStream } from "../stream";

const WHY: Record<Cause, string> = {
  interrupted: "its push was interrupted, and is back",
  ended: "its recording has ended while the push goes on",
  failed: "its recording has failed",
  unknown: "nobody knows whether it is recorded",
};

/** One line for a person: what happened to which stream, why, and what comes next. Nothing for what needs no line. */
export function lineFor(told: Told): string | undefined {
  switch (told.type) {
    case "declared":
      return undefined;
    case "phase":
      return phaseLine(told.stream, told.before, told.now);
    case "gone":
      return `${told.stream}: no longer declared recorded, so it is left alone`;
    case "run":
      return undefined;
    case "run-over":
    case "looked":
      return undefined;
    case "locked":
      return `The stack is locked by ${told.whose}. Trying again every 2 s.`;
    case "blind":
      return `The pushed streams cannot be seen: ${told.code}: ${told.message}`;
    case "trouble":
      return `The stack cannot be read, so the last known state counts: ${told.message}`;
    case "file":
      return `${told.stream}: a file is complete: ${told.file.url ?? told.file.name}`;
  }
}

function phaseLine(id: string, before: KeptStream | undefined, now: KeptStream): string | undefined {
  switch (now.phase) {
    case "recording": {
      if (before?.phase !== "starting") return `${id}: recording`;
      const gap =
        before.unrecordedSince === undefined || now.startedAt === undefined
          ? undefined
          : now.startedAt - before.unrecordedSince;
      const seconds = gap === undefined ? "" : ` after ${(Math.max(0, gap) / 1_000).toFixed(1)} s without`;
      return `${id}: recording again${seconds}`;
    }
    case "offline":
      return before === undefined ? undefined : `${id}: not pushed; it is started again when it is`;
    case "due":
      return `${id}: ${WHY[now.cause ?? "unknown"]}; START comes next`;
    case "starting":
      return undefined;
    case "held": {
      const { trouble } = now;
      return `${id}: not recorded, and START did not work; tried again by itself. ${trouble?.message ?? ""}`.trim();
    }
  }
}

/** The same as JSON. */
export function jsonFor(told: Told, now: number): string | undefined {
  const message = lineFor(told);
  if (message === undefined) return undefined;
  const at = new Date(now).toISOString();
  const stream = "stream" in told ? { stream: told.stream } : {};
  const phase =
    told.type === "phase" ? { phase: told.now.phase, ...(told.now.cause ? { cause: told.now.cause } : {}) } : {};
  return JSON.stringify({ at, type: told.type, ...stream, ...phase, message });
}
