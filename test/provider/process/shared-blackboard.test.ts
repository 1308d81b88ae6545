import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CancellableClock } from "../../../provider/http/cancellable-clock";
import { systemClock } from "../../../provider/http/clock";
import {
  type Blackboard,
  fingerprint,
  type Note,
  OwnBlackboard,
} from "../../../provider/lifecycle/per-stream/blackboard";
import { StopTimes } from "../../../provider/lifecycle/per-stream/cooldown";
import { Owners } from "../../../provider/lifecycle/per-stream/owners";
import { StreamQueue } from "../../../provider/lifecycle/per-stream/stream-queue";
import { processName } from "../../../provider/process/process-name";
import { openBlackboard } from "../../../provider/process/shared-blackboard";
import { BEGIN, FakeClock } from "../fake-clock";

const ENGINE = "127.0.0.1:41234";
const posix = process.platform !== "win32";

let base: string;
let folder: string;
const others: ChildProcess[] = [];
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "blackboard-"));
  folder = join(base, "notes");
});
afterEach(() => {
  for (const other of others.splice(0)) other.kill("SIGKILL");
  rmSync(base, { recursive: true, force: true });
});

/** Another process that runs, and the blackboard as it would see it. */
function another(engine = ENGINE) {
  const child = spawn("sleep", ["100"], { stdio: "ignore" });
  others.push(child);
  const board = openBlackboard(engine, folder, processName(child.pid ?? 0));
  const dies = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { board, dies };
}

const here = (engine: string | undefined = ENGINE) => openBlackboard(engine, folder);
const file = () => join(folder, "127.0.0.1-41234");

function heardBy(board: Blackboard): () => Note[] {
  const heard: Note[] = [];
  board.subscribe((note) => heard.push(note));
  return () => {
    board.catchUp();
    return heard;
  };
}

const stopped = (at: number): Note => ({ note: "stopped", stream: fingerprint("s"), at });
const wants = { wants: true, records: false };

test("the processes of one run hear each other, and all in the same order", () => {
  const [one, two] = [here(), another().board];
  const [heardByOne, heardByTwo] = [heardBy(one), heardBy(two)];
  one.pin(stopped(1));
  two.pin(stopped(2));
  expect(heardByTwo()).toEqual([stopped(1), stopped(2)]);
  one.pin(stopped(3));
  expect(heardByOne()).toEqual([stopped(1), stopped(2), stopped(3)]);
  expect(heardByTwo()).toEqual(heardByOne());
  expect(heardBy(another().board)()).toEqual(heardByOne());
});

test("the processes of another run hear nothing", () => {
  const heard = heardBy(another("127.0.0.1:41235").board);
  here().pin(stopped(1));
  expect(heard()).toEqual([]);
});

test.each([undefined, ""])("without an engine's address (%j) there is no file", (engine) => {
  const board = openBlackboard(engine || undefined, folder);
  const heard = heardBy(board);
  board.pin(stopped(1));
  expect(heard()).toEqual([stopped(1)]);
  expect(existsSync(folder)).toBe(false);
});

