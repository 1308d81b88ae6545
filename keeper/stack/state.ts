import type { Declared } from "../stream";
import type { Watched } from "./engine";

/** A resource as `pulumi stack export` has it, as far as the keeper reads it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly deletedWith?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  /** The old one of a replacement that is not over yet. */
  readonly delete?: boolean;
}

/** What both shells call a recording. */
const DYNAMIC = "pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording";
const PLUGIN = "huaweicloud-live:index:StreamRecording";

export function isRecording({ type }: StateResource): boolean {
  return type === DYNAMIC || type === PLUGIN;
}

/** A recording whose provider is a module among those of the program. */
export function isOfProgram({ type }: StateResource): boolean {
  return type === DYNAMIC;
}

/** A recording that is declared in the state. */
export interface DeclaredRecording extends Watched {
  readonly urn: string;
  readonly declared: Declared;
}

/** The streams that are declared recorded. */
export function recordingsIn(resources: readonly StateResource[]): DeclaredRecording[] {
  return resources.filter((resource) => isRecording(resource) && !resource.delete).flatMap(recordingOf);
}

function recordingOf({ urn, provider, outputs = {}, inputs = {} }: StateResource): DeclaredRecording[] {
  const { publishDomain, app, stream } = plain(inputs) as Record<string, unknown>;
  const { status, startedAt, region, projectId } = plain(outputs) as Record<string, unknown>;
  if (typeof publishDomain !== "string" || typeof app !== "string" || typeof stream !== "string") return [];
  // A refresh that saw a recording end writes `recording: false` into the state; only of what is declared recorded.
  const isDeclared = plain(inputs.recording) !== false || status === "interrupted";
  if (!isDeclared) return [];
  const since = typeof startedAt === "string" ? Date.parse(startedAt) : Number.NaN;
  return [
    {
      id: `${publishDomain}/${app}/${stream}`,
      urn,
      provider: provider ?? "",
      publishDomain,
      app,
      stream,
      ...(typeof region === "string" ? { region } : {}),
      ...(typeof projectId === "string" ? { projectId } : {}),
      declared: { status: String(status ?? "unknown"), ...(Number.isNaN(since) ? {} : { startedAt: since }) },
    },
  ];
}

/** Pulumi's mark of a secret in a state (`sdk/go/common/resource/sig.go` in pulumi/pulumi). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The value of a decrypted secret; nothing where it is none. */
export function secretValue(value: unknown): { readonly value: unknown } | undefined {
  if (typeof value !== "object" || value === null || Reflect.get(value, SIGNATURE) !== SECRET) return undefined;
  const plaintext: unknown = Reflect.get(value, "plaintext");
  return { value: typeof plaintext === "string" ? JSON.parse(plaintext) : undefined };
}

/** The same without the envelopes of secrets, at any depth. */
export function plain(value: unknown): unknown {
  const secret = secretValue(value);
  if (secret) return plain(secret.value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
