import { expect, test } from "vitest";
import { recordStages } from "../stages";
import { withMocks } from "../testing/with-mocks";

test("every stage is recorded while the event is on air", async () => {
  const declared = await withMocks(() =>
    recordStages({ publishDomain: "push.example.com", stages: ["keynote", "panel"], onAir: true }),
  );
  expect(declared).toMatchObject({
    keynote: { publishDomain: "push.example.com", app: "live", stream: "keynote", recording: true },
    panel: { publishDomain: "push.example.com", app: "live", stream: "panel", recording: true },
  });
});
