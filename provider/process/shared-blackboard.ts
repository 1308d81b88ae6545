import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  unlinkSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { type Blackboard, type Note, OwnBlackboard } from "../lifecycle/per-stream/blackboard";
import { isRunning, processName } from "./process-name";

/**
 * The blackboard of the run whose engine has this address (host and port): a file that only this user can read. Where it
 * cannot be had (no address, no folder, somebody else's folder), this process knows of no other.
 */
export function openBlackboard(
  engine: string | undefined,
  folder = defaultFolder(),
  self = processName(process.pid),
): Blackboard {
  if (engine === undefined || self === undefined) return new OwnBlackboard();
  try {
    makePrivate(folder);
    const file = join(folder, engine.replace(/[^\w.]/g, "-"));
    sweep(folder, file);
    return new SharedBlackboard(openPrivate(file), self);
  } catch {
    return new OwnBlackboard();
  }
}

function defaultFolder(): string {
  return join(tmpdir(), `pulumi-huaweicloud-live-${process.getuid?.() ?? "user"}`);
}

const fingerprint = v.pipe(v.string(), v.regex(/^[\w-]{22}$/));

/** A line of the file. A newer version of this package may know more of them, which are left out. */
const LINE = v.intersect([
  v.object({ by: v.string() }),
  v.variant("note", [
    v.object({
      note: v.literal("standing"),
      stream: fingerprint,
      resource: fingerprint,
      standing: v.partial(v.object({ wants: v.boolean(), records: v.boolean(), inVain: v.boolean() })),
    }),
    v.object({ note: v.literal("gone"), stream: fingerprint, resource: fingerprint }),
    v.object({ note: v.literal("stopped"), stream: fingerprint, at: v.pipe(v.number(), v.finite()) }),
    v.object({ note: v.picklist(["turn begins", "turn ends"]), stream: fingerprint }),
  ]),
]);

/** No line is longer; what is, is garbage. */
const LONGEST_LINE = 1_000;

class SharedBlackboard implements Blackboard {
  private readonly hearers: ((note: Note, author: string) => void)[] = [];
  private readonly chunk = Buffer.alloc(16_384);
  private position = 0;
  /** The beginning of a line whose end is not there yet. */
  private begun = "";
  /** It could not be written or read: from then on this process knows of no other. */
  private lost = false;

  constructor(
    private readonly file: number,
    readonly self: string,
  ) {}

  isAlive(author: string): boolean {
    return author === this.self || (!this.lost && isRunning(author));
  }

  /**
   * One write to the end of the file, which no other one can get into. It begins with a new line, since somebody else's
   * last one may have been cut off.
   */
  pin(note: Note): void {
    if (!this.lost) {
      const line = Buffer.from(`\n${JSON.stringify({ by: this.self, ...note })}\n`);
      try {
        if (writeSync(this.file, line) === line.length) return;
      } catch {}
      this.catchUp();
      this.lost = true;
    }
    this.tell(note, this.self);
  }

  subscribe(hear: (note: Note, author: string) => void): void {
    this.hearers.push(hear);
  }

  catchUp(): void {
    if (this.lost) return;
    try {
      for (let length = this.read(); length > 0; length = this.read()) {
        const lines = (this.begun + this.chunk.toString("latin1", 0, length)).split("\n");
        this.begun = (lines.pop() ?? "").slice(0, LONGEST_LINE + 1);
        for (const line of lines) this.hear(line);
      }
    } catch {
      this.lost = true;
    }
  }

  private read(): number {
    const length = readSync(this.file, this.chunk, 0, this.chunk.length, this.position);
    this.position += length;
    return length;
  }

  private hear(line: string): void {
    const read = parsed(line);
    if (!read) return;
    const { by, ...note } = read;
    this.tell(note as Note, by);
  }

  private tell(note: Note, author: string): void {
    for (const hear of this.hearers) hear(note, author);
  }
}

function parsed(line: string) {
  if (line === "" || line.length > LONGEST_LINE) return undefined;
  try {
    const { success, output } = v.safeParse(LINE, JSON.parse(line));
    return success ? output : undefined;
  } catch {
    return undefined;
  }
}

/** @throws where others could read or write in it, or where it is no folder of this user's own */
function makePrivate(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there, or else there is none to look at now.
  }
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || !isPrivate(stats)) throw new Error(`${folder} is not this user's own folder`);
}

/** @throws where others could read or write it, or where it is no file of this user's own */
function openPrivate(file: string): number {
  // Windows has no O_NOFOLLOW, and a folder for temporary files that is the user's own.
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  const opened = openSync(file, flags, 0o600);
  const stats = fstatSync(opened);
  if (stats.isFile() && isPrivate(stats)) return opened;
  closeSync(opened);
  throw new Error(`${file} is not this user's own file`);
}

function isPrivate({ uid, mode }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}

/** A file that was just made may belong to a process that has not pinned anything yet, in milliseconds. */
const SETTLED_MS = 60_000;

/** Removes the files of runs whose processes are all gone. */
function sweep(folder: string, own: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    try {
      const stats = lstatSync(file);
      if (file === own || !stats.isFile() || Date.now() - stats.mtimeMs < SETTLED_MS) continue;
      const authors = new Set(readFileSync(file, "latin1").match(/(?<="by":")[\d-]+(?=")/g));
      if (![...authors].some(isRunning)) unlinkSync(file);
    } catch {
      // Another process is sweeping, too.
    }
  }
}
