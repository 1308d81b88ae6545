import { describe, expect, test } from "vitest";
import { plain, recordingsIn, type StateResource } from "../../../keeper/stack/state";

const STACK = "urn:pulumi:dev::events";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

function recording(change: Partial<StateResource> = {}): StateResource {
  return {
    urn: `${STACK}::pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording::a`,
    type: "pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording",
    custom: true,
    id: "push.example.com/live/a",
    provider: `${STACK}::pulumi:providers:pulumi-nodejs::default::1`,
    inputs: { publishDomain: "push.example.com", app: "live", stream: "a", recording: true },
    outputs: { recording: true, status: "recording", startedAt: "2026-01-02T03:04:05Z" },
    ...change,
  };
}

describe("what is declared recorded", () => {
  test("is each recording of either shell, with what the state says of it", () => {
    const plugin = recording({ type: "huaweicloud-live:index:StreamRecording", urn: `${STACK}::x::b` });
    expect(recordingsIn([recording(), plugin])).toEqual([
      {
        id: "push.example.com/live/a",
        urn: recording().urn,
        provider: recording().provider,
        publishDomain: "push.example.com",
        app: "live",
        stream: "a",
        declared: { status: "recording", startedAt: Date.UTC(2026, 0, 2, 3, 4, 5) },
      },
      expect.objectContaining({ urn: plugin.urn }),
    ]);
  });

  test("is also one that a refresh has seen end, which stands as `recording: false` in the state", () => {
    const inputs = { ...recording().inputs, recording: false };
    const ended = recording({ inputs, outputs: { recording: false, status: "interrupted" } });
    expect(recordingsIn([ended])).toMatchObject([{ declared: { status: "interrupted" } }]);
  });

  const OTHERS = [
    {
      what: "one that is declared stopped",
      resource: recording({ inputs: { ...recording().inputs, recording: false } }),
    },
    { what: "the old one of a replacement that is not over", resource: recording({ delete: true }) },
    { what: "a rule", resource: recording({ type: "pulumi-nodejs:dynamic/huaweicloud-live:RecordRule" }) },
    { what: "one whose stream is not known", resource: recording({ inputs: {} }) },
  ];
  for (const { what, resource } of OTHERS) {
    test(`is not ${what}`, () => {
      expect(recordingsIn([resource])).toEqual([]);
    });
  }
});

test("secrets are opened at any depth", () => {
  expect(plain({ a: secret("x"), b: [{ c: secret({ d: 1 }) }], e: null })).toEqual({
    a: "x",
    b: [{ c: { d: 1 } }],
    e: null,
  });
});
