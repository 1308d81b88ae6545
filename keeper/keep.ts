import { type Clock, systemClock } from "../provider/http/clock";
import { type Address, addressOf } from "./address";
import { AutomationEngine } from "./automation";
import { KeeperError } from "./errors";
import { Keeper, type Told } from "./keeper";
import type { Message } from "./notifications/message";
import { Receiver } from "./notifications/receiver";
import { StatusServer } from "./status/server";
import { StatusBoard } from "./status/status";
import { ServiceWatch } from "./watch";

/** What a keeper keeps, and how. */
export interface KeepOptions {
  /** The stack to keep, in `cwd`'s project. */
  readonly stack: string;
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
  readonly onEvent?: (told: Told, at: number) => void;
  /** Takes lines of the requests that are sent. */
  readonly print?: (line: string) => void;
}

/** How the keeper ended. */
export interface Kept {
  /** Whether all that is declared and pushed is recorded. */
  readonly isWhole: boolean;
}

/**
 * Keeps the recordings of a stack running until the signal.
 *
 * @throws {KeeperError} with `BACKEND` where the stack cannot be read at the start, `USAGE` for an option that cannot be
 */
export async function keep(options: KeepOptions): Promise<Kept> {
  const { stack, cwd = process.cwd(), interval = 5, once = false, print = () => {} } = options;
  const clock: Clock = systemClock;
  if (!(interval >= 1 && interval <= 600)) throw new KeeperError("USAGE", `interval: ${interval} is not from 1 to 600`);
  const watch = new ServiceWatch({ env: process.env, clock, print });
  const engine = new AutomationEngine(cwd, stack, (resources) => watch.take(resources));
  const board = new StatusBoard(stack, clock.now());
  const status = await openStatus(options, board, clock);
  const keeper = new Keeper({
    engine,
    watch,
    clock,
    interval: interval * 1_000,
    tell: (told) => {
      board.take(told, clock.now());
      status?.changed();
      options.onEvent?.(told, clock.now());
    },
  });
  let receiver: Receiver | undefined;
  try {
    await keeper.read().catch((error: unknown) => {
      throw new KeeperError("BACKEND", error instanceof Error ? error.message : String(error));
    });
    receiver = await openReceiver(options, board, clock, (message) => keeper.take(message));
    if (once) {
      await keeper.look();
      await keeper.heal();
    } else await keeper.run(options.signal ?? new AbortController().signal);
    return { isWhole: keeper.isWhole };
  } finally {
    await receiver?.close();
    await status?.close();
  }
}

async function openStatus(
  { status }: KeepOptions,
  board: StatusBoard,
  clock: Clock,
): Promise<StatusServer | undefined> {
  if (status === false) return undefined;
  const server = new StatusServer(board, () => clock.now());
  await listening("status", status ?? "127.0.0.1:8790", (address) => server.listen(address));
  return server;
}

async function openReceiver(
  { notifications, notificationsPath = "", notificationKey }: KeepOptions,
  board: StatusBoard,
  clock: Clock,
  take: (message: Message) => void,
): Promise<Receiver | undefined> {
  if (notifications === undefined) return undefined;
  const receiver = new Receiver({
    path: notificationsPath.replace(/\/$/, ""),
    key: notificationKey,
    now: () => clock.wall(),
    take,
    count: (result) => board.count(result),
  });
  await listening("notifications", notifications, (address) => receiver.listen(address));
  return receiver;
}

async function listening(option: string, text: string, listen: (address: Address) => Promise<number>): Promise<void> {
  const address = addressOf(text);
  if (!address) throw new KeeperError("USAGE", `${option}: ${text} is not HOST:PORT`);
  await listen(address).catch((error: Error) => {
    throw new KeeperError("USAGE", `${option}: ${text} cannot be listened on: ${error.message}`);
  });
}
