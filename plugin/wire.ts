import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { UNKNOWN } from "../provider/lifecycle/inputs/declaration";

export type Values = Record<string, unknown>;

// Values that are no plain JSON, as the engine writes them (sdk/go/common/resource/plugin/rpc.go of Pulumi).

/** The key that says what an object stands for. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** What is not known before the update, by the type that it will have. */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** What the engine says, as plain values: without the envelopes of secrets, and with one value for all that is unknown. */
export function fromWire(struct: Struct | undefined): Values {
  return plain(struct?.toJavaScript() ?? {}) as Values;
}

/** Plain values for the engine. What is undefined is left out, which means unknown in a preview and absent otherwise. */
export function toWire(values: object): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
}

/** The engine encrypts the value in the state, and shows it nowhere. */
export function secret(value: unknown): unknown {
  return value === UNKNOWN || isEnvelope(value, SECRET) ? value : { [SIGNATURE]: SECRET, value };
}

/** The values, with these among them as secrets. */
export function withSecrets(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, names.includes(name) ? secret(value) : value]),
  );
}

function plain(value: unknown): unknown {
  if (UNKNOWNS.has(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (isEnvelope(value, SECRET)) return plain(value.value);
  if (isEnvelope(value, OUTPUT)) return "value" in value ? plain(value.value) : UNKNOWN;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function isEnvelope(value: unknown, kind: string): value is { readonly value?: unknown } {
  return typeof value === "object" && value !== null && (value as Values)[SIGNATURE] === kind;
}
