import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import type { StackConfig } from "../../keeper/settings";
import type { Watched } from "../../keeper/stack/engine";
import type { StateResource } from "../../keeper/stack/state";
import { ServiceWatch } from "../../keeper/watch";
import type { Clock } from "../../provider/http/clock";

const DOMAIN = "push.example.com";
const OTHER = "push.example.org";
const MINUTE = 60_000;

const URN = "urn:pulumi:dev::events::pulumi:providers:pulumi-nodejs::default";
const PROVIDER = `${URN}::1`;

/** A provider as the state has it. */
function provider(inputs: Record<string, unknown>, urn = URN): StateResource {
  return { urn, type: "pulumi:providers:pulumi-nodejs", custom: true, id: "1", inputs };
}

function stream(name: string, publishDomain = DOMAIN, of = PROVIDER): Watched {
  const id = `${publishDomain}/live/${name}`;
  return { id, provider: of, publishDomain, app: "live", stream: name };
}

/** Time that a test moves; what waits in between waits no time. */
class Time implements Clock {
  readonly cancelled = false;
  moved = 0;
  now = () => Date.now() + this.moved;
  wall = () => Date.now();
  random = () => 0.5;
  async sleep(ms: number): Promise<void> {
    this.moved += ms;
  }
}

const open: Emulator[] = [];
afterEach(() => Promise.all(open.splice(0).map((emulator) => emulator.close())));

async function watching(change: { env?: Record<string, string>; file?: string } = {}) {
  const emulator = await startEmulator();
  open.push(emulator);
  const clock = new Time();
  const { accessKey, secretKey } = emulator;
  const keys = { "huaweicloud:accessKey": accessKey, "huaweicloud:secretKey": secretKey };
  const today: { config: StackConfig; asked: number } = { config: keys, asked: 0 };
  const watch = new ServiceWatch({
    env: {
      HUAWEICLOUD_LIVE_ENDPOINT: emulator.url,
      HUAWEICLOUD_REGION: "cn-north-4",
      HUAWEICLOUD_SDK_PROJECT_ID: emulator.projectId,
      HUAWEICLOUD_LIVE_METADATA_ENDPOINT: "http://127.0.0.1:9",
      ...change.env,
    },
    clock,
    print: () => {},
    config: async () => {
      today.asked += 1;
      return today.config;
    },
  });
  const wrong = { ...keys, "huaweicloud:secretKey": "another" };
  const requests = () => emulator.requests().length;
  return { emulator, clock, watch, keys, wrong, today, requests };
}

test("a look has the beginning of each push, by the settings of the state, in one list for each domain", async () => {
  const { emulator, watch, keys, requests } = await watching();
  const since = Math.floor(Date.now() / 1_000) * 1_000 - 30_000;
  emulator.push(`${DOMAIN}/live/a`, { startedAt: new Date(since).toISOString() });
  emulator.push(`${OTHER}/live/c`);
  emulator.endPush(`${OTHER}/live/c`);
  watch.take([provider(keys)]);
  const { pushes, blind } = await watch.look([stream("a"), stream("b"), stream("c", OTHER)]);
  expect(blind).toEqual([]);
  expect(pushes.get(`${DOMAIN}/live/a`)).toBe(since);
  expect([...pushes.keys()].sort()).toEqual([`${DOMAIN}/live/a`, `${DOMAIN}/live/b`, `${OTHER}/live/c`]);
  expect(pushes.get(`${OTHER}/live/c`)).toBeUndefined();
  expect(requests()).toBe(2);
});

