import type { Fault } from "../../../emulator";
import type { Chapter, History } from "./history";
import { STREAMS } from "./world";

const UP = { command: "up", refresh: false, replace: [], chained: false, parallel: 10 } as const;
const DESTROY = { command: "destroy", refresh: false, parallel: 10 } as const;
const PLAIN: Chapter = { edits: [], events: [], pause: 0, command: UP, faults: [], halt: undefined };
const [A, B, C] = STREAMS;

const history = (...chapters: Partial<Chapter>[]): History => ({
  seed: 0,
  deleteBeforeReplace: true,
  chapters: chapters.map((chapter) => ({ ...PLAIN, ...chapter })),
  endsAbruptly: false,
});

const lost = (operation: "START" | "STOP", fault: Partial<Fault>): Fault => ({ kind: "reset", operation, ...fault });

/** Histories that chance seldom comes upon, and that have been or would be worth a test. */
export const EXAMPLES: Record<string, History> = {
  "START is lost for good; the next up settles it": history(
    { faults: [lost("START", { times: 0 })] },
    {},
    { command: DESTROY },
  ),
  "START is executed and its answer lost; a refresh clears the engine's note": history(
    { faults: [lost("START", { executed: true, times: 0 })] },
    { command: { command: "refresh", parallel: 10 } },
    { edits: [{ edit: "toggle", resource: 0 }] },
  ),
  "START is lost in a crash, and the stream is then declared stopped": history(
    { halt: { how: "kill", legs: 2 } },
    {
      edits: [
        { edit: "toggle", resource: 0 },
        { edit: "toggle", resource: 1 },
      ],
    },
  ),
  "declared stopped after what looks like an interruption": history(
    {},
    {
      events: [{ stream: C, push: "interrupted", seconds: 5 }],
      edits: [{ edit: "toggle", resource: 1 }],
      command: { ...UP, refresh: true },
    },
  ),
  "STOP is executed and its answer lost, and START comes next": history(
    {},
    { command: { ...UP, replace: [0] }, faults: [lost("STOP", { executed: true })] },
  ),
  "a typo with deleteBeforeReplace, mended at once": history(
    {},
    { edits: [{ edit: "change stream", resource: 0, stream: 0 }], events: [{ stream: B, push: "ends" }] },
    { edits: [{ edit: "change stream", resource: 0, stream: 0 }] },
  ),
  "killed between STOP and START of a replacement": history(
    {},
    {
      edits: [{ edit: "deleteBeforeReplace", resource: 1 }],
      command: { ...UP, replace: [0, 1] },
      halt: { how: "kill plugin", legs: 3 },
    },
    {},
  ),
  "a destroy killed after its STOP, then a rename whose START has no answer": history(
    {},
    { command: DESTROY, halt: { how: "kill and forget", legs: 0 } },
    {
      edits: [{ edit: "rename", resource: 0, name: 0, provider: false }],
      faults: [{ kind: "status", status: 504, operation: "START", executed: false, times: 0 }],
    },
    { command: { command: "refresh", parallel: 10 } },
  ),
  "somebody sends STOP, and replacements with a refresh come at once": history(
    {},
    {
      events: [A, C].map((stream) => ({ stream, push: "goes on", somebody: "sends STOP" })),
      edits: [{ edit: "rename", resource: 0, name: 0, provider: false }],
      command: { ...UP, refresh: true, replace: [1] },
    },
  ),
  "a name and a provider change in one up, back and forth, and then only the provider": history(
    {},
    { edits: [{ edit: "rename", resource: 0, name: 0, provider: true }] },
    { edits: [{ edit: "rename", resource: 0, name: 0, provider: true }], command: { ...UP, refresh: true } },
    { edits: [{ edit: "provider", resource: 0 }], command: { ...UP, replace: [0] } },
    { edits: [{ edit: "provider", resource: 0 }] },
  ),
  "two providers exchange their streams, one of them deleted first": history(
    { edits: [{ edit: "provider", resource: 1 }] },
    { edits: [{ edit: "exchange", resource: 0, other: 1 }] },
    { edits: [{ edit: "exchange", resource: 0, other: 1 }], faults: [lost("STOP", { executed: true })] },
  ),
  "deleted before it is replaced, while another resource has its stream": history(
    {},
    { edits: [{ edit: "rename", resource: 1, name: 0, provider: false }], halt: { how: "cancel", legs: 0 } },
    { edits: [{ edit: "rename", resource: 0, name: 0, provider: false }], command: { ...UP, replace: [0] } },
  ),
};
