import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, test } from "vitest";
import { check } from "../../provider/lifecycle/recording/check";
import { checkRule } from "../../provider/lifecycle/rule/check";
import { SettingsError } from "../../provider/settings/errors";
import type { Settings } from "../../provider/settings/settings";
import { KOOCLI_FILE, PROFILE_FILE, REGIONS_FILE, settingsOf } from "../provider/settings/fixture";
import { damaged, json, like, listOf } from "./odd";
import { INPUTS, LIMIT_MS, runs } from "./runs";

/** All that is ever asked of settings. */
function askAll(settings: Settings): void {
  const questions = [
    () => settings.region(),
    () => settings.projectId(),
    () => settings.projectPlaces(),
    () => settings.endpoint("cn-north-4"),
    () => settings.iamEndpoint("cn-north-4"),
    () => settings.metadataEndpoint(),
    () => settings.credential(),
    () => settings.assumeRole(),
    () => settings.requestsPerMinute(),
    () => settings.noCredential([]),
  ];
  for (const question of questions) {
    try {
      question();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
    }
  }
}

const word = fc.oneof(
  fc.constantFrom("cn-north-4", "AK", "studio", "300", "900", "true", "null", "[basic]", "https://live.example.com"),
  fc.constantFrom(
    "http://127.0.0.1:1",
    "https://u:p@h",
    "//",
    "https://",
    "http://[::1]:1",
    "https://live.example.com/a",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const NAMES = [
  "region",
  "projectId",
  "project_id",
  "accessKey",
  "secretKey",
  "securityToken",
  "token",
  "userName",
  "password",
  "domainName",
  "endpoints.live",
  "requestsPerMinute",
] as const;
const role = like({ agencyName: word, domainName: word, domainId: word, duration: fc.integer() });
const endpoints = like({ live: word, iam: word });

const config = fc.record(
  {
    ...Object.fromEntries(NAMES.map((name) => [name, fc.oneof(word, json)])),
    endpoints: fc.oneof(endpoints, damaged(endpoints.map((value) => JSON.stringify(value) ?? ""))),
    assumeRole: fc.oneof(role, damaged(role.map((value) => JSON.stringify(value) ?? ""))),
  },
  { requiredKeys: [] },
);

const VARIABLES = [
  "HUAWEICLOUD_REGION",
  "HUAWEICLOUD_SDK_PROJECT_ID",
  "HW_AUTH_TOKEN",
  "HUAWEICLOUD_SDK_AK",
  "HUAWEICLOUD_SDK_SK",
  "HW_ACCESS_KEY",
  "HW_SECRET_KEY",
  "HW_USER_NAME",
  "HW_USER_PASSWORD",
  "HW_DOMAIN_NAME",
  "HW_ASSUME_ROLE_AGENCY_NAME",
  "HW_ASSUME_ROLE_DOMAIN_NAME",
  "HW_ASSUME_ROLE_DURATION",
  "HUAWEICLOUD_LIVE_ENDPOINT",
  "HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4",
  "HUAWEICLOUD_SDK_IAM_ENDPOINT",
  "HUAWEICLOUD_LIVE_METADATA_ENDPOINT",
  "HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE",
] as const;
const environment = fc.record(Object.fromEntries(VARIABLES.map((name) => [name, word])), { requiredKeys: [] });

test(
  "settings of the engine and the environment are found or are an error that names them",
  () => {
    fc.assert(
      fc.property(config, environment, fc.option(fc.constant("studio"), { nil: undefined }), (set, env, provider) =>
        askAll(settingsOf(set, env as Record<string, string>, provider)),
      ),
      runs(INPUTS.settings),
    );
  },
  LIMIT_MS,
);

const home = mkdtempSync(join(tmpdir(), "huaweicloud-live-fuzz-"));
afterAll(() => rmSync(home, { recursive: true }));

function askWith(path: string, text: string, env: Record<string, string> = {}): void {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  try {
    askAll(settingsOf({}, { HOME: home, ...env }));
  } finally {
    rmSync(file);
  }
}

test(
  "so is what a profile file of the SDKs says",
  () => {
    const key = fc.constantFrom("ak", "sk", "security_token", "project_id", "iam_endpoint", "ak[]", "__proto__", "a.b");
    const line = fc.oneof(
      {
        weight: 1,
        arbitrary: fc.constantFrom("[basic]", "[basic.ak]", "[basic.project_id]", "[__proto__]", ";", "# c", ""),
      },
      { weight: 4, arbitrary: fc.tuple(key, word).map(([name, value]) => `${name} = ${value}`) },
      { weight: 1, arbitrary: key },
    );
    const lines = fc.array(line, { maxLength: 8 }).map((rest) => ["[basic]", ...rest].join("\n"));
    fc.assert(
      fc.property(damaged(lines), (text) => askWith(PROFILE_FILE, text)),
      runs(INPUTS.profileFiles),
    );
  },
  LIMIT_MS,
);

test(
  "so is what a configuration of KooCLI says",
  () => {
    const keys = { accessKeyId: word, secretAccessKey: word, securityToken: word };
    const profile = like({
      name: fc.constantFrom("studio", "other"),
      ...keys,
      region: word,
      projectId: word,
      agencyName: word,
      agencyDomainName: word,
      ssoAuth: like({ stsToken: like(keys) }),
    });
    const file = like({ current: fc.constantFrom("studio", "other"), profiles: listOf(profile) });
    fc.assert(
      fc.property(damaged(file.map((value) => JSON.stringify(value) ?? "")), (text) =>
        askWith(KOOCLI_FILE, text, { HW_PROFILE: "studio" }),
      ),
      runs(INPUTS.kooCliFiles),
    );
  },
  LIMIT_MS,
);

test(
  "so is what an endpoint file of the SDKs says",
  () => {
    const value = fc.oneof(
      word.map((text) => JSON.stringify(text)),
      fc.constantFrom(
        "&a [*a]",
        "*a",
        "2026-01-02",
        "!!binary AAAA",
        "!!set {a}",
        ".inf",
        ".nan",
        "~",
        "{<<: *a}",
        "|",
      ),
    );
    const entry = fc
      .tuple(fc.constantFrom("cn-north-4", "cn-north-1", "&a [*a]"), fc.constantFrom("endpoint", "endpoints"), value)
      .map(([id, name, is]) => `  - {id: ${id}, ${name}: ${is}}`);
    const service = fc
      .tuple(fc.constantFrom("LIVE", "live", "IAM", "<<", "__proto__"), fc.array(entry, { maxLength: 3 }))
      .map(([name, entries]) => [`${name}:`, ...entries].join("\n"));
    fc.assert(
      fc.property(damaged(fc.array(service, { maxLength: 3 }).map((all) => all.join("\n"))), (text) =>
        askWith(REGIONS_FILE, text),
      ),
      runs(INPUTS.regionsFiles),
    );
  },
  LIMIT_MS,
);

test(
  "what a program declares is checked: inputs, and failures that name a property and say why",
  () => {
    const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const value = fc.oneof(word, json, fc.constant(UNKNOWN), fc.double());
    const format = like({ cycle: fc.nat(), prefix: word, mergeDuration: fc.integer(), sliceDuration: fc.nat() });
    const declared = like({
      publishDomain: value,
      app: value,
      stream: value,
      recording: value,
      adopt: value,
      waitForStream: value,
      timeout: value,
      region: value,
      type: value,
      storage: like({ bucket: value, region: value, path: value }),
      hls: format,
      mp4: format,
    }).filter((news): news is Record<string, unknown> => typeof news === "object" && news !== null);
    fc.assert(
      fc.property(declared, declared, word, word, (olds, news, region, projectId) => {
        const settings = settingsOf({ region, projectId });
        for (const { failures } of [check(settings, olds, news), checkRule(settings, olds, news)]) {
          for (const { property, reason } of failures) {
            if (property === undefined || reason.length < 5) throw new Error(`${property}: ${reason}`);
          }
        }
      }),
      runs(INPUTS.inputs),
    );
  },
  LIMIT_MS,
);
