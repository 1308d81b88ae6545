import { type Clock, systemClock } from "../provider/http/clock";
import { type Address, addressOf } from "./address";
import { KeeperError, wordsOf } from "./errors";
import type { KeeperEvent } from "./event";
import { Keeper, type Told } from "./keeper";
import type { Message } from "./notifications/message";
import { Receiver } from "./notifications/receiver";
import { AutomationEngine } from "./stack/automation";
import { Journal } from "./stack/journal";
import { journalFolder, PulumiProject } from "./stack/project";
import { isOfProgram } from "./stack/state";
import { StackBoard } from "./status/board";
import { eventFor } from "./status/lines";
import { StatusServer } from "./status/server";
import { KeeperBoard } from "./status/status";
import { ServiceWatch } from "./watch";

/** What a keeper keeps, and how. */
export interface KeepOptions {
  /** The stacks to keep, in `cwd`'s project. Default: the one that is selected there. */
  readonly stacks?: readonly string[];
  /** Folder of the project. Default: the current one. */
  readonly cwd?: string;
  /** Seconds between two looks at the pushed streams, 1 to 600. Default: 5. */
  readonly interval?: number;
  /** `HOST:PORT` of the status pages; `false`: none. Default: `127.0.0.1:8790`. */
  readonly status?: string | false;
  /** `HOST:PORT` that takes the service's messages. Default: none. */
  readonly notifications?: string;
  /** What stands before `/stream` and `/record` of that address, such as a secret. Default: nothing. */
  readonly notificationsPath?: string;
  /** The key that the messages are signed with. Without it they make the keeper look, and nothing else. */
  readonly notificationKey?: string;
  /** Look and heal once instead of until the signal. Default: `false`. */
  readonly once?: boolean;
  /** Ends the keeper; a run that is under way ends first. */
  readonly signal?: AbortSignal;
  /** Takes what happens. */
  readonly onEvent?: (event: KeeperEvent) => void;
}

/** How the keeper ended. */
export interface Kept {
  /** Whether all that is declared and pushed is recorded, and all lists of pushes could be read. */
  readonly isWhole: boolean;
}

/**
 * Keeps the recordings of stacks running until the signal.
 *
 * @throws {KeeperError} where it cannot begin
 */
export async function keep(options: KeepOptions): Promise<Kept> {
  const { interval = 5 } = options;
  if (!(interval >= 1 && interval <= 600)) throw new KeeperError("USAGE", `interval: ${interval} is not from 1 to 600`);
  for (const what of ["status", "notifications"] as const) if (options[what]) addressIn(options, what);
  const closing: (() => unknown)[] = [];
  try {
    return await keepUntil(options, interval, (close) => closing.unshift(close));
  } finally {
    for (const close of closing) await close();
  }
}

async function keepUntil(
  options: KeepOptions,
  interval: number,
  closeLater: (close: () => unknown) => void,
): Promise<Kept> {
  const { cwd = process.cwd(), once = false, signal = new AbortController().signal } = options;
  const clock: Clock = systemClock;
  const print = (message: string) => options.onEvent?.({ at: now(), type: "request", message });
  const project = await PulumiProject.open(cwd);
  const stacks: { readonly name: string; readonly journal: Journal; readonly board: StackBoard }[] = [];
  for (const name of new Set(options.stacks?.length ? options.stacks : [await project.selectedStack()])) {
    const warn = (message: string) => options.onEvent?.({ at: now(), type: "trouble", stack: name, message });
    const journal = Journal.open(journalFolder(process.env), await project.kept(name), process.pid, warn);
    closeLater(() => journal.close());
    stacks.push({ name, journal, board: new StackBoard(name) });
  }
  const board = new KeeperBoard(
    { version: version(), startedAt: clock.wall(), interval, notifications: notificationsOf(options) },
    stacks.map((stack) => stack.board),
  );
  const status = await openStatus(options, board, clock);
  closeLater(() => status?.close());
  const keepers = await Promise.all(
    stacks.map(async ({ name, journal, board }) => {
      const tell = (told: Told) => {
        board.take(told, clock.now());
        status?.changed();
        const event = eventFor(told, clock.now(), name);
        if (event) options.onEvent?.(event);
      };
      return keeperOf({ project, name, journal, clock, interval, tell, print });
    }),
  );
  const receiver = await openReceiver(options, board, clock, (message) => {
    board.message(message, clock.now());
    for (const keeper of keepers) keeper.take(message);
    status?.changed();
  });
  closeLater(() => receiver?.close());
  await Promise.all(keepers.map((keeper) => (once ? healOnce(keeper) : keeper.run(signal))));
  return { isWhole: keepers.every(({ isWhole }) => isWhole) };
}

