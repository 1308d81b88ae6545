export type Source = "path" | "cache" | "download" | "build";

export interface Attempt {
  readonly source: Source;
  readonly reason: string;
}

const where: Record<Source, string> = {
  path: "on PATH",
  cache: "in the cache",
  download: "official download",
  build: "build from the Go modules",
};

export class EngineUnavailableError extends Error {
  readonly code = "ENGINE_UNAVAILABLE";
  readonly attempts: readonly Attempt[];

  constructor(version: string, go: string, attempts: readonly Attempt[]) {
    super(
      [
        "There is no Pulumi engine on this machine, and none could be obtained:",
        ...attempts.map(({ source, reason }) => `  - ${where[source]}: ${reason}`),
        "One of these helps:",
        "  - install the Pulumi CLI (3.216.0 or newer, below 4): https://www.pulumi.com/docs/install/",
        `  - install Go ${go} or newer (https://go.dev/doc/install), then run \`npm run engine\`: it builds Pulumi ${version}`,
        "  - behind a proxy, set HTTPS_PROXY for the download and the build, and GOPROXY if Go has a mirror of its own",
        "HUAWEICLOUD_LIVE_ENGINE_FROM limits what is tried (a list such as `path,cache,download,build`);",
        "PULUMI_HOME moves the cache.",
      ].join("\n"),
    );
    this.name = "EngineUnavailableError";
    this.attempts = attempts;
  }
}

export class EngineInterruptedError extends Error {
  readonly code = "ENGINE_INTERRUPTED";

  constructor(readonly signal: NodeJS.Signals) {
    super(`Stopped by ${signal}. What was unfinished is removed. Run the same command again to start over.`);
    this.name = "EngineInterruptedError";
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