describe("a credential that is refused", () => {
  const refused = { blind: [{ code: "AUTHENTICATION_FAILED", needsSomebody: true }] };

  test("rests for five minutes, in which nothing is sent, and is then tried once", async () => {
    const { clock, watch, wrong, today, requests } = await watching();
    today.config = wrong;
    watch.take([provider(wrong)]);
    for (let second = 0; second < 300; second += 5) {
      expect(await watch.look([stream("a")])).toMatchObject(refused);
      clock.moved += 4_900;
    }
    expect(requests()).toBe(1);
    // Today's is looked up now and then, and is the same.
    expect(today.asked).toBeLessThanOrEqual(11);
    clock.moved += 10_000;
    expect(await watch.look([stream("a")])).toMatchObject(refused);
    expect(requests()).toBe(2);
  });

  test("is tried at once when another one was deployed", async () => {
    const { watch, wrong, keys, today, requests } = await watching();
    today.config = wrong;
    watch.take([provider(wrong)]);
    expect(await watch.look([stream("a")])).toMatchObject(refused);
    watch.take([provider(keys)]);
    expect(await watch.look([stream("a")])).toMatchObject({ blind: [] });
    expect(requests()).toBe(2);
  });

  test("gives way to the one that the stack configuration has by now", async () => {
    const { clock, watch, wrong, keys, today } = await watching();
    today.config = wrong;
    watch.take([provider(wrong)]);
    expect(await watch.look([stream("a")])).toMatchObject(refused);
    today.config = keys;
    clock.moved += 31_000;
    expect(await watch.look([stream("a")])).toMatchObject({ blind: [] });
    expect(await watch.look([stream("a")])).toMatchObject({ blind: [] });
  });

  test("is tried at once when its file has changed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "keeper-watch-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "credentials");
    const { emulator, watch, today } = await watching({ env: { HUAWEICLOUD_SDK_CREDENTIALS_FILE: file } });
    const write = (secret: string) => writeFileSync(file, `[basic]\nak = ${emulator.accessKey}\nsk = ${secret}\n`);
    today.config = {};
    write("another");
    watch.take([provider({})]);
    expect(await watch.look([stream("a")])).toMatchObject(refused);
    write(emulator.secretKey);
    expect(await watch.look([stream("a")])).toMatchObject({ blind: [] });
  });

  test("of one provider does not keep the others from looking", async () => {
    const { watch, wrong, keys, today } = await watching();
    today.config = wrong;
    const own = URN.replace("default", "own");
    watch.take([provider(wrong), provider({ ...keys, "huaweicloud:explicitProvider": "own" }, own)]);
    const seen = await watch.look([stream("a"), stream("b", DOMAIN, `${own}::1`)]);
    expect(seen).toMatchObject(refused);
    expect([...seen.pushes.keys()]).toEqual([`${DOMAIN}/live/b`]);
  });
});

test("a list that is not permitted rests for five minutes, and the others are read", async () => {
  const { emulator, clock, watch, keys } = await watching();
  emulator.addFault({ operation: "streams", kind: "status", status: 403, times: 1 });
  watch.take([provider(keys)]);
  const first = await watch.look([stream("a")]);
  expect(first).toMatchObject({ blind: [{ code: "PERMISSION_DENIED", needsSomebody: true }] });
  expect(first.blind[0]?.message).toContain("live:stream:listLiveStreamsOnline");
  const second = await watch.look([stream("a"), stream("c", OTHER)]);
  expect(second.blind).toHaveLength(1);
  expect([...second.pushes.keys()]).toEqual([`${OTHER}/live/c`]);
  clock.moved += 5 * MINUTE;
  expect(await watch.look([stream("a")])).toMatchObject({ blind: [] });
});

test("a service that is away says so, and rests no longer than that", async () => {
  const { emulator, watch, keys } = await watching();
  emulator.addFault({ operation: "streams", kind: "reset", times: 0 });
  watch.take([provider(keys)]);
  expect(await watch.look([stream("a")])).toMatchObject({ blind: [{ code: "NO_ANSWER", needsSomebody: false }] });
  emulator.clearFaults();
  expect(await watch.look([stream("a")])).toMatchObject({ blind: [] });
});

test("a setting that is missing is named, without a request", async () => {
  const { watch, requests } = await watching({ env: { HUAWEICLOUD_SDK_PROJECT_ID: "" } });
  watch.take([provider({})]);
  expect(await watch.look([stream("a")])).toMatchObject({
    blind: [{ code: "CREDENTIAL_MISSING", needsSomebody: true }],
  });
  expect(requests()).toBe(0);
});
