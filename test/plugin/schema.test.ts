import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { schemaOf } from "../../plugin/schema";
import schema from "../../plugin/schema.json";
import { BUCKET_AUTHORIZATION, DEFAULTS as BUCKET_DEFAULTS, checkBucket } from "../../provider/lifecycle/bucket/check";
import { DEFAULTS as CALLBACK_DEFAULTS, checkCallback, RECORD_CALLBACK } from "../../provider/lifecycle/callback/check";
import { DEFAULTS as ENTITY_DEFAULTS } from "../../provider/lifecycle/entity/entity";
import { checkNotification, STREAM_NOTIFICATION } from "../../provider/lifecycle/notification/check";
import { DEFAULTS } from "../../provider/lifecycle/recording";
import { check, STREAM_RECORDING } from "../../provider/lifecycle/recording/check";
import { checkRule, RECORD_RULE, DEFAULTS as RULE_DEFAULTS } from "../../provider/lifecycle/rule/check";
import { resourcesFor } from "../../provider/process/methods";
import { SECRETS, SETTINGS } from "../../provider/settings/source";
import { generateSchema } from "../../tools/schema/generate";
import { settingsOf } from "../provider/settings/fixture";

const root = join(__dirname, "../..");
const ENV = { HUAWEICLOUD_REGION: "cn-north-4", HUAWEICLOUD_SDK_PROJECT_ID: "p" };
const opened = resourcesFor({ config: { get: () => undefined }, env: ENV });
const settings = settingsOf({}, ENV);

const RECORDING = { publishDomain: "push.example.com", app: "live", stream: "a" };
const RULE = { publishDomain: "push.example.com", app: "live", storage: { bucket: "records" }, hls: { cycle: 60 } };

const CALLBACK = { publishDomain: "push.example.com", app: "live", url: "https://notify.example.com/record" };
const NOTIFICATION = { publishDomain: "push.example.com", url: "https://notify.example.com/stream" };
const { events: _, ...callbackDefaults } = CALLBACK_DEFAULTS;

interface Property {
  readonly description: string;
  readonly default?: unknown;
  readonly willReplaceOnChanges?: boolean;
  readonly secret?: boolean;
}

const properties = (values: object) => Object.entries(values) as Array<[string, Property]>;

test("plugin/schema.json is what the classes of the Node package say (npm run schema)", () => {
  expect(schema).toEqual(JSON.parse(JSON.stringify(generateSchema(root))));
});

test("the schema that is served has the version of the release", () => {
  expect(JSON.parse(schemaOf("1.2.3"))).toEqual({ ...schema, version: "1.2.3" });
});

