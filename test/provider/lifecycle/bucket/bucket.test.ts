import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../../emulator";
import type { BucketInputs, BucketState } from "../../../../provider/lifecycle/bucket/bucket";
import { UNKNOWN } from "../../../../provider/lifecycle/inputs/declaration";
import { MethodError } from "../../../../provider/process/method-error";
import { type Opened, resourcesFor } from "../../../../provider/process/methods";
import { settingsFor } from "../../../engine/project";
import { failureOf } from "../../../failure-of";

let emulator: Emulator;
let said: string[] = [];
let opened: Opened;

beforeEach(async () => {
  emulator = await startEmulator();
  said = [];
  open();
});
afterEach(() => emulator.close());

/** Another process, which knows nothing of what this one has done. */
function open() {
  const print = (line: string) => void said.push(line);
  opened = resourcesFor({ config: { get: () => undefined }, env: settingsFor(emulator), print });
}

async function inputsOf(change: object = {}): Promise<BucketInputs> {
  const { inputs, failures } = await opened.bucketAuthorization.check({}, { bucket: "recordings", ...change });
  expect(failures).toEqual([]);
  return inputs as unknown as BucketInputs;
}
const create = async (change: object = {}) => opened.bucketAuthorization.create(await inputsOf(change));
const sent = () => emulator.requests().map(({ operation, status }) => `${operation} ${status}`);

test("a bucket is granted, and its name is the id", async () => {
  const { id, outs } = await create();
  expect(id).toBe("recordings");
  expect(outs).toEqual({
    bucket: "recordings",
    region: "cn-north-4",
    projectId: emulator.projectId,
    requestId: emulator.requests()[0]?.requestId,
  });
  expect(emulator.grantedBuckets()).toEqual(["recordings"]);
});

test("a refresh sends nothing, and keeps the state", async () => {
  const { id, outs } = await create();
  expect(await opened.bucketAuthorization.read(id, outs)).toEqual({ id, props: outs });
  expect(sent()).toEqual(["bucket-authorize 200"]);
});

