#!/usr/bin/env node
import { parseArgs } from "node:util";
import { type Emulator, startEmulator } from "./emulator";
import {
  defaultAccessKey,
  defaultDomainName,
  defaultPassword,
  defaultProjectId,
  defaultSecretKey,
  defaultUserName,
} from "./options";

const help = `Usage: huaweicloud-live-emulator [flags]

Emulates, on this machine only, the recording calls of the Huawei Cloud Live API
and the calls of IAM and of the instance metadata that lead to credentials.

  --port <n>          port on 127.0.0.1; 0 picks a free one (8787)
  --access-key <ak>   access key that is accepted (${defaultAccessKey})
  --secret-key <sk>   its secret key (${defaultSecretKey})
  --project <id>      project id (${defaultProjectId})
  --user <name>       IAM user that gets tokens (${defaultUserName})
  --password <text>   its password (${defaultPassword})
  --domain <name>     its account (${defaultDomainName})
  --strict            only streams and rules declared under /_emulator/ exist
  --lower-case-domains  answer with domains in lower case, as a service might
                      that ignores case
  --cooldown <s>      refuse START until more than this many seconds have
                      passed since STOP (10)
  --limit <n>         record-control requests a minute (300)
  --json              print one line of JSON with the URL
  --help              print this
`;

function readFlags(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "8787" },
      "access-key": { type: "string" },
      "secret-key": { type: "string" },
      project: { type: "string" },
      user: { type: "string" },
      password: { type: "string" },
      domain: { type: "string" },
      strict: { type: "boolean", default: false },
      "lower-case-domains": { type: "boolean", default: false },
      cooldown: { type: "string", default: "10" },
      limit: { type: "string", default: "300" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    json: values.json,
    help: values.help,
    options: {
      port: numberFlag("port", values.port, 65_535),
      accessKey: values["access-key"],
      secretKey: values["secret-key"],
      projectId: values.project,
      userName: values.user,
      password: values.password,
      domainName: values.domain,
      strict: values.strict,
      lowerCaseDomains: values["lower-case-domains"],
      cooldown: numberFlag("cooldown", values.cooldown, 86_400),
      limit: numberFlag("limit", values.limit, 1_000_000),
    },
  };
}

function numberFlag(name: string, text: string, max: number): number {
  if (!/^\d+$/.test(text) || Number(text) > max) throw new TypeError(`--${name} must be a number from 0 to ${max}`);
  return Number(text);
}

const readable = ({ url, accessKey, secretKey, projectId }: Emulator): string => `Huawei Cloud Live emulator: ${url}

  export HUAWEICLOUD_LIVE_ENDPOINT=${url}
  export HUAWEICLOUD_REGION=cn-north-4
  export HUAWEICLOUD_SDK_AK=${accessKey}
  export HUAWEICLOUD_SDK_SK=${secretKey}
  export HUAWEICLOUD_SDK_PROJECT_ID=${projectId}

Open ${url} in a browser to see what is pushed and recorded.
Ctrl+C ends it.
`;

function fail(exitCode: number, error: unknown): never {
  process.stderr.write(`huaweicloud-live-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(exitCode);
}

function flagsOrFail(): ReturnType<typeof readFlags> {
  try {
    return readFlags(process.argv.slice(2));
  } catch (error) {
    return fail(2, error);
  }
}

async function main(): Promise<void> {
  const flags = flagsOrFail();
  if (flags.help) {
    process.stdout.write(help);
    return;
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
  try {
    const emulator = await startEmulator(flags.options);
    process.stdout.write(flags.json ? `${JSON.stringify({ url: emulator.url })}\n` : readable(emulator));
  } catch (error) {
    const inUse = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    fail(1, inUse ? `port ${flags.options.port} is in use; choose another with --port` : error);
  }
}

void main();
