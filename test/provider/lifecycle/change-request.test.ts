import { describe, expect, test } from "vitest";
import { Budget } from "../../../provider/http/budget";
import { ask, NoAnswerError } from "../../../provider/http/client";
import { type ChangeRequest, sendChange } from "../../../provider/lifecycle/change-request";
import type { LifecycleError } from "../../../provider/lifecycle/errors";
import { accepted, lost, refused, type Step, unreachable } from "../http/scripted-service";
import { openContext, PLACE } from "./fixture";

/** Sends a change to a service that answers by a script, within 1 s. */
function changing(...steps: Step[]) {
  const { context } = openContext({ steps });
  const budget = new Budget(1, context.clock);
  const request: ChangeRequest = {
    what: "PUT of the thing",
    permission: "live:thing:put",
    ifMayHaveRun: "Look at it.",
    budget,
    send: (connection) => ask(connection, { method: "PUT", path: "/thing", query: [] }, "PUT /thing", budget),
  };
  return sendChange(context, PLACE, request);
}

const failing = (...steps: Step[]): Promise<LifecycleError> =>
  changing(...steps).then(
    () => expect.unreachable("it was accepted"),
    (error) => error,
  );

describe("a change", () => {
  test("that is accepted gives the answer", async () => {
    expect(await changing(accepted)).toMatchObject({ answer: { requestId: "id-of-200" }, mayHaveRun: false });
  });

  test("that is refused for what was asked gives the refusal: the caller knows what it means", async () => {
    expect(await changing(refused(400, "LIVE.100011001"))).toMatchObject({ answer: { status: 400 } });
  });

  test("that is refused for the credential fails with the remedy and the service's words", async () => {
    expect(await failing(refused(401, "LIVE.100011003"))).toMatchObject({
      code: "PERMISSION_DENIED",
      mayHaveRun: false,
      message: expect.stringMatching(
        /^PUT of the thing was refused: .*lacks the permission live:thing:put.*\nThe service said: HTTP 401 LIVE\.100011003 .*X-request-id id-of-401/,
      ),
    });
  });

  test("without an answer may have run, and says what to do then", async () => {
    expect(await failing(lost())).toMatchObject({
      code: "NO_ANSWER",
      mayHaveRun: true,
      message: expect.stringMatching(/within the timeout of 1 s: .*\nIt may have been executed\. Look at it\.$/s),
      cause: expect.any(NoAnswerError),
    });
  });

  test("that never left has not run, and says so", async () => {
    expect(await failing(unreachable())).toMatchObject({
      code: "NO_ANSWER",
      mayHaveRun: false,
      message: expect.stringContaining("Nothing was executed."),
    });
  });

  test("that is refused for the credential after an answer was lost may have run", async () => {
    expect(await failing(lost(), refused(401, "LIVE.100011003"))).toMatchObject({
      code: "PERMISSION_DENIED",
      mayHaveRun: true,
    });
  });
});
