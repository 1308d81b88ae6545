import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { buildEngine } from "./build.js";
import { type Cache, cacheOf, type Fill, fillCache, removeLeftovers, whatIsWrong } from "./cache.js";
import { type Held, type Surroundings, underCacheLock } from "./cache-lock.js";
import { downloadEngine } from "./download.js";
import { type Attempt, EngineUnavailableError, reasonOf, type Source } from "./errors.js";
import { goModule, pinnedVersion } from "./repository.js";
import { findOnPath } from "./suitable.js";

export interface Engine {
  /** Absolute path of the executable. */
  readonly pulumi: string;
  readonly version: string;
  readonly from: Source;
}

export interface EnsureOptions {
  /** Takes lines of progress. Default: to standard error. */
  readonly say?: (line: string) => void;
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the work early; SIGINT, SIGTERM and SIGHUP do so too. */
  readonly signal?: AbortSignal;
  /** For tests. */
  readonly download?: Fill;
  /** For tests. */
  readonly build?: Fill;
  /** For tests: how long the lock of a dead process still counts. */
  readonly staleMs?: number;
}

const sources: readonly Source[] = ["path", "cache", "download", "build"];

/** Makes sure that a suitable Pulumi engine is on this machine: on PATH, else cached, else downloaded, else built. */
export async function ensureEngine(options: EnsureOptions = {}): Promise<Engine> {
  const env = options.env ?? process.env;
  const say = options.say ?? ((line: string) => process.stderr.write(`${line}\n`));
  const allowed = allowedSources(env);
  const cache = cacheOf(env, pinnedVersion());
  const attempts: Attempt[] = [];

  if (allowed.has("path")) {
    const found = await findOnPath(env);
    if ("pulumi" in found) return { ...found, from: "path" };
    attempts.push({ source: "path", reason: found.reason });
  }
  if (allowed.has("cache")) {
    const wrong = whatIsWrong(dirname(cache.pulumi));
    if (wrong === undefined) return cached(cache, "cache");
    attempts.push({ source: "cache", reason: wrong });
  }
  const fills = new Map<Source, Fill>();
  if (allowed.has("download")) fills.set("download", options.download ?? downloadEngine);
  if (allowed.has("build")) fills.set("build", options.build ?? buildEngine);
  if (fills.size > 0) {
    const got = await getIntoCache(cache, fills, { env, say, staleMs: 10_000, ...options });
    if ("from" in got) return cached(cache, got.from);
    attempts.push(...got.failed);
  }
  throw new EngineUnavailableError(cache.version, goModule("cli").go, attempts);
}

/** What HUAWEICLOUD_LIVE_ENGINE_FROM leaves. The cache belongs to the download and the build: they end in it. */
export function allowedSources(env: NodeJS.ProcessEnv): ReadonlySet<Source> {
  const text = env.HUAWEICLOUD_LIVE_ENGINE_FROM?.trim() ?? "";
  if (text === "") return new Set(sources);
  const named = text.split(",").map((word) => word.trim());
  const unknown = named.find((word) => !sources.some((source) => source === word));
  if (unknown !== undefined) {
    throw new Error(`HUAWEICLOUD_LIVE_ENGINE_FROM names "${unknown}"; it is a list of ${sources.join(", ")}`);
  }
  return new Set(
    sources.filter(
      (source) =>
        named.includes(source) || (source === "cache" && (named.includes("download") || named.includes("build"))),
    ),
  );
}

type Got = { readonly from: Source } | { readonly failed: readonly Attempt[] };

async function getIntoCache(cache: Cache, fills: ReadonlyMap<Source, Fill>, around: Surroundings): Promise<Got> {
  try {
    mkdirSync(cache.versions, { recursive: true });
  } catch (error) {
    const reason = `no place for it: ${reasonOf(error)}`;
    return { failed: [...fills.keys()].map((source) => ({ source, reason })) };
  }
  return underCacheLock(cache, around, async (held) => {
    if (whatIsWrong(dirname(cache.pulumi)) === undefined) return { from: "cache" };
    removeLeftovers(cache);
    return firstThatWorks(cache, fills, held);
  });
}

async function firstThatWorks(cache: Cache, fills: ReadonlyMap<Source, Fill>, job: Held): Promise<Got> {
  const failed: Attempt[] = [];
  for (const [source, fill] of fills) {
    try {
      await fillCache(cache, fill, job);
      return { from: source };
    } catch (error) {
      job.signal.throwIfAborted();
      const reason = reasonOf(error);
      failed.push({ source, reason });
      if (failed.length < fills.size) job.say(`The ${source} did not work: ${reason.replace(/\s*\n\s*/g, " / ")}`);
    }
  }
  return { failed };
}

function cached(cache: Cache, from: Source): Engine {
  return { pulumi: cache.pulumi, version: cache.version, from };
}
