import { describe, expect, test } from "vitest";
import { metadataKeys, NoMetadataError } from "../../../provider/account/metadata-keys";
import { UnusableAnswerError } from "../../../provider/http/errors";
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

  test.each<[string, Step]>([
    ...[400, 401, 403, 404, 405, 429, 500, 503].map((status): [string, Step] => [
      `is refused with HTTP ${status}`,
      answered(status, "not here"),
    ]),
    ["does not come in time", lost()],
    ["breaks off", new UnusableAnswerError("broke off", 200, "hidden-sess")],
    ["is a page of something else", answered(200, "<h1>Sign\nin</h1>")],
    ["is empty", answered(200, "")],
  ])("is given without a session token where that %s", async (_, step) => {
    const { parts, requests } = scriptedIam(step, keys());
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
  test.each<{ what: string; step: Step; why: string }>([
    { what: "is refused", step: answered(403, "no token"), why: 'HTTP 403 "no token"' },
    { what: "does not come in time", step: lost(), why: "no answer within 15 s" },
  ])(
    "where the session token $what, and the keys are refused without it: the error has both",
    async ({ step, why }) => {
      const { error } = await failing(step, answered(401, "token required"));
      expect(error).toBeInstanceOf(NoMetadataError);
      expect(error.message).toMatch(/^HTTP 401 "token required" .*; the session token: /);
      expect(error.message).toContain(why);
    },
  );

  test("where no connection can be had: the keys are not asked for", async () => {
    const { error, requests } = await failing(unreachable());
    expect(error).toBeInstanceOf(NoMetadataError);
    expect(requests).toHaveLength(1);
  });

  test.each<{ what: string; status: number; text: string }>([
    { what: "has no agency", status: 401, text: "Please configure Cloud Service Agency first" },
    { what: "has no keys", status: 404, text: "404 Not Found" },
  ])("where the machine $what", async ({ status, text }) => {
    const { error } = await failing(session, answered(status, text));
    expect(error).toMatchObject({ isRefusal: true, mayPass: false });
    expect(error.message).toContain(`HTTP ${status} "${text}"`);
    expect(error.message).not.toMatch(HIDDEN);
  });

  test.each<{ token: number; keys: number; mayPass: boolean }>([
    { token: 404, keys: 503, mayPass: true },
    { token: 503, keys: 401, mayPass: true },
    { token: 429, keys: 401, mayPass: true },
    { token: 403, keys: 404, mayPass: false },
  ])("for now, or for good: HTTP $token for the token and $keys for the keys", async ({ token, keys, mayPass }) => {
    const { error } = await failing(answered(token), answered(keys));
    expect(error).toMatchObject({ mayPass });
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
