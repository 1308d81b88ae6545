import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { KeeperError } from "../../../keeper/errors";
import { Journal } from "../../../keeper/stack/journal";

const KEPT = { host: "studio-1", backend: "file:///state", project: "events", stack: "dev" };

/** No process has this number: it is beyond the largest that Linux gives. */
const DEAD = 2 ** 22 + 1;

function folder(): string {
  const place = mkdtempSync(join(tmpdir(), "keeper-journal-"));
  onTestFinished(() => rmSync(place, { recursive: true }));
  return join(place, "made");
}

test("a stack that a living process keeps is refused to another one, and is free once that has closed", () => {
  const place = folder();
  const first = Journal.open(place, KEPT, process.ppid);
  const second = () => Journal.open(place, KEPT);
  expect(second).toThrow(expect.objectContaining({ code: "ANOTHER_KEEPER" }) as KeeperError);
  expect(() => Journal.open(place, { ...KEPT, stack: "other" })).not.toThrow();
  first.close();
  expect(second).not.toThrow();
});

test("a keeper that was killed keeps nothing, and what its runs may have left is known to the next one", () => {
  const place = folder();
  const killed = Journal.open(place, KEPT, DEAD);
  killed.began(1_000);
  killed.ended(1_000);
  killed.began(2_000);
  const next = Journal.open(place, KEPT);
  expect(next.runs).toEqual([2_000]);
  next.began(3_000);
  next.close();
  expect(Journal.open(place, KEPT).runs).toEqual([2_000, 3_000]);
});

test("a run that has the lock shows that those before it have left none", () => {
  const journal = Journal.open(folder(), KEPT);
  for (const at of [1_000, 2_000, 3_000]) journal.began(at);
  journal.ended(2_000);
  expect(journal.runs).toEqual([1_000, 3_000]);
  journal.holds(3_000);
  expect(journal.runs).toEqual([3_000]);
  journal.freed();
  expect(journal.runs).toEqual([]);
});

test("when all runs have ended well, nothing stays on the disk", () => {
  const place = folder();
  const journal = Journal.open(place, KEPT);
  journal.began(1_000);
  journal.ended(1_000);
  journal.close();
  expect(readdirSync(place)).toEqual([]);
});

test("a page that is garbage counts as none", () => {
  const place = folder();
  Journal.open(place, KEPT, DEAD);
  const [name = ""] = readdirSync(place);
  for (const text of ["", "{", '{"keeper":1,"runs":[]}', '{"keeper":"1","runs":["x"]}']) {
    writeFileSync(join(place, name), text);
    expect(Journal.open(place, KEPT, DEAD).runs).toEqual([]);
  }
});

test("a folder that somebody removes while the keeper runs is made again", () => {
  const place = folder();
  const journal = Journal.open(place, KEPT, DEAD);
  rmSync(place, { recursive: true });
  journal.began(1_000);
  expect(Journal.open(place, KEPT).runs).toEqual([1_000]);
});

test("a page that cannot be written stops no run: one warning says so, and the runs stay known to this keeper", () => {
  const place = folder();
  const warnings: string[] = [];
  const journal = Journal.open(place, KEPT, DEAD, (message) => warnings.push(message));
  rmSync(place, { recursive: true });
  writeFileSync(place, "a file where the folder is to be");
  journal.began(1_000);
  journal.began(2_000);
  expect(journal.runs).toEqual([1_000, 2_000]);
  expect(warnings).toEqual([expect.stringContaining("journal cannot be written")]);
  rmSync(place);
  journal.began(3_000);
  expect(Journal.open(place, KEPT).runs).toEqual([1_000, 2_000, 3_000]);
});

test("a folder that cannot be written is an error of the start", () => {
  const place = folder();
  writeFileSync(place, "a file where the folder is to be");
  expect(() => Journal.open(place, KEPT)).toThrow(expect.objectContaining({ code: "REFUSED" }) as KeeperError);
});
