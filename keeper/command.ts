#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { KeeperError } from "./errors";
import type { KeeperEvent } from "./event";
import { keep } from "./keep";

const HELP = `Usage: huaweicloud-live-keeper [flags]

Keeps the recordings that a stack declares running: checks the pushed streams, and
has the Pulumi engine send START for one that is pushed and not recorded.
It never sends STOP.

  --stack NAME              the stack to keep; may be given several times (the selected one)
  --cwd FOLDER              folder of its project (the current one)
  --interval SECONDS        time between two checks, 1 to 600 (5)
  --status HOST:PORT        the page at /, /status.json, /metrics and /healthz (127.0.0.1:8790)
  --notifications HOST:PORT receive Live's messages: POST /stream and POST /record (off)
  --notifications-path PATH prefix of /stream and /record, such as a secret
  --key-file FILE           the key that the messages are signed with; or the variable
                            HUAWEICLOUD_LIVE_NOTIFICATION_KEY
  --once                    check and repair once
  --json                    one line of JSON for each event
  --help, --version

Exit codes: 0 after SIGTERM or SIGINT, or with --once if all is recorded;
1 unexpected; 2 usage; 3 project, stack or package not found; 4 backend, passphrase
or credential refused; 5 another keeper; 7 with --once if not all is recorded.
`;

/** The codes that scripts read. */
const EXIT: Record<KeeperError["code"], number> = { USAGE: 2, NOT_FOUND: 3, REFUSED: 4, ANOTHER_KEEPER: 5 };

async function main(args: string[]): Promise<number> {
  const { values } = readFlags(args);
  if (values.help) return print(HELP);
  if (values.version) return print(`${version()}\n`);
  const stop = new AbortController();
  // `on`, not `once`: a library that the Automation API brings ends the process by the signal where it alone listens.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const key = keyFrom(values["key-file"]);
  const { isWhole } = await keep({
    stacks: values.stack ?? [],
    interval: Number(values.interval),
    status: values.status,
    once: values.once,
    signal: stop.signal,
    ...(values.cwd === undefined ? {} : { cwd: values.cwd }),
    ...(values.notifications === undefined ? {} : { notifications: values.notifications }),
    ...(values["notifications-path"] === undefined ? {} : { notificationsPath: values["notifications-path"] }),
    ...(key === undefined ? {} : { notificationKey: key }),
    onEvent: (event) => print(`${values.json ? JSON.stringify(event) : lineOf(event, values.stack ?? [])}\n`),
  });
  return values.once && !isWhole ? 7 : 0;
}

/** A line about a stream has its name; the others may be about any of several stacks. */
function lineOf({ at, stack, stream, message }: KeeperEvent, stacks: readonly string[]): string {
  return [at, ...(stack && !stream && stacks.length > 1 ? [`${stack}:`] : []), message].join(" ");
}

function readFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        stack: { type: "string", multiple: true },
        cwd: { type: "string" },
        interval: { type: "string", default: "5" },
        status: { type: "string", default: "127.0.0.1:8790" },
        notifications: { type: "string" },
        "notifications-path": { type: "string" },
        "key-file": { type: "string" },
        once: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        version: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new KeeperError("USAGE", error instanceof Error ? error.message : String(error));
  }
}

/** From a file or the environment, never from an argument, which every user of the machine can see. */
function keyFrom(file: string | undefined): string | undefined {
  if (file === undefined) return process.env.HUAWEICLOUD_LIVE_NOTIFICATION_KEY || undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new KeeperError("USAGE", `--key-file: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function version(): string {
  return require("pulumi-huaweicloud-live/package.json").version;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

// Ended by hand: timers of waits that nobody waits for any more would hold the process up.
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(error instanceof KeeperError ? EXIT[error.code] : 1);
  },
);