describe("owners in two processes", () => {
  test("a resource that another process has made holds the STOP back", () => {
    const [old, fresh] = [new Owners(here()), new Owners(another().board)];
    old.note("s", "old", wants);
    fresh.note("s", "new", { wants: true, records: true });
    expect(old.wantedByAnother("s", "old")).toBe(true);
    expect(old.recordedByAnother("s", "old")).toBe(true);
    expect(old.wantedByAnother("another stream", "old")).toBe(false);
    fresh.forget("s", "new");
    expect(old.wantedByAnother("s", "old")).toBe(false);
  });

  test("one that could not be created there is wanted in vain", () => {
    const [old, fresh] = [new Owners(here()), new Owners(another().board)];
    fresh.note("s", "new", { ...wants, inVain: true });
    expect(old.wantedInVain("s", "old")).toBe(true);
  });

  test("what was said of a resource last counts, whichever process has said it", () => {
    const [refreshing, updating] = [new Owners(here()), new Owners(another().board)];
    refreshing.note("s", "the same", wants);
    updating.note("s", "the same", { wants: false });
    expect(refreshing.wantedByAnother("s", "another")).toBe(false);
  });

  test("a process that was killed wants nothing any more", async () => {
    const { board, dies } = another();
    const owners = new Owners(here());
    new Owners(board).note("s", "new", { wants: true, records: true });
    expect(owners.wantedByAnother("s", "old")).toBe(true);
    await dies();
    expect(owners.wantedByAnother("s", "old")).toBe(false);
    expect(owners.recordedByAnother("s", "old")).toBe(false);
  });

  const step = fc.record({
    process: fc.nat({ max: 2 }),
    stream: fc.constantFrom("s", "t"),
    resource: fc.constantFrom("a", "b", "c"),
    does: fc.oneof(
      fc.constantFrom("forget" as const, "stop" as const),
      fc.record({ wants: fc.boolean(), records: fc.boolean(), inVain: fc.boolean() }, { requiredKeys: [] }),
    ),
  });

  test("answer as one process would that does all of it", () => {
    let engine = 1;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        engine += 1;
        const address = `127.0.0.1:${engine}`;
        const boards = [
          openBlackboard(address, folder),
          openBlackboard(address, folder),
          openBlackboard(address, folder),
        ];
        const open = (board: Blackboard) => ({ owners: new Owners(board), stops: new StopTimes(board, systemClock) });
        const all = boards.map(open);
        const alone = open(new OwnBlackboard());
        for (const { process, stream, resource, does } of steps) {
          for (const { owners, stops } of [all[process] ?? alone, alone]) {
            if (does === "forget") owners.forget(stream, resource);
            else if (does === "stop") stops.note(stream);
            else owners.note(stream, resource, does);
          }
          for (const { owners } of all) {
            for (const its of ["a", "b", "c"]) {
              for (const asked of ["wantedByAnother", "wantedInVain", "recordedByAnother"] as const) {
                expect(owners[asked](stream, its)).toBe(alone.owners[asked](stream, its));
              }
            }
          }
        }
      }),
    );
  });
});

describe("the cooldown after another process's STOP", () => {
  test("counts from when it was sent", async () => {
    const clock = new FakeClock();
    const [one, two] = [new StopTimes(here(), clock), new StopTimes(another().board, clock)];
    one.note("s");
    await clock.sleep(3000);
    expect(two.get("s")).toBe(BEGIN);
    expect(two.get("another")).toBeUndefined();
  });

  test("is never longer than one from now, wherever the clock on the wall was set", () => {
    const clock = new FakeClock();
    const stops = new StopTimes(here(), clock);
    another().board.pin(stopped(BEGIN + 3_600_000));
    expect(stops.get("s")).toBe(BEGIN);
  });
});

describe("commands of two processes for one stream", () => {
  test("go one at a time, in the order in which they came", async () => {
    const queues = [here(), another().board].map((board) => new StreamQueue(board, systemClock));
    const log: string[] = [];
    const command = (name: string) => async () => {
      log.push(`${name} begins`);
      await systemClock.sleep(50);
      log.push(`${name} ends`);
    };
    const names = ["1", "2", "3", "4"];
    await Promise.all(
      names.map(async (name, index) => {
        await systemClock.sleep(index * 10);
        await queues[index % 2]?.run("s", command(name));
      }),
    );
    expect(log).toHaveLength(8);
    for (let i = 0; i < 8; i += 2) expect(log[i + 1]).toBe(log[i]?.replace("begins", "ends"));
    expect(log[0]).toBe("1 begins");
  });

  test("do not wait for those for another stream", async () => {
    another().board.pin({ note: "turn begins", stream: fingerprint("another stream") });
    expect(await new StreamQueue(here(), systemClock).run("s", async () => "done")).toBe("done");
  });

  test("end when the run is cancelled while another one has its turn, and nothing is sent", async () => {
    another().board.pin({ note: "turn begins", stream: fingerprint("s") });
    const clock = new CancellableClock(systemClock);
    let sent = false;
    const run = new StreamQueue(here(), clock).run("s", async () => {
      sent = true;
    });
    await systemClock.sleep(50);
    clock.cancel();
    await expect(run).rejects.toMatchObject({ code: "CANCELLED" });
    expect(sent).toBe(false);
  });

  test("do not wait for one whose process was killed", async () => {
    const { board, dies } = another();
    board.pin({ note: "turn begins", stream: fingerprint("s") });
    let done = false;
    const run = new StreamQueue(here(), systemClock).run("s", async () => {
      done = true;
    });
    await systemClock.sleep(300);
    expect(done).toBe(false);
    await dies();
    await run;
    expect(done).toBe(true);
  });
});

