import * as fc from "fast-check";
import type { Fault } from "../../../emulator";
import type { Command, Halt } from "./engine-model";
import { STREAMS, type StreamEvent } from "./world";

/** A change of the program. Numbers stand for one of the resources, names or streams that there are at that time. */
export type Edit =
  | { readonly edit: "add"; readonly stream: number; readonly recording: boolean }
  | { readonly edit: "remove" | "toggle" | "deleteBeforeReplace" | "provider"; readonly resource: number }
  | { readonly edit: "rename"; readonly resource: number; readonly name: number; readonly provider: boolean }
  | { readonly edit: "exchange"; readonly resource: number; readonly other: number }
  | { readonly edit: "change stream"; readonly resource: number; readonly stream: number };

/** One command line, with what happens before and during it. */
export interface Chapter {
  readonly edits: readonly Edit[];
  readonly events: readonly StreamEvent[];
  /** Seconds that pass before. */
  readonly pause: number;
  readonly command: CommandWithNumbers;
  readonly faults: readonly Fault[];
  readonly halt: Halt | undefined;
}

export type CommandWithNumbers =
  | Exclude<Command, { command: "up" }>
  | (Omit<Extract<Command, { command: "up" }>, "replace"> & { readonly replace: readonly number[] });

export interface History {
  /** For the lengths of ways and pauses. */
  readonly seed: number;
  /** Of the first resource. */
  readonly deleteBeforeReplace: boolean;
  readonly chapters: readonly Chapter[];
  /** The end is a destroy without an `up` of the program before it. */
  readonly endsAbruptly: boolean;
}

const some = fc.nat({ max: 11 });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ edit: fc.constant("add" as const), stream: some, recording: mostly(true) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      edit: fc.constantFrom(
        "remove" as const,
        "toggle" as const,
        "toggle" as const,
        "deleteBeforeReplace" as const,
        "provider" as const,
      ),
      resource: some,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ edit: fc.constant("rename" as const), resource: some, name: some, provider: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("exchange" as const), resource: some, other: some }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("change stream" as const), resource: some, stream: some }) },
);

const event: fc.Arbitrary<StreamEvent> = fc.oneof(
  fc.record({
    stream: fc.constantFrom(...STREAMS),
    push: fc.constant("interrupted" as const),
    seconds: fc.constantFrom(5, 60, 600),
  }),
  fc.record({ stream: fc.constantFrom(...STREAMS), push: fc.constant("ends" as const) }),
  fc.record({ stream: fc.constantFrom(...STREAMS), push: fc.constant("begins" as const) }),
  fc.record({
    stream: fc.constantFrom(...STREAMS),
    push: fc.constant("goes on" as const),
    somebody: fc.constant("sends STOP" as const),
  }),
);

const parallel = fc.constantFrom(10, 2, 1);

const command: fc.Arbitrary<CommandWithNumbers> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      command: fc.constant("up" as const),
      refresh: fc.boolean(),
      replace: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(some, { minLength: 1, maxLength: 2 }) },
      ),
      chained: mostly(false),
      parallel,
    }),
  },
  { weight: 1, arbitrary: fc.record({ command: fc.constant("refresh" as const), parallel }) },
  { weight: 1, arbitrary: fc.record({ command: fc.constant("destroy" as const), refresh: fc.boolean(), parallel }) },
);

/** Without `hang`, `drip` and `delay`, which take real time. */
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: lost() },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("status" as const),
      operation: fc.constantFrom("START" as const, "STOP" as const, "streams" as const, undefined),
      status: fc.constantFrom(500, 502, 503, 401, 403),
      times: fc.constantFrom(1, 3, 0),
      skip: fc.nat({ max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("status" as const),
      status: fc.constant(429),
      body: fc.constant({ error_code: "APIGW.0308", error_msg: "too many" }),
      headers: fc.constantFrom({}, { "retry-after": "3" }),
      times: fc.constantFrom(1, 3),
      skip: fc.nat({ max: 3 }),
    }),
  },
);

/** The command is lost on its way, or its answer is; `times: 0` is for the rest of the operation. */
function lost(): fc.Arbitrary<Fault> {
  return fc.record({
    kind: fc.constantFrom("status" as const, "reset" as const),
    status: fc.constant(504),
    operation: fc.constantFrom("START" as const, "STOP" as const, undefined),
    executed: fc.boolean(),
    times: fc.constantFrom(0, 0, 1, 2),
    skip: fc.nat({ max: 3 }),
  });
}

const halt: fc.Arbitrary<Halt> = fc.record({
  how: fc.constantFrom(
    "cancel" as const,
    "cancel plugins" as const,
    "kill" as const,
    "kill and forget" as const,
    "kill plugin" as const,
  ),
  legs: fc.nat({ max: 9 }),
});

const chapter: fc.Arbitrary<Chapter> = fc.record({
  edits: fc.array(edit, { maxLength: 3 }),
  events: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(event, { maxLength: 2 }) },
  ),
  pause: fc.constantFrom(0, 2, 30, 300),
  command,
  faults: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fault, { maxLength: 2 }) },
  ),
  halt: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: halt }),
});

export const history: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(),
  deleteBeforeReplace: fc.boolean(),
  chapters: fc.array(chapter, { minLength: 2, maxLength: 7, size: "max" }),
  endsAbruptly: mostly(false),
});

function mostly(value: boolean): fc.Arbitrary<boolean> {
  return fc.constantFrom(value, value, value, !value);
}
