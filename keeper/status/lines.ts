import type { KeeperEvent } from "../event";
import type { Told } from "../keeper";
import type { Cause, KeptStream } from "../stream";

const WHY: Record<Cause, string> = {
  interrupted: "its push was interrupted, and is back",
  ended: "its recording ended while the push goes on",
  failed: "its recording has failed",
  unknown: "it is not known whether it is recorded",
};

/** One line for a person: what happened to which stream, why, and what comes next. Nothing for what needs no line. */
export function lineFor(told: Told): string | undefined {
  switch (told.type) {
    case "declared":
    case "run":
      return undefined;
    case "phase":
      return phaseLine(told.stream, told.before, told.now);
    case "gone":
      return `${told.stream}: no longer declared recorded, so it is left alone`;
    case "run-over":
      return told.locked?.isNew
        ? `The stack is locked by ${told.locked.whose}. The keeper tries again every 2 s, and never removes the lock of another run.`
        : undefined;
    case "looked":
      return told.isNew ? lookedLine(told.blind) : undefined;
    case "trouble":
      return told.isNew
        ? `The stack could not be read, so the keeper goes by the last state it read: ${told.message}`
        : undefined;
    case "file":
      return `${told.stream}: a file is complete: ${told.file.url ?? told.file.name}`;
  }
}

function lookedLine(blind: (Told & { type: "looked" })["blind"]): string {
  if (blind.length === 0) return "The lists of pushes can be read again.";
  return blind.map(({ code, message }) => `${code}: ${message} ${NEXT[code] ?? ""}`.trim()).join("\n");
}

const NEXT: Readonly<Record<string, string>> = {
  AUTHENTICATION_FAILED: "The keeper tries again when the credential has changed, and every 5 minutes.",
  PERMISSION_DENIED:
    "The keeper tries again every 5 minutes. Until then it learns of a push only from the service's messages.",
};

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
      return before === undefined ? undefined : `${id}: not pushed; recording starts again when it is`;
    case "due":
      return before?.phase === "starting" ? undefined : `${id}: ${WHY[now.cause ?? "unknown"]}; START comes next`;
    case "starting":
      return undefined;
    case "held": {
      const { trouble, nextTry } = now;
      const next = nextTry === undefined ? "" : ` and at ${new Date(nextTry).toISOString()}`;
      return `${id}: not recorded, because START failed. The keeper tries again with the next push${next}. ${trouble?.code ?? ""}: ${trouble?.message ?? ""}`;
    }
  }
}

/** The same for a program. */
export function eventFor(told: Told, now: number, stack: string): KeeperEvent | undefined {
  const message = lineFor(told);
  if (message === undefined || told.type === "declared" || told.type === "run") return undefined;
  const at = new Date(now).toISOString();
  const stream = "stream" in told ? { stream: told.stream } : {};
  const phase =
    told.type === "phase" ? { phase: told.now.phase, ...(told.now.cause ? { cause: told.now.cause } : {}) } : {};
  return { at, stack, type: told.type, ...stream, ...phase, message };
}
