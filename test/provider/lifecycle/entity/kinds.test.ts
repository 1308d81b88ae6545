import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../../emulator";
import type { KnownOperation } from "../../../../emulator/operations";
import { UNKNOWN } from "../../../../provider/lifecycle/inputs/declaration";
import { MethodError } from "../../../../provider/process/method-error";
import { type Methods, type Opened, resourcesFor } from "../../../../provider/process/methods";
import { Client } from "../../../emulator/client";
import { settingsFor } from "../../../engine/project";
import { failureOf } from "../../../failure-of";

type Values = Record<string, unknown>;

const DOMAIN = "push.example.com";
const KEY = "0123456789abcdef0123456789abcdef";
const OTHER_KEY = "f".repeat(40);

let emulator: Emulator;
let client: Client;
let said: string[] = [];
let opened: Opened;

beforeAll(async () => {
  emulator = await startEmulator({ strict: true });
  client = new Client(emulator);
});
beforeEach(() => {
  said = [];
  opened = open();
});
afterEach(() => emulator.reset());
afterAll(() => emulator?.close());

function open(env: Record<string, string> = {}): Opened {
  const print = (line: string) => void said.push(line);
  return resourcesFor({
    config: { get: () => undefined },
    env: { ...settingsFor(emulator), ...env },
    print,
    debug: print,
  });
}

/** Somebody else at the console. */
async function outside(method: string, resource: string, query = "", body?: object): Promise<Values> {
  const { status, text } = await client.send(method, resource, query, body ? JSON.stringify(body) : "");
  expect(status).toBeLessThan(300);
  return text ? JSON.parse(text) : {};
}

/** The requests that a call makes, such as `callback-create 201`; 0: no answer. */
async function sending(call: () => Promise<unknown>): Promise<string[]> {
  const before = emulator.requests().length;
  await call();
  return requestsSince(before);
}

const requestsSince = (before: number) =>
  emulator
    .requests()
    .slice(before)
    .map(({ operation, status }) => `${operation} ${status}`);

interface Kind {
  readonly resource: "RecordCallback" | "StreamNotification";
  readonly name: "recordCallback" | "streamNotification";
  readonly code: "CALLBACK" | "NOTIFICATION";
  readonly declared: Values;
  /** What the inputs have besides. */
  readonly written: Values;
  /** The same in the service's words. */
  readonly body: Values;
  readonly shown: (id: string) => Promise<Values>;
  /** Somebody else makes it, or takes its place; the id. */
  readonly put: (body: Values, id?: string) => Promise<string>;
  readonly gone: (id: string) => Promise<unknown>;
  readonly create: readonly string[];
  /** Finds one that is there. */
  readonly find: readonly string[];
  readonly operations: Record<"create" | "show" | "update" | "delete", KnownOperation>;
  readonly absent: number;
  readonly drifts: readonly (readonly [string, Values, Values])[];
  readonly refusedIds: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    resource: "RecordCallback",
    name: "recordCallback",
    code: "CALLBACK",
    declared: {
      publishDomain: DOMAIN,
      app: "live",
      url: "https://notify.example.com/record",
      events: ["RECORD_FILE_COMPLETE", "RECORD_OVER"],
      key: KEY,
    },
    written: { signType: "HMACSHA256" },
    body: {
      publish_domain: DOMAIN,
      app: "live",
      notify_callback_url: "https://notify.example.com/record",
      notify_event_subscription: ["RECORD_FILE_COMPLETE", "RECORD_OVER"],
      sign_type: "HMACSHA256",
    },
    shown: async (id) => outside("GET", `record/callbacks/${id}`),
    put: async (body, id) =>
      String((await outside(id ? "PUT" : "POST", `record/callbacks${id ? `/${id}` : ""}`, "", body)).id),
    gone: (id) => outside("DELETE", `record/callbacks/${id}`),
    create: ["callback-create 201"],
    find: ["callback-create 400", "callbacks 200"],
    operations: {
      create: "callback-create",
      show: "callback-show",
      update: "callback-update",
      delete: "callback-delete",
    },
    absent: 404,
    drifts: [
      ["the application", { app: "vod" }, { app: "vod" }],
      ["the address", { notify_callback_url: "https://other.example.com" }, { url: "https://other.example.com" }],
      ["the events", { notify_event_subscription: ["RECORD_FAILED"] }, { events: ["RECORD_FAILED"] }],
      ["the way of signing", { sign_type: "MD5" }, { signType: "MD5" }],
    ],
    refusedIds: ["a/b", "", ".."],
  },
  {
    resource: "StreamNotification",
    name: "streamNotification",
    code: "NOTIFICATION",
    declared: {
      publishDomain: DOMAIN,
      url: "https://notify.example.com/stream",
      key: KEY,
      area: "mainland_china",
    },
    written: {},
    body: { url: "https://notify.example.com/stream", auth_sign_key: KEY, call_back_area: "mainland_china" },
    shown: async (id) => outside("GET", "notifications/publish", `domain=${id}`),
    put: async (body, id = DOMAIN) => {
      await outside("PUT", "notifications/publish", `domain=${id}`, body);
      return id;
    },
    gone: (id) => outside("DELETE", "notifications/publish", `domain=${id}`),
    create: ["notification-show 200", "notification-update 201"],
    find: ["notification-show 200"],
    operations: {
      create: "notification-update",
      show: "notification-show",
      update: "notification-update",
      delete: "notification-delete",
    },
    absent: 400,
    drifts: [
      ["the address", { url: "https://other.example.com" }, { url: "https://other.example.com" }],
      ["the key, which this API shows", { auth_sign_key: OTHER_KEY }, { key: OTHER_KEY }],
      ["the area", { call_back_area: "outside_mainland_china" }, { area: "outside_mainland_china" }],
    ],
    refusedIds: ["https://push.example.com", "", "*.example.com"],
  },
];