const AUTHOR = JSON.stringify(processName(process.pid));
const S = JSON.stringify(fingerprint("s"));

describe("what is no note is left out, and those around it are heard:", () => {
  test.each<[string, string | Buffer]>([
    ["half a line", `{"by":${AUTHOR},"note":"stopped","str`],
    ["half a line that would do", `{"by":${AUTHOR},"note":"turn begins","stream":${S}}`.slice(0, -1)],
    ["no JSON", "hello\n"],
    ["bytes", Buffer.from([0, 255, 10, 13, 128, 10])],
    ["other JSON", "null\n1\n[]\n{}\n"],
    ["no author", `{"note":"stopped","stream":${S},"at":1}\n`],
    ["a note of a newer version", `{"by":${AUTHOR},"note":"sings","stream":${S}}\n`],
    ["a time that is none", `{"by":${AUTHOR},"note":"stopped","stream":${S},"at":"soon"}\n`],
    ["a stream that is none", `{"by":${AUTHOR},"note":"stopped","stream":"__proto__","at":1}\n`],
    [
      "a standing that is none",
      `{"by":${AUTHOR},"note":"standing","stream":${S},"resource":${S},"standing":{"wants":1}}\n`,
    ],
    ["a line that never ends", "x".repeat(100_000)],
    ["a note behind a long blank", `${" ".repeat(5000)}{"by":${AUTHOR},"note":"stopped","stream":${S},"at":1}\n`],
  ])("%s", (_, garbage) => {
    const [one, two] = [here(), another().board];
    const heard = heardBy(two);
    one.pin(stopped(1));
    expect(heard()).toEqual([stopped(1)]);
    appendFileSync(file(), garbage);
    expect(heard()).toEqual([stopped(1)]);
    one.pin(stopped(2));
    expect(heard()).toEqual([stopped(1), stopped(2)]);
    expect(heardBy(here())()).toEqual([stopped(1), stopped(2)]);
  });

  test("the parts of a line that comes in two", () => {
    const heard = heardBy(here());
    const line = JSON.stringify({ by: "1-2", ...stopped(7) });
    for (const part of [line.slice(0, 20), line.slice(20, 40), `${line.slice(40)}\n`]) {
      expect(heard()).toEqual([]);
      appendFileSync(file(), part);
    }
    expect(heard()).toEqual([stopped(7)]);
  });
});

test("the file tells nobody which streams and commands there are", () => {
  const owners = new Owners(here());
  owners.note("https://live.test project push.example.com live secret-stream", "request-id 2026", wants);
  const text = readFileSync(file(), "utf8");
  expect(text).toContain("wants");
  for (const name of ["secret-stream", "push.example.com", "project", "request-id", "2026"]) {
    expect(text).not.toContain(name);
  }
});