describe("a delete", () => {
  test("takes nothing back, and says so", async () => {
    const { id, outs } = await create();
    await opened.bucketAuthorization.delete(id, outs);
    expect(emulator.grantedBuckets()).toEqual(["recordings"]);
    expect(said).toEqual([expect.stringMatching(/bucket recordings stays: revokeOnDelete is not set/)]);
  });

  test("takes it back where that is declared", async () => {
    const { id, outs } = await create({ revokeOnDelete: true });
    await opened.bucketAuthorization.delete(id, outs);
    expect(emulator.grantedBuckets()).toEqual([]);
  });

  test("takes it back where that was declared afterwards, by an update that sends nothing", async () => {
    const { id, outs } = await create();
    const { outs: changed } = await opened.bucketAuthorization.update(
      id,
      outs,
      await inputsOf({ revokeOnDelete: true }),
    );
    expect(sent()).toEqual(["bucket-authorize 200"]);
    await opened.bucketAuthorization.delete(id, changed);
    expect(emulator.grantedBuckets()).toEqual([]);
  });

  test("of the old one of a rename takes nothing back: the new one has it", async () => {
    const old = await create({ revokeOnDelete: true });
    open();
    const renamed = await create({ revokeOnDelete: true });
    await opened.bucketAuthorization.delete(old.id, old.outs);
    expect(emulator.grantedBuckets()).toEqual(["recordings"]);
    expect(said.join()).toContain("another resource has it");
    await opened.bucketAuthorization.delete(renamed.id, renamed.outs);
    expect(emulator.grantedBuckets()).toEqual([]);
  });

  test("that is refused says how to forget it", async () => {
    const { id, outs } = await create({ revokeOnDelete: true });
    emulator.addFault({ operation: "bucket-authorize", kind: "status", status: 400 });
    const { code, message } = await failureOf(opened.bucketAuthorization.delete(id, outs), MethodError);
    expect(code).toBe("BUCKET_REFUSED");
    expect(message).toMatch(/pulumi state delete URN`.* may then still write to the bucket\.$/);
  });
});

test("another bucket, region or project is another authorization, granted first; nothing else is", async () => {
  const { id, outs } = await create();
  const diff = async (change: object) =>
    opened.bucketAuthorization.diff(id, outs, { ...(await inputsOf()), ...change } as BucketInputs);
  expect(await diff({ bucket: "archive" })).toEqual({ replaces: ["bucket"] });
  expect(await diff({ region: "cn-north-1" })).toEqual({ replaces: ["region"] });
  expect(await diff({ projectId: "another" })).toEqual({ replaces: ["projectId"] });
  expect(await diff({ revokeOnDelete: true, timeout: 7 })).toEqual({ replaces: [] });
});

test("a grant without an answer stays in the state, and the next update grants again", async () => {
  emulator.addFault({ operation: "bucket-authorize", kind: "reset", executed: true, times: 0 });
  const inputs = await inputsOf({ timeout: 1 });
  const { code, kept } = await failureOf(opened.bucketAuthorization.create(inputs), MethodError);
  expect(code).toBe("NO_ANSWER");
  const properties = { ...inputs, projectId: emulator.projectId };
  expect(kept).toEqual({ id: "recordings", properties });
  emulator.clearFaults();
  expect(await opened.bucketAuthorization.diff("recordings", properties, inputs)).toMatchObject({ changes: true });
  const { outs } = await opened.bucketAuthorization.update("recordings", properties, inputs);
  expect(outs.requestId).toBe(emulator.requests().at(-1)?.requestId);
  expect(emulator.grantedBuckets()).toEqual(["recordings"]);
});

test("a user who may not grant is told that the account may", async () => {
  emulator.addFault({ operation: "bucket-authorize", kind: "status", status: 403, times: 0 });
  const { code, message } = await failureOf(create(), MethodError);
  expect(code).toBe("PERMISSION_DENIED");
  expect(message).toContain("which the account itself has");
});

test("an import claims nothing that nobody can know: the next update grants it", async () => {
  const { id, inputs, props } = await opened.bucketAuthorization.read("recordings", undefined);
  expect({ id, inputs }).toEqual({ id: "recordings", inputs: await inputsOf() });
  expect(sent()).toEqual([]);
  const declared = inputs as BucketInputs;
  expect(await opened.bucketAuthorization.diff(id, props as BucketState, declared)).toMatchObject({ changes: true });
  await opened.bucketAuthorization.update(id, props as BucketState, declared);
  expect(emulator.grantedBuckets()).toEqual(["recordings"]);
  expect((await failureOf(opened.bucketAuthorization.read("Recordings", undefined), MethodError)).code).toBe(
    "IMPORT_REFUSED",
  );
});

test("a preview knows the id, and sends nothing", async () => {
  const inputs = await inputsOf();
  expect(await opened.bucketAuthorization.preview(inputs)).toEqual({ id: "recordings", outs: inputs });
  const unknown = { ...inputs, bucket: UNKNOWN };
  expect(await opened.bucketAuthorization.preview(unknown)).toEqual({ outs: unknown });
  expect(sent()).toEqual([]);
});

test("two resources for one bucket are refused in the check of the second", async () => {
  const urn = (name: string) => `urn:pulumi:dev::test::huaweicloud-live:index:BucketAuthorization::${name}`;
  await opened.bucketAuthorization.check({}, { bucket: "recordings" }, { urn: urn("one") });
  const { failures } = await opened.bucketAuthorization.check({}, { bucket: "recordings" }, { urn: urn("two") });
  expect(failures).toEqual([
    { property: "bucket", reason: expect.stringMatching(/^BUCKET_DECLARED_TWICE: .*"one" and "two"/) },
  ]);
});
