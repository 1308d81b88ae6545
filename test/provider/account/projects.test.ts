import { describe, expect, test } from "vitest";
import { Projects } from "../../../provider/account/projects";
import { NoAnswerError } from "../../../provider/http/client";
import { UnreachableError } from "../../../provider/http/errors";
import { SettingsError } from "../../../provider/settings/errors";
import { failureOf } from "../../failure-of";
import { FakeClock } from "../fake-clock";
import { answered, lost, refused, type Step, scripted, unreachable } from "../http/scripted-service";

const PLACES = "  - huaweicloud:projectId in the stack configuration\n  - HUAWEICLOUD_SDK_PROJECT_ID";
const project = (id: string, name = "cn-north-4") => ({ id, name, enabled: true });

function open(...steps: Step[]) {
  const clock = new FakeClock();
  const { connection, ...service } = scripted({ clock, steps });
  const { projectId, ...own } = connection;
  const iam = () => ({ ...own, endpoint: "https://iam.test" });
  return {
    ...service,
    clock,
    projects: new Projects({ projectName: (region: string) => region, projectPlaces: () => PLACES }, iam, clock),
  };
}

function iam(...steps: Step[]) {
  const { projects, ...service } = open(...steps);
  return { ...service, looked: projects.of("cn-north-4", 60) };
}

async function failing(...steps: Step[]) {
  const { looked, ...service } = iam(...steps);
  const error = await failureOf(looked);
  expect(error).toBeInstanceOf(SettingsError);
  for (const { request } of service.requests) expect([request.method, request.body]).toEqual(["GET", ""]);
  return { ...service, error: error as SettingsError };
}

describe("the project of a region", () => {
  test("is the one that has its name, and is asked for as it is documented, about no project", async () => {
    const { looked, requests } = iam(answered(200, { projects: [project("p-1")], links: {} }));
    expect(await looked).toBe("p-1");
    expect(requests.map(({ request }) => request)).toEqual([
      {
        method: "GET",
        url: "https://iam.test/v3/projects?name=cn-north-4",
        headers: { "content-type": "application/json", "x-auth-token": "the-token" },
        body: "",
      },
    ]);
  });

  test("is waited for while IAM cannot be reached, and read again after an answer that was lost", async () => {
    const { looked, requests } = iam(
      unreachable(),
      lost(),
      answered(503),
      answered(200, { projects: [project("p-1")] }),
    );
    expect(await looked).toBe("p-1");
    expect(requests.map(({ request }) => request.method)).toEqual(["GET", "GET", "GET", "GET"]);
  });
});

describe("there is no one project", () => {
  test("where there is none: nothing is created, and the error says where to set it", async () => {
    const { error, requests } = await failing(answered(200, { projects: [] }));
    expect(error).toMatchObject({ code: "PROJECT_NOT_FOUND", setting: "projectId" });
    expect(error.message).toBe(
      `no project id is set, and the account has no project named cn-north-4 (credential HW_AUTH_TOKEN). Check the region or the name. Set the project id, which the console shows under "My Credentials", in one of these places:\n${PLACES}`,
    );
    expect(requests).toHaveLength(1);
  });

  test("where there are two: the error says which", async () => {
    const { error, requests } = await failing(answered(200, { projects: [project("p-1"), project("p-2", "other")] }));
    expect(error).toMatchObject({ code: "PROJECT_AMBIGUOUS", setting: "projectId" });
    expect(error.message).toContain("cn-north-4 has 2 projects: p-1 (cn-north-4), p-2 (other). Set the project id");
    expect(error.message).toContain(PLACES);
    expect(requests).toHaveLength(1);
  });

  test.each<{ what: string; step: Step; why: string }>([
    { what: "the credential may not look", step: refused(403, "IAM.0003"), why: "HTTP 403 IAM.0003" },
    { what: "there is no IAM", step: answered(404, "<h1>Not Found</h1>"), why: "HTTP 404" },
    {
      what: "the answer has no projects",
      step: answered(200, { links: {} }),
      why: "the answer is not a list of projects",
    },
    { what: "the answer is empty", step: answered(200), why: "the answer is not a list of projects" },
    {
      what: "a project has no id",
      step: answered(200, { projects: [{ name: "cn-north-4" }] }),
      why: "the answer is not a list of projects",
    },
  ])("where $what: one request, and the error says why and where to set it", async ({ step, why }) => {
    const { error, requests } = await failing(step);
    expect(error).toMatchObject({ code: "PROJECT_NOT_FOUND", setting: "projectId" });
    expect(error.message).toContain(
      "no project id is set, and the project cn-north-4 could not be looked up (IAM https://iam.test, credential HW_AUTH_TOKEN): ",
    );
    expect(error.message).toContain(why);
    expect(error.message).toContain(PLACES);
    expect(requests).toHaveLength(1);
  });

  test("where the credential is wrong: that is what the error is about", async () => {
    const { error, requests } = await failing(refused(401, "APIGW.0301"));
    expect(error).toMatchObject({ code: "CREDENTIAL_REFUSED", setting: "accessKey" });
    expect(error.message).toContain(
      "IAM (https://iam.test): the service rejected the credential (HW_AUTH_TOKEN). Check the access key",
    );
    expect(error.message).toContain("HTTP 401 APIGW.0301");
    expect(requests).toHaveLength(1);
  });

  test.each<{ what: string; step: Step; why: string }>([
    { what: "cannot be reached", step: unreachable(), why: "connection to live.test refused" },
    { what: "answers nothing of use", step: answered(200, "<h1>Sign in</h1>"), why: "it begins: <h1>Sign in</h1>" },
  ])("where IAM $what within the timeout", async ({ step, why }) => {
    const { error, clock } = await failing(step);
    expect(error).toMatchObject({ code: "PROJECT_NOT_FOUND", setting: "projectId" });
    expect(error.message).toContain(why);
    expect(clock.passed).toBeGreaterThan(40);
    expect(clock.passed).toBeLessThanOrEqual(60);
  });
});

describe("a look-up under way", () => {
  const found = answered(200, { projects: [project("p-1")] });

  test("is for all that want the region, and what it found is not looked up again", async () => {
    const { projects, requests } = open(found);
    const ids = await Promise.all(Array.from({ length: 30 }, () => projects.of("cn-north-4", 60)));
    expect(new Set([...ids, await projects.of("cn-north-4", 60)])).toEqual(new Set(["p-1"]));
    expect(requests).toHaveLength(1);
  });

  test("that ends with the time of its command goes on for those that have more", async () => {
    const { projects, clock } = open(async () => {
      if (clock.passed > 20) return found;
      throw unreachable();
    });
    const [short, long] = await Promise.allSettled([projects.of("cn-north-4", 5), projects.of("cn-north-4", 120)]);
    expect(short).toMatchObject({ status: "rejected", reason: { code: "PROJECT_NOT_FOUND" } });
    expect(long).toEqual({ status: "fulfilled", value: "p-1" });
  });

  test("at a host that does not exist ends with a second try, for all, and a project id is no advice then", async () => {
    const { projects, clock, requests } = open(new UnreachableError("no address for iam.test", false, undefined, true));
    const looks = Array.from({ length: 30 }, () => failureOf(projects.of("cn-north-4", 120), NoAnswerError));
    for (const error of await Promise.all(looks)) expect(error.message).toBe("no address for iam.test");
    expect(requests).toHaveLength(2);
    expect(clock.passed).toBeLessThan(2);
  });
});