test.runIf(posix)("nobody else may look into folder and file", () => {
  const before = process.umask(0);
  try {
    here().pin(stopped(1));
  } finally {
    process.umask(before);
  }
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

function folderOf(mode: number): string {
  mkdirSync(folder);
  chmodSync(folder, mode);
  return folder;
}

describe("a folder or file that is not its own is not used, and the process goes on alone:", () => {
  test.runIf(posix).each<[string, () => void]>([
    ["a link to a folder", () => symlinkSync(mkdtempSync(join(base, "elsewhere-")), folder)],
    ["a link to nothing", () => symlinkSync(join(base, "nothing"), folder)],
    ["a file", () => writeFileSync(folder, "")],
    ["a folder that others may read", () => folderOf(0o755)],
    ["a folder that others may write", () => folderOf(0o777)],
    ["a folder in no folder", () => rmSync(base, { recursive: true })],
    ["a file that is a link", () => symlinkSync(join(base, "target"), join(folderOf(0o700), "127.0.0.1-41234"))],
    ["a file that others may read", () => writeFileSync(join(folderOf(0o700), "127.0.0.1-41234"), "", { mode: 0o644 })],
    ["a file that is a folder", () => mkdirSync(file(), { recursive: true, mode: 0o700 })],
  ])("%s", (_, make) => {
    make();
    const board = here();
    const heard = heardBy(board);
    board.pin(stopped(1));
    expect(heard()).toEqual([stopped(1)]);
    expect(heardBy(another().board)()).toEqual([]);
    expect(existsSync(join(base, "target"))).toBe(false);
  });

  test.runIf(process.getuid?.() === 0)("somebody else's folder", async () => {
    const { chownSync } = await import("node:fs");
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 12345, 12345);
    here().pin(stopped(1));
    expect(readdirSync(folder)).toEqual([]);
  });
});

test.runIf(process.platform === "linux")(
  "a file that can no longer be written: each process goes on alone",
  async () => {
    const [one, two] = [here(), another().board];
    const owners = new Owners(one);
    new Owners(two).note("s", "theirs", wants);
    two.pin({ note: "turn begins", stream: fingerprint("s") });
    expect(owners.wantedByAnother("s", "own")).toBe(true);
    const ours = readdirSync("/proc/self/fd").filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === file();
      } catch {
        return false;
      }
    });
    for (const fd of ours) closeSync(Number(fd));
    owners.note("s", "another of its own", wants);
    expect(owners.wantedByAnother("s", "another of its own")).toBe(false);
    expect(owners.wantedByAnother("s", "own")).toBe(true);
    expect(await new StreamQueue(one, systemClock).run("s", async () => "done")).toBe("done");
  },
);

describe("files of earlier runs:", () => {
  const HOUR = 3600;
  const age = (name: string, seconds: number) => {
    const then = Date.now() / 1000 - seconds;
    utimesSync(join(folder, name), then, then);
  };

  test("those whose processes are all gone are removed", async () => {
    const { board, dies } = another("127.0.0.1:1");
    board.pin(stopped(1));
    another("127.0.0.1:2").board.pin(stopped(1));
    const killed = another("127.0.0.1:3");
    killed.board.pin(stopped(1));
    await dies();
    await killed.dies();
    writeFileSync(join(folder, "garbage"), "x".repeat(10_000));
    mkdirSync(join(folder, "folder"));
    for (const name of ["127.0.0.1-1", "127.0.0.1-2", "garbage"]) age(name, HOUR);
    here();
    // The second one's process runs, and the third one is young.
    expect(readdirSync(folder).sort()).toEqual(["127.0.0.1-2", "127.0.0.1-3", "127.0.0.1-41234", "folder"]);
  });

  test("one at the same address says nothing, since its processes are gone", async () => {
    const { board, dies } = another();
    new Owners(board).note("s", "old", { wants: true, records: true });
    board.pin({ note: "turn begins", stream: fingerprint("s") });
    await dies();
    const now = here();
    const owners = new Owners(now);
    expect(owners.wantedByAnother("s", "new")).toBe(false);
    expect(await new StreamQueue(now, systemClock).run("s", async () => "done")).toBe("done");
  });
});
