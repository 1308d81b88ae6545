import { describe, expect, test } from "vitest";
import { metadataKeys } from "../../../provider/account/metadata-keys";
import { ServiceError, UnusableAnswerError } from "../../../provider/http/errors";
import { failureOf } from "../../failure-of";
import { answered, lost, type Step, unreachable } from "../http/scripted-service";
import { end, HIDDEN, HOUR, keys, scriptedIam, temporary } from "./scripted-iam";

const HOST = "http://169.254.169.254";
const session = answered(200, "hidden-session\n");

async function failing(...steps: Step[]) {
  const metadata = scriptedIam(...steps);
  return { ...metadata, error: await failureOf(metadataKeys(metadata.parts, HOST)) };
}

describe("the key pair of the machine", () => {
  test("is given for a session token", async () => {
    const { parts, requests, waits, debugged } = scriptedIam(session, { ...keys(), status: 200 });
    expect(await metadataKeys(parts, HOST)).toEqual({ credential: temporary, lasts: 6 * HOUR });
    expect(requests).toEqual([
      {
        method: "PUT",
        url: `${HOST}/meta-data/latest/api/token`,
        headers: { "content-type": "application/json", "X-Metadata-Token-Ttl-Seconds": "21600" },
        body: "",
      },
      {
        method: "GET",
        url: `${HOST}/openstack/latest/securitykey`,
        headers: { "content-type": "application/json", "X-Metadata-Token": "hidden-session" },
        body: "",
      },
    ]);
    expect(waits).toEqual([3000, 3000]);
    expect(debugged.join()).not.toMatch(HIDDEN);
  });

  test.each([404, 405, 503])("is given without one where the machine has none: HTTP %d", async (status) => {
    const { parts, requests } = scriptedIam(answered(status, "not here"), keys());
    expect(await metadataKeys(parts, HOST)).toMatchObject({ credential: temporary });
    expect(requests.map(({ method, headers }) => [method, headers["X-Metadata-Token"]])).toEqual([
      ["PUT", undefined],
      ["GET", undefined],
    ]);
  });

  test("lasts as long as our clock says where the answer has no date", async () => {
    const { parts } = scriptedIam(session, { ...keys(2), headers: {} });
    expect(await metadataKeys(parts, HOST)).toMatchObject({ lasts: 2 * HOUR });
  });
});

describe("there is none", () => {
  test.each([400, 401, 403, 500])("where the session token is refused with HTTP %d", async (status) => {
    const { error, requests } = await failing(answered(status, "no"), keys());
    expect(error).toBeInstanceOf(ServiceError);
    expect(error.message).toContain(`HTTP ${status} "no"`);
    expect(requests).toHaveLength(1);
  });

  test.each<[string, number, string]>([
    ["has no agency", 401, "Please configure Cloud Service Agency first"],
    ["has no keys", 404, "404 Not Found"],
  ])("where the machine %s", async (_, status, text) => {
    const { error } = await failing(session, answered(status, text));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error.message).toContain(`HTTP ${status} "${text}"`);
    expect(error.message).not.toMatch(HIDDEN);
  });

  test.each<[string, Step[]]>([
    ["nothing answers", [unreachable()]],
    ["nothing answers in time", [lost()]],
    ["nothing answers any longer", [session, lost()]],
    ["the session token breaks off", [new UnusableAnswerError("broke off", 200, "hidden-sess")]],
    ["the keys break off", [session, new UnusableAnswerError("broke off", 200, '{"credential": {"secret": "hidden')]],
    ["the answer is none of the service's", [session, answered(200, "<h1>hidden</h1>")]],
    [
      "the end is missing",
      [session, answered(200, { credential: { access: "A", secret: "hidden", securitytoken: "hidden" } })],
    ],
    ["the secret is missing", [session, answered(200, { credential: { access: "A", expires_at: end(1) } })]],
  ])("where %s, and no error shows what came", async (_, steps) => {
    const { error } = await failing(...steps);
    expect(error.message).not.toMatch(HIDDEN);
  });
});