describe.each(KINDS)("a $resource", (kind) => {
  const { code, declared, written, body, operations } = kind;
  const its = () => opened[kind.name] as unknown as Methods<Values, Values & { requestId?: string }>;
  const show = kind.shown;

  async function inputsOf(change: Values = {}): Promise<Values> {
    const { inputs, failures } = await its().check({}, { ...declared, ...change });
    expect(failures).toEqual([]);
    return inputs;
  }
  const create = async (change: Values = {}) => its().create(await inputsOf(change));

  test("is made, looked at, changed and deleted, by one request each", async () => {
    const inputs = await inputsOf();
    expect(inputs).toEqual({ ...declared, ...written, region: "cn-north-4", projectId: emulator.projectId });
    let made = { id: "", outs: {} as Values };
    const sent = await sending(async () => {
      made = await its().create(inputs);
      expect(made.outs).toMatchObject({ ...inputs, requestId: emulator.requests().at(-1)?.requestId });
      const { props } = await its().read(made.id, made.outs);
      expect(props).toEqual(made.outs);
      expect(await its().diff(made.id, made.outs, inputs)).toEqual({ replaces: [], deleteBeforeReplace: true });
      const changed = await inputsOf({ url: "http://127.0.0.1:8791/changed" });
      const { outs } = await its().update(made.id, made.outs, changed);
      expect(outs).toMatchObject({ ...changed, requestId: emulator.requests().at(-1)?.requestId });
      expect(JSON.stringify(await show(made.id))).toContain("http://127.0.0.1:8791/changed");
      await its().delete(made.id, outs);
    });
    expect(sent).toEqual([
      ...kind.create,
      `${operations.show} 200`,
      `${operations.update} 200`,
      `${operations.show} 200`,
      `${operations.delete} 204`,
    ]);
    expect(await its().read(made.id, made.outs)).toEqual({ id: "" });
  });

  test("says to the service what is declared", async () => {
    const { id } = await create();
    expect(await show(id)).toMatchObject(body);
  });

  test("of which only adopt or timeout changes sends nothing", async () => {
    const { id, outs } = await create();
    const changed = await inputsOf({ adopt: true, timeout: 7 });
    expect(await sending(() => its().update(id, outs, changed))).toEqual([]);
  });

  test("of another domain is another one, which comes before the old one goes", async () => {
    const { id, outs } = await create();
    const inputs = await inputsOf({ publishDomain: "push2.example.com" });
    expect(await its().diff(id, outs, inputs)).toEqual({ replaces: ["publishDomain"], deleteBeforeReplace: false });
  });

  test.each(kind.drifts)(
    "shows %s that was changed outside, and the next update puts it back",
    async (_, there, seen) => {
      const inputs = await inputsOf();
      const { id, outs } = await its().create(inputs);
      await kind.put({ ...body, ...there }, id);
      const found = await its().read(id, outs);
      expect(found.inputs).toEqual({ ...inputs, ...seen });
      expect(found.props).toEqual({ ...outs, ...seen });
      await its().update(id, found.props as never, inputs);
      expect(await show(id)).toMatchObject(body);
    },
  );

  test("whose key is not declared leaves it to the service", async () => {
    const { key: _, area: __, ...rest } = declared;
    const { inputs } = await its().check({}, rest);
    const { id, outs } = await its().create(inputs);
    await kind.put({ ...body, ...(kind.name === "streamNotification" ? {} : { key: OTHER_KEY }) }, id);
    expect((await its().read(id, outs)).props).toEqual(outs);
  });

  test("whose key changes is changed, though nothing else does", async () => {
    const { id, outs } = await create();
    const changed = await inputsOf({ key: OTHER_KEY });
    expect(await sending(() => its().update(id, outs, changed))).toEqual([`${operations.update} 200`]);
    const { key: _, ...without } = changed;
    expect(await sending(() => its().update(id, { ...outs, key: OTHER_KEY }, without))).toEqual([
      `${operations.update} 200`,
    ]);
  });

  test("that is there already and says something else is in the way, and no secret is shown", async () => {
    await kind.put({ ...body, ...kind.drifts.find(([what]) => what === "the address")?.[1] });
    const { code: its, message } = await failureOf(create(), MethodError);
    expect(its).toBe(`${code}_EXISTS`);
    expect(message).toContain("url differs from the declaration (not shown, because it may hold a secret)");
    expect(message).not.toMatch(/notify\.example\.com|other\.example\.com/);
    expect(message).not.toContain(KEY);
  });

  test("that is there already is changed with adopt: true", async () => {
    const there = await kind.put({ ...body, ...kind.drifts.find(([what]) => what === "the address")?.[1] });
    const inputs = await inputsOf({ adopt: true });
    expect(await sending(() => its().create(inputs))).toEqual([...kind.find, `${operations.update} 200`]);
    expect(await show(there)).toMatchObject(body);
    expect(said.join()).toContain("adopted, and changed to what is declared");
  });

  test("that is there already and says what is declared is adopted", async () => {
    const there = await kind.put(body);
    const { key: _, ...rest } = declared;
    const { inputs } = await its().check({}, rest);
    let id = "";
    expect(
      await sending(async () => {
        id = (await its().create(inputs)).id;
      }),
    ).toEqual(kind.find);
    expect(id).toBe(there);
    expect(said.join()).toContain("already matches the declaration: adopted");
  });

  test("whose answer is lost is made once, and is one's own", async () => {
    emulator.addFault({ operation: operations.create, kind: "reset", executed: true });
    const { id } = await create();
    expect(await show(id)).toMatchObject(body);
    expect((await failureOf(create(), MethodError)).code).toBe(`${code}_DECLARED_TWICE`);
  });

  test("whose change has no answer stays in the state, and the next update sends it again", async () => {
    const inputs = await inputsOf({ timeout: 1 });
    const { id, outs } = await its().create(inputs);
    emulator.addFault({ operation: operations.update, kind: "reset", executed: true, times: 0 });
    const changed = { ...inputs, url: "https://new.example.com" };
    const { code, kept } = await failureOf(its().update(id, outs, changed), MethodError);
    expect(code).toBe("NO_ANSWER");
    const { requestId: _, ...unsettled } = { ...outs, ...changed };
    expect(kept).toEqual({ id, properties: unsettled });
    emulator.clearFaults();
    const properties = kept?.properties as Values;
    expect(await its().diff(id, properties, changed)).toMatchObject({ changes: true });
    expect(await sending(() => its().update(id, properties, changed))).toEqual([`${operations.update} 200`]);
    expect(JSON.stringify(await show(id))).toContain("https://new.example.com");
  });

  test("that another resource has adopted is not deleted by the old one of a rename", async () => {
    const { outs, id } = await create();
    opened = open();
    const renamed = await create();
    expect(renamed.id).toBe(id);
    expect(await sending(() => its().delete(id, outs))).toEqual([]);
    expect(said.join()).toContain("another resource has adopted it");
    await its().delete(renamed.id, renamed.outs);
    expect(await its().read(id, outs)).toEqual({ id: "" });
  });

  test("that is declared by two resources is refused in the check, and by create", async () => {
    const urn = (name: string) => `urn:pulumi:dev::test::huaweicloud-live:index:${kind.resource}::${name}`;
    expect((await its().check({}, declared, { urn: urn("one") })).failures).toEqual([]);
    const { failures } = await its().check({}, { ...declared, publishDomain: "PUSH.example.com" }, { urn: urn("two") });
    expect(failures).toEqual([
      {
        property: kind.name === "recordCallback" ? "app" : "publishDomain",
        reason: expect.stringMatching(`^${code}_DECLARED_TWICE: the ${kind.resource}s "one" and "two" declare a `),
      },
    ]);
    const other = { ...declared, publishDomain: "push2.example.com" };
    expect((await its().check({}, other, { urn: urn("two") })).failures).toEqual([]);
  });

  test("that may not be looked at is left as it was, with one warning", async () => {
    const { id, outs } = await create();
    emulator.addFault({ operation: operations.show, kind: "status", status: 403, times: 0 });
    for (let i = 0; i < 2; i++) expect(await its().read(id, outs)).toEqual({ id, props: outs });
    expect(said.filter((line) => line.includes("could not be checked, so the state keeps it as it was"))).toHaveLength(
      1,
    );
  });

  test("that the user may not change names the permission", async () => {
    const inputs = await inputsOf();
    emulator.addFault({ operation: operations.create, kind: "status", status: 403, times: 0 });
    const { code, message } = await failureOf(its().create(inputs), MethodError);
    expect(code).toBe("PERMISSION_DENIED");
    expect(message).toMatch(/permission live:(record:createCallback|domain:updateStreamNotification)/);
  });

  test("that the service refuses is an error with its words", async () => {
    const answer = { status: 400, body: { error_code: "LIVE.103011022", error_msg: "domain is disabled" } };
    emulator.addFault({ operation: operations.create, kind: "status", ...answer });
    const { code: its, message } = await failureOf(create(), MethodError);
    expect(its).toBe(`${code}_REFUSED`);
    expect(message).toContain("domain is disabled");
  });

  test("that is gone already can be deleted", async () => {
    const { id, outs } = await create();
    const answer = { status: kind.absent, body: { error_code: "LIVE.100011001", error_msg: "Request Illegal" } };
    emulator.addFault({ operation: operations.delete, kind: "status", ...answer });
    await its().delete(id, outs);
  });

  test("that cannot be deleted says how to forget it", async () => {
    const { id, outs } = await create();
    emulator.addFault({ operation: operations.delete, kind: "status", status: 403, times: 0 });
    const { message } = await failureOf(its().delete(id, outs), MethodError);
    expect(message).toMatch(
      /To make Pulumi forget the \w+ instead, run `pulumi state delete URN`.* goes on to be told\.$/,
    );
  });

  test("is imported without its key, so that a program of just that changes nothing", async () => {
    const there = await kind.put(body);
    const { id, inputs, props } = await its().read(there, undefined);
    const { key: _, ...rest } = await inputsOf();
    expect({ id, inputs }).toEqual({ id: there, inputs: rest });
    const { region: __, projectId: ___, ...program } = rest;
    const again = await its().check(inputs as Values, program);
    expect(await its().diff(id, props as never, again.inputs)).toEqual({ replaces: [], deleteBeforeReplace: true });
  });

  test("that there is not cannot be imported", async () => {
    expect(await its().read(kind.name === "recordCallback" ? "none" : "none.example.com", undefined)).toEqual({
      id: "",
    });
  });

  test.each(kind.refusedIds)("is not imported by the id %j", async (id) => {
    expect((await failureOf(its().read(id, undefined), MethodError)).code).toBe("IMPORT_REFUSED");
    expect(emulator.requests()).toEqual([]);
  });

  test("has a key that no line has, with the debug log on", async () => {
    opened = open({ PULUMI_HUAWEICLOUD_LIVE_DEBUG: "1" });
    const { id, outs } = await create();
    await its().update(id, outs, await inputsOf({ url: "https://new.example.com" }));
    expect(said.filter((line) => line.includes("debug: P")).length).toBeGreaterThan(1);
    expect(said.join()).not.toContain(KEY);
  });

  test.each<[string, Values, string, RegExp]>([
    ["an address with parameters", { url: "https://a.example.com/?token=secret" }, "url(hidden)", /it must be an http/],
    ["an address with a password", { url: "https://u:secret@a.example.com" }, "url(hidden)", /it must be an http/],
    ["an address of another kind", { url: "rtmp://secret" }, "url(hidden)", /it must be an http or https address/],
    ["no text as its address", { url: 7 }, "url(hidden)", /^it must be the http or https address/],
    ["a key that is too short", { key: "secret" }, "key(hidden)", /^it must (be|have) 32 /],
    [
      "no text as its key",
      { key: ["secret"] },
      "key(hidden)",
      /^it must be the key that signs the messages, as a string/,
    ],
    ["another property", { bucket: "b" }, "bucket", /^is not a property of /],
  ])("with %s is refused in the preview, and no value is shown", async (_, change, property, reason) => {
    const { failures } = await its().check({}, { ...declared, ...change });
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) }]);
    expect(failures[0]?.reason).not.toContain("secret@");
    expect(failures[0]?.reason).not.toContain("=secret");
    expect(emulator.requests()).toEqual([]);
  });

  test("of which nothing is known yet passes, and a preview sends nothing", async () => {
    const unknown = Object.fromEntries(Object.keys(declared).map((name) => [name, UNKNOWN]));
    const { inputs, failures } = await its().check({}, unknown);
    expect(failures).toEqual([]);
    expect(await its().preview(inputs)).toEqual({ outs: inputs });
    expect(emulator.requests()).toEqual([]);
  });
});