describe.each([
  {
    name: "StreamRecording",
    resource: schema.resources["huaweicloud-live:index:StreamRecording"],
    declarable: STREAM_RECORDING,
    defaults: DEFAULTS,
    declared: check(settings, {}, RECORDING).inputs,
    other: { ...RECORDING, publishDomain: "other.example.com", app: "b", stream: "b", recording: false },
    diff: (olds: object, news: object) => opened.streamRecording.diff("id", olds as never, news as never),
  },
  {
    name: "RecordRule",
    resource: schema.resources["huaweicloud-live:index:RecordRule"],
    declarable: RECORD_RULE,
    defaults: RULE_DEFAULTS,
    declared: checkRule(settings, {}, RULE).inputs,
    other: { ...RULE, publishDomain: "other.example.com", app: "b", stream: "b", type: "CONTINUOUS_RECORD" },
    diff: (olds: object, news: object) => opened.recordRule.diff("id", olds as never, news as never),
  },
  {
    name: "RecordCallback",
    resource: schema.resources["huaweicloud-live:index:RecordCallback"],
    declarable: RECORD_CALLBACK,
    // A list cannot be one in a schema.
    defaults: callbackDefaults,
    declared: checkCallback(settings, {}, CALLBACK).inputs,
    other: { ...CALLBACK, publishDomain: "other.example.com", app: "b", url: "https://b.example.com", signType: "MD5" },
    diff: (olds: object, news: object) => opened.recordCallback.diff("id", olds as never, news as never),
  },
  {
    name: "StreamNotification",
    resource: schema.resources["huaweicloud-live:index:StreamNotification"],
    declarable: STREAM_NOTIFICATION,
    defaults: ENTITY_DEFAULTS,
    declared: checkNotification(settings, {}, NOTIFICATION).inputs,
    other: { publishDomain: "other.example.com", url: "https://b.example.com" },
    diff: (olds: object, news: object) => opened.streamNotification.diff("id", olds as never, news as never),
  },
  {
    name: "BucketAuthorization",
    resource: schema.resources["huaweicloud-live:index:BucketAuthorization"],
    declarable: BUCKET_AUTHORIZATION,
    defaults: BUCKET_DEFAULTS,
    declared: checkBucket(settings, {}, { bucket: "records" }).inputs,
    other: { bucket: "archive", revokeOnDelete: true },
    diff: (olds: object, news: object) => opened.bucketAuthorization.diff("id", olds as never, news as never),
  },
])("$name in the schema", ({ name, resource, declarable, defaults, declared, other, diff }) => {
  test("takes what check takes, and requires what it requires", () => {
    expect(Object.keys(resource.inputProperties).sort()).toEqual(Object.keys(declarable.properties).sort());
    expect(resource.requiredInputs).toEqual(declarable.required);
  });

  test("has the defaults that are in force", () => {
    const given = properties(resource.inputProperties).flatMap(([key, { default: value }]) =>
      value === undefined ? [] : [[key, value]],
    );
    expect(Object.fromEntries(given)).toEqual(defaults);
  });

  test("says of each property what it is, with the unit of each time", () => {
    for (const [key, { description }] of [
      ...properties(resource.inputProperties),
      ...properties(resource.properties),
    ]) {
      expect(description, key).toMatch(/^\S.*\.$/s);
      if (key === "timeout" || key === "waitForStream") expect(description).toMatch(/[Ss]econds/);
    }
  });

  test("names just the properties whose change replaces the resource", async () => {
    const olds = { ...declared, projectId: "p", status: "recording", requestId: "r" };
    for (const [key, { willReplaceOnChanges = false }] of properties(resource.inputProperties)) {
      const changed = (other as Record<string, unknown>)[key] ?? declared[key];
      const { replaces } = await diff(olds, { ...declared, [key]: changed });
      expect(replaces.includes(key), key).toBe(willReplaceOnChanges);
    }
  });

  test("has region and project among the outputs alone, and is an alias of the dynamic resource", () => {
    expect(resource.properties).toMatchObject({ region: {}, projectId: {} });
    expect(resource.inputProperties).not.toHaveProperty("region");
    expect(resource.aliases).toEqual([{ type: `pulumi-nodejs:dynamic/huaweicloud-live:${name}` }]);
  });

  test("has its secrets as secrets, among inputs and outputs", () => {
    const secrets = (all: object) => properties(all).flatMap(([key, { secret }]) => (secret ? [key] : []));
    const expected = "key" in declarable.properties ? ["key"] : [];
    expect([secrets(resource.inputProperties), secrets(resource.properties)]).toEqual([expected, expected]);
  });

  test("has a program in each language", () => {
    const languages = [...resource.description.matchAll(/^```(\w+)$/gm)].map(([, language]) => language);
    expect(languages).toEqual(["yaml", "typescript", "python", "go", "csharp", "java"]);
  });
});

test("every setting is one of the stack and one of the provider, and just the secrets are secret", () => {
  expect(schema.provider.inputProperties).toEqual(schema.config.variables);
  expect(Object.keys(schema.config.variables).sort()).toEqual([...SETTINGS].sort());
  const secret = properties(schema.config.variables).filter(([, property]) => property.secret);
  expect(secret.map(([name]) => name).sort()).toEqual([...SECRETS].sort());
});

test("every type that is referred to is there", () => {
  const referred = [...JSON.stringify(schema).matchAll(/#\/types\/([\w:-]+)/g)].map(([, type]) => type);
  expect([...new Set(referred)].sort()).toEqual(Object.keys(schema.types).sort());
});