interface Parts {
  readonly project: PulumiProject;
  readonly name: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly interval: number;
  readonly tell: (told: Told) => void;
  readonly print: (line: string) => void;
}

/** A keeper that has read its stack and looked once. */
async function keeperOf({ project, name, journal, clock, interval, tell, print }: Parts): Promise<Keeper> {
  const watch = new ServiceWatch({ env: process.env, clock, print, config: () => engine.config() });
  let needsPackage = false;
  const engine = new AutomationEngine({
    project,
    stack: name,
    journal,
    now: () => clock.wall(),
    onRead: (resources) => {
      needsPackage = resources.some(isOfProgram);
      watch.take(resources);
    },
  });
  const keeper = new Keeper({ engine, watch, clock, interval: interval * 1_000, tell });
  await keeper.read().catch((error: unknown) => {
    const isMissing = error instanceof Error && error.name === "StackNotFoundError";
    throw new KeeperError(isMissing ? "NOT_FOUND" : "REFUSED", wordsOf(error));
  });
  if (needsPackage && !project.finds(PACKAGE)) {
    throw new KeeperError("NOT_FOUND", "The package pulumi-huaweicloud-live is not installed for this project.");
  }
  await keeper.look();
  // Without the permission to list there are still the messages; and what is merely away comes back.
  const refused = keeper.blind.find(({ code, needsSomebody }) => needsSomebody && code !== "PERMISSION_DENIED");
  if (refused && !keeper.sees) throw new KeeperError("REFUSED", `${refused.code}: ${refused.message}`);
  return keeper;
}

/** What the engine loads for a recording that a program in TypeScript or JavaScript has declared. */
const PACKAGE = "pulumi-huaweicloud-live/provider";

/** Each stream once, in several runs where there are too many for one. */
async function healOnce(keeper: Keeper): Promise<void> {
  for (let isMore = true; isMore; ) isMore = await keeper.heal();
}

function version(): string {
  return require("pulumi-huaweicloud-live/package.json").version;
}

function notificationsOf({ notifications, notificationKey }: KeepOptions): "off" | "hints" | "signed" {
  if (notifications === undefined) return "off";
  return notificationKey === undefined ? "hints" : "signed";
}

async function openStatus(options: KeepOptions, board: KeeperBoard, clock: Clock): Promise<StatusServer | undefined> {
  if (options.status === false) return undefined;
  const server = new StatusServer(board, () => clock.now());
  await listen({ status: "127.0.0.1:8790", ...options }, "status", (address) => server.listen(address));
  return server;
}

async function openReceiver(
  options: KeepOptions,
  board: KeeperBoard,
  clock: Clock,
  take: (message: Message) => void,
): Promise<Receiver | undefined> {
  const { notifications, notificationsPath = "", notificationKey } = options;
  if (notifications === undefined) return undefined;
  const receiver = new Receiver({
    path: notificationsPath.replace(/\/$/, ""),
    key: notificationKey,
    now: () => clock.wall(),
    take,
    count: (result) => board.count(result),
  });
  await listen(options, "notifications", (address) => receiver.listen(address));
  return receiver;
}

type Listening = "status" | "notifications";

function addressIn(options: KeepOptions, what: Listening): Address {
  const text = String(options[what]);
  const address = addressOf(text);
  if (address) return address;
  throw new KeeperError("USAGE", `${what}: ${text} is not HOST:PORT`);
}

async function listen(options: KeepOptions, what: Listening, open: (address: Address) => Promise<number>) {
  const address = addressIn(options, what);
  const port = await open(address).catch((error: Error) => {
    throw new KeeperError("USAGE", `${what}: ${options[what]} cannot be listened on: ${error.message}`);
  });
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  const message = `${what === "status" ? "Status" : "Notifications"}: http://${host}:${port}`;
  options.onEvent?.({ at: now(), type: "listening", message });
}

function now(): string {
  return new Date().toISOString();
}