describe("what only one of them has", () => {
  const { recordCallback: callbackKind, streamNotification: notificationKind } = Object.fromEntries(
    KINDS.map((kind) => [kind.name, kind]),
  ) as Record<string, Kind>;
  const callbacks = () => opened.recordCallback as unknown as Methods<Values, Values>;
  const notifications = () => opened.streamNotification as unknown as Methods<Values, Values>;

  test("a callback that says the same gets the declared key, since nobody can see which it has", async () => {
    const id = await callbackKind?.put({ ...callbackKind.body, key: OTHER_KEY });
    const { inputs } = await callbacks().check({}, callbackKind?.declared ?? {});
    const sent = await sending(async () => expect((await callbacks().create(inputs)).id).toBe(id));
    expect(sent).toEqual(["callback-create 400", "callbacks 200", "callback-update 200"]);
  });

  test("the events of a callback are a set", async () => {
    const { inputs } = await callbacks().check(
      {},
      { ...callbackKind?.declared, events: ["RECORD_OVER", "RECORD_FILE_COMPLETE", "RECORD_OVER"] },
    );
    expect(inputs.events).toEqual(["RECORD_OVER", "RECORD_FILE_COMPLETE"]);
    const { id, outs } = await callbacks().create(inputs);
    await callbackKind?.put(callbackKind.body, id);
    expect((await callbacks().read(id, outs)).props).toEqual(outs);
  });

  test.each<[Values, string, RegExp]>([
    [{ events: [] }, "events", /^\[\] is empty, but must be a list of RECORD_START, /],
    [{ events: "RECORD_OVER" }, "events", /^"RECORD_OVER" must be a list of RECORD_START, /],
    [{ events: ["OVER"] }, "events.0", /^"OVER" must be one of RECORD_START, /],
    [{ signType: "SHA1" }, "signType", /^"SHA1" must be one of HMACSHA256, MD5$/],
    [{ app: "li*" }, "app", /Live has no other wildcard/],
    [{ key: "-".repeat(32) }, "key(hidden)", /32 or more letters and digits/],
  ])("a callback with %j is refused", async (change, property, reason) => {
    const { failures } = await callbacks().check({}, { ...callbackKind?.declared, ...change });
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) }]);
  });

  test("a callback that is refused since its domain has another one says which", async () => {
    await callbackKind?.put({ ...callbackKind.body, app: "*" });
    const answer = { status: 400, body: { error_code: "LIVE.103011018", error_msg: "Resource already exists" } };
    emulator.addFault({ operation: "callback-create", kind: "status", ...answer });
    const { inputs } = await callbacks().check({}, callbackKind?.declared ?? {});
    const { message } = await failureOf(callbacks().create(inputs), MethodError);
    expect(message).toContain("it is not in the list of callbacks (there are push.example.com/*)");
  });

  test("a callback that was deleted outside cannot be changed", async () => {
    const { inputs } = await callbacks().check({}, callbackKind?.declared ?? {});
    const { id, outs } = await callbacks().create(inputs);
    await callbackKind?.gone(id);
    const { code } = await failureOf(
      callbacks().update(id, outs, { ...inputs, url: "https://new.example.com" }),
      MethodError,
    );
    expect(code).toBe("CALLBACK_GONE");
  });

  test("a notification that cannot be looked at is not made: another one may be there", async () => {
    const { inputs } = await notifications().check({}, notificationKind?.declared ?? {});
    emulator.addFault({ operation: "notification-show", kind: "status", status: 403, times: 0 });
    const { code, message } = await failureOf(notifications().create(inputs), MethodError);
    expect(code).toBe("PERMISSION_DENIED");
    expect(message).toContain("live:domain:getStreamNotifications");
    expect(emulator.requests().some(({ operation }) => operation === "notification-update")).toBe(false);
  });

  test("a notification without an answer to its PUT stays in the state, and its delete deletes it", async () => {
    const { inputs } = await notifications().check({}, { ...notificationKind?.declared, timeout: 1 });
    emulator.addFault({ operation: "notification-update", kind: "reset", executed: true, times: 0 });
    const { code, kept } = await failureOf(notifications().create(inputs), MethodError);
    expect(code).toBe("NO_ANSWER");
    expect(kept).toEqual({ id: DOMAIN, properties: { ...inputs, projectId: emulator.projectId } });
    expect(await notificationKind?.shown(DOMAIN)).toMatchObject(notificationKind?.body ?? {});
    emulator.clearFaults();
    await notifications().delete(DOMAIN, kept?.properties as Values);
    expect(await notificationKind?.shown(DOMAIN)).toMatchObject({ url: "" });
  });

  test("a notification whose key an answer does not have counts as unchanged", async () => {
    const { inputs } = await notifications().check({}, notificationKind?.declared ?? {});
    const { id, outs } = await notifications().create(inputs);
    const body = { url: notificationKind?.declared.url, call_back_area: "mainland_china" };
    emulator.addFault({ operation: "notification-show", kind: "status", status: 200, body });
    expect(await notifications().read(id, outs)).toEqual({ id, props: outs });
  });

  test.each([
    ["no body", undefined],
    ["an empty one", {}],
  ])("an answer with %s says that there is no notification", async (_, body) => {
    const { inputs } = await notifications().check({}, notificationKind?.declared ?? {});
    const { id, outs } = await notifications().create(inputs);
    emulator.addFault({ operation: "notification-show", kind: "status", status: 200, ...(body && { body }) });
    expect(await notifications().read(id, outs)).toEqual({ id: "" });
  });
});
