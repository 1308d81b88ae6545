import { describe, expect, test } from "vitest";
import { canonicalHost, isSameHost } from "../../emulator/stream-name";
import { emulate } from "./fixture";

const spellings = [
  { one: "push.example.com", other: "Push.Example.COM" },
  { one: "bücher.example", other: "xn--bcher-kva.example" },
  { one: "BÜCHER.example", other: "bücher.example" },
  { one: "直播.example.com", other: "XN--Z6UT02B.example.com" },
];

describe("two spellings of one host are the same host", () => {
  test.each(spellings)("$one and $other", ({ one, other }) => {
    expect(isSameHost(one, other)).toBe(true);
    expect(canonicalHost(canonicalHost(one))).toBe(canonicalHost(other));
  });

  test("but not hosts that differ otherwise", () => {
    expect(isSameHost("push.example.com", "push.example.org")).toBe(false);
    expect(isSameHost("push.example.com", "push-example.com")).toBe(false);
  });

  test.each(spellings)("a stream of $one is that of $other", async ({ one, other }) => {
    const { client, emulator } = await emulate();
    expect(await client.start(`${one}/live/keynote`)).toMatchObject({ status: 200 });
    expect(await client.start(`${other}/live/keynote`)).toMatchObject({ status: 400, code: "LIVE.100011022" });
    const query = `publish_domain=${encodeURIComponent(other)}`;
    expect((await client.streams(query)).streams).toMatchObject([{ publish_domain: one, stream: "keynote" }]);
    expect(await client.stop(`${other}/live/keynote`)).toMatchObject({ status: 200 });
    expect(emulator.recordings()).toMatchObject([{ publishDomain: one, endedBy: "STOP" }]);
  });

  test.each(spellings)("a rule for $one covers $other, and stands in the way of another rule for it", async (pair) => {
    const { client, emulator } = await emulate({ strict: true });
    emulator.setRules([{ publish_domain: pair.one, app: "*", stream: "*", record_type: "COMMAND_RECORD" }]);
    emulator.push(`${pair.other}/live/keynote`);
    expect(await client.start(`${pair.other}/live/keynote`)).toMatchObject({ status: 200 });
    const query = `publish_domain=${encodeURIComponent(pair.other)}`;
    expect((await client.rules(query)).record_config).toMatchObject([{ publish_domain: pair.one }]);
    const again = {
      publish_domain: pair.other,
      app: "*",
      stream: "*",
      default_record_config: {
        record_format: ["HLS"],
        obs_addr: { bucket: "b", location: "l", object: "" },
        hls_config: { record_cycle: 0 },
      },
    };
    const answer = await client.send("POST", "record/rules", "", JSON.stringify(again));
    expect(answer).toMatchObject({ status: 400, code: "LIVE.103011018" });
  });

  test("a fault for a stream of one strikes at that of the other", async () => {
    const { client, emulator } = await emulate();
    emulator.addFault({ kind: "status", status: 503, stream: "Push.example.com/live/keynote" });
    expect(await client.start("push.example.com/live/keynote")).toMatchObject({ status: 503 });
  });

  test("the implied rules of a domain in two spellings are one", async () => {
    const { client } = await emulate();
    await client.start("push.example.com/live/a");
    await client.start("PUSH.example.com/live/b");
    expect((await client.rules("")).total).toBe(1);
  });
});

describe("the case of an app and of a stream counts", () => {
  test("so these are three streams", async () => {
    const { client } = await emulate();
    for (const name of ["live/keynote", "Live/keynote", "live/Keynote"])
      expect(await client.start(`push.example.com/${name}`)).toMatchObject({ status: 200 });
  });
});

describe("with lowerCaseDomains", () => {
  test("every answer has domains in their one form, whoever named them", async () => {
    const { client, emulator } = await emulate({ lowerCaseDomains: true });
    const rules = [{ publish_domain: "BÜCHER.example", app: "*", stream: "*", record_type: "COMMAND_RECORD" as const }];
    expect(emulator.setRules(rules)).toMatchObject([{ publish_domain: "xn--bcher-kva.example" }]);
    expect((await client.rules("")).record_config).toMatchObject([{ publish_domain: "xn--bcher-kva.example" }]);
    expect(emulator.push("Push.Example.com/live/keynote")).toMatchObject({ publishDomain: "push.example.com" });
    const { streams } = await client.streams("publish_domain=PUSH.example.com");
    expect(streams).toMatchObject([{ publish_domain: "push.example.com" }]);
  });

  test("the log of requests has what was sent", async () => {
    const { client, emulator } = await emulate({ lowerCaseDomains: true });
    await client.start("Push.example.com/live/keynote");
    expect(emulator.requests()).toMatchObject([{ stream: "Push.example.com/live/keynote" }]);
  });
});
