import assert from "node:assert/strict";
import { test } from "node:test";
import { recordStages } from "../stages";
import { withMocks } from "../testing/with-mocks";

test("no stage is recorded while the event is off air", async () => {
  const { keynote, panel } = await withMocks(() =>
    recordStages({ publishDomain: "push.example.com", stages: ["keynote", "panel"], onAir: false }),
  );
  assert.equal(keynote?.recording, false);
  assert.equal(panel?.recording, false);
});
