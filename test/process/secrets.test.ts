import { describe, expect, test } from "vitest";
import { CAUSES, TELLTALES } from "../errors/causes";
import { secretIn } from "../errors/secrets";
import { Stage } from "../errors/stage";
import { CallError, Plugin, PROVIDER_TEXT } from "./plugin";

/** Errors of the program, and of what only the plugin for all languages can do. */
const OF_OTHER_PROCESSES = [
  "STREAM_DECLARED_TWICE",
  "PROVIDER_NOT_FOUND",
  "CANCELLED",
  "IMPORT_REFUSED",
  "BUCKET_DECLARED_TWICE",
];

describe("a plugin process tells no secret with the debug log on: in its error, in what is kept, in what it prints", () => {
  // One of each code: test/errors/secrets.test.ts has all.
  const first = CAUSES.filter(({ code }, i) => CAUSES.findIndex((cause) => cause.code === code) === i);
  const causes = [...first, ...TELLTALES].filter(({ code }) => !OF_OTHER_PROCESSES.includes(code));

  test.concurrent.each(causes)("$code, when $when", async ({ code, happen }) => {
    const plugins: Plugin[] = [];
    await using stage = new Stage(async (resource, env) => {
      const plugin = await Plugin.start(
        env,
        {},
        resource === "streamRecording" ? PROVIDER_TEXT : `${PROVIDER_TEXT}.${resource}`,
      );
      plugins.push(plugin);
      return plugin;
    });
    const error = await happen(stage).catch((reason: unknown) => reason);
    await Promise.all(plugins.map((plugin) => plugin.end()));
    expect(error).toBeInstanceOf(CallError);
    const { message, kept } = error as CallError;
    expect(message).toMatch(new RegExp(`^${code}: `));
    const output = plugins.map(({ output }) => output).join("");
    expect(secretIn(`${message} ${JSON.stringify(kept)} ${output}`)).toBe(undefined);
  });
});
