import type { Emulator, EmulatorOptions, Fault } from "../../emulator";
import type { MethodError } from "../../provider/process/method-error";
import { type Opened, resourcesFor } from "../../provider/process/methods";
import { declareElsewhere, declareTwice } from "./program";
import { MARK, SECRETS } from "./secrets";
import {
  closedPort,
  DOMAIN,
  destroy,
  KEYNOTE,
  REGION,
  refusingProxy,
  type Setting,
  STREAM,
  type Stage,
  up,
} from "./stage";

/** One way to an error of this package. */
export interface Cause {
  readonly code: string;
  readonly when: string;
  /** Fails with it. */
  readonly happen: (stage: Stage) => Promise<unknown>;
}

const ILLEGAL = { error_code: "LIVE.100011001", error_msg: "Request Illegal" };
const RULE_INPUTS = { publishDomain: DOMAIN, app: "live", storage: { bucket: "recordings" }, hls: { cycle: 3600 } };
const CALLBACK_INPUTS = {
  publishDomain: DOMAIN,
  app: "live",
  url: "https://notify.example.com/record",
  key: SECRETS.callbackKey,
};
const NOTIFICATION_INPUTS = {
  publishDomain: DOMAIN,
  url: "https://notify.example.com/stream",
  key: SECRETS.notificationKey,
};
const COMMAND_RULE = {
  id: "rule-all",
  publish_domain: DOMAIN,
  app: "*",
  stream: "*",
  record_type: "COMMAND_RECORD",
} as const;
const OF_ANOTHER_TYPE = { id: "rule-live", publish_domain: DOMAIN, app: "live", stream: "*" } as const;
const USER = {
  HUAWEICLOUD_SDK_AK: "",
  HUAWEICLOUD_SDK_SK: "",
  HW_USER_NAME: "emulator-user",
  HW_USER_PASSWORD: SECRETS.password,
  HW_DOMAIN_NAME: "emulator-domain",
};
/** With a part that is longer than a part of a name may be, so that no DNS has to be asked to know that there is none. */
const NO_REGION = `cn-n${"r".repeat(63)}oth-4`;
const NO_PAIR = { HUAWEICLOUD_SDK_AK: "", HUAWEICLOUD_SDK_SK: "" };
const NO_PROJECT = { HUAWEICLOUD_SDK_PROJECT_ID: "" };
const TOKEN = { ...NO_PAIR, HW_AUTH_TOKEN: SECRETS.token };
const TEMPORARY = { HUAWEICLOUD_SDK_SECURITY_TOKEN: SECRETS.securityToken };

/** A recording that is declared while the emulator is as `prepare` makes it. */
function declared(
  prepare: (emulator: Emulator) => void,
  args: Record<string, unknown> = {},
  setting: Setting = {},
): Cause["happen"] {
  return async (stage) => {
    const { emulator, calls } = await stage.recording(setting);
    prepare(emulator);
    return up(calls, { ...STREAM, ...args });
  };
}

/** A recording whose every START gets this answer. */
function answered(
  status: number,
  answer: Pick<Fault, "body" | "headers">,
  args?: Record<string, unknown>,
  setting?: Setting,
): Cause["happen"] {
  const fault = { operation: "START", kind: "status", status, times: 0, ...answer } as const;
  return declared((emulator) => emulator.addFault(fault), args, setting);
}

/** A refusal, as the service and its gateway write one. */
const said = (error_code: string, error_msg: string) => ({ body: { error_code, error_msg } });

/** A recording that is destroyed with such an environment. */
function destroyed(env: Record<string, string>, state: Record<string, unknown> = {}): Cause["happen"] {
  return async (stage) => destroy((await stage.recording({ env })).calls, state);
}

const within = (env: Record<string, string>, emulator: EmulatorOptions = {}) =>
  declared(() => {}, {}, { env, emulator });

/** What only the plugin can be asked: the dynamic provider's process hears neither of imports nor of Ctrl-C. */
function inPlugin(ask: (opened: Opened) => Promise<unknown>): Cause["happen"] {
  return async (stage) => {
    const { env } = await stage.recording();
    return ask(resourcesFor({ config: { get: () => undefined }, env })).catch((error: MethodError) => {
      throw new Error(error.shown);
    });
  };
}

/** Every error that a user of the package can see, each made to happen. */
export const CAUSES: readonly Cause[] = [
  {
    code: "STREAM_NOT_PUSHED",
    when: "the stream is not pushed",
    happen: declared((emulator) => emulator.endPush(KEYNOTE)),
  },
  {
    code: "STREAM_NOT_PUSHED",
    when: "the push does not begin within waitForStream",
    happen: declared((emulator) => emulator.endPush(KEYNOTE), { waitForStream: 1 }),
  },
  { code: "NO_COMMAND_RULE", when: "there is no rule", happen: declared((emulator) => emulator.setRules([])) },
  {
    code: "RULE_OF_ANOTHER_TYPE",
    when: "the rule that covers the stream takes no commands",
    happen: declared((emulator) => emulator.setRules([OF_ANOTHER_TYPE])),
  },
  {
    code: "RULE_HIDDEN",
    when: "a rule for the application hides the one for all",
    happen: declared((emulator) => emulator.setRules([COMMAND_RULE, OF_ANOTHER_TYPE])),
  },
  {
    code: "RULE_NEWER_THAN_PUSH",
    when: "the rule was made while the stream was being pushed",
    happen: declared((emulator) => emulator.setRules([COMMAND_RULE])),
  },
  {
    code: "START_REFUSED",
    when: "the stream is pushed and a rule covers it",
    happen: declared((emulator) => {
      emulator.push(KEYNOTE);
      emulator.addFault({ operation: "START", kind: "status", status: 400, body: ILLEGAL });
    }),
  },
  {
    code: "START_REFUSED",
    when: "the provider may look at neither pushes nor rules",
    happen: declared((emulator) => {
      emulator.addFault({ operation: "START", kind: "status", status: 400, body: ILLEGAL });
      emulator.addFault({ operation: "streams", kind: "status", status: 403, times: 0 });
      emulator.addFault({ operation: "rules", kind: "status", status: 403, times: 0 });
    }),
  },
  {
    code: "START_REFUSED",
    when: "the service has a code of its own for it",
    happen: answered(400, said("LIVE.100011020", "The domain is disabled")),
  },
  {
    code: "ALREADY_RECORDED",
    when: "the stream is being recorded, and adopt is false",
    happen: answered(400, said("LIVE.100011022", "LIVE.Record task exist."), { adopt: false }),
  },
  {
    code: "STOP_REFUSED",
    when: "the service refuses STOP",
    happen: async (stage) => {
      const { emulator, calls } = await stage.recording();
      emulator.addFault({ operation: "STOP", kind: "status", status: 400, body: ILLEGAL });
      return destroy(calls);
    },
  },
  {
    code: "STOP_WITHHELD",
    when: "a STOP is due while recordings are started again",
    happen: async (stage) => {
      const { calls } = await stage.recording({ env: { PULUMI_HUAWEICLOUD_LIVE_START_AGAIN: KEYNOTE } });
      return destroy(calls);
    },
  },
  {
    code: "STILL_WANTED",
    when: "the new name of a recording could not be created",
    happen: async (stage) => {
      const { emulator, calls } = await stage.recording();
      const { outs } = await up(calls, STREAM);
      emulator.addFault({ operation: "START", kind: "status", status: 400, body: ILLEGAL });
      await up(calls, STREAM).catch(() => {});
      return destroy(calls, outs);
    },
  },
  {
    code: "RULE_EXISTS",
    when: "another rule is there for the same streams",
    happen: async (stage) => {
      const { emulator, calls } = await stage.rule();
      emulator.setRules([{ ...OF_ANOTHER_TYPE, record_type: "COMMAND_RECORD" }]);
      return up(calls, RULE_INPUTS);
    },
  },
  {
    code: "RULE_EXISTS",
    when: "one is there, but the rules may not be listed",
    happen: async (stage) => {
      const { emulator, calls } = await stage.rule();
      emulator.setRules([{ ...OF_ANOTHER_TYPE, record_type: "COMMAND_RECORD" }]);
      emulator.addFault({ operation: "rules", kind: "status", status: 403, times: 0 });
      return up(calls, RULE_INPUTS);
    },
  },
  {
    code: "RULE_DECLARED_TWICE",
    when: "two resources declare one rule",
    happen: async (stage) => {
      const { calls } = await stage.rule();
      await up(calls, RULE_INPUTS);
      return up(calls, RULE_INPUTS);
    },
  },
  {
    code: "RULE_REFUSED",
    when: "the service refuses a rule",
    happen: async (stage) => {
      const { emulator, calls } = await stage.rule();
      const body = { ...ILLEGAL, error_detail: "obs_addr: bucket not authorized" };
      emulator.addFault({ operation: "rule-create", kind: "status", status: 400, body });
      return up(calls, RULE_INPUTS);
    },
  },
  {
    code: "RULE_GONE",
    when: "the rule to change was deleted outside",
    happen: async (stage) => {
      const { emulator, calls } = await stage.rule();
      const { id, outs } = await up(calls, RULE_INPUTS);
      emulator.setRules([]);
      return calls.update(id, outs, { ...outs, hls: { cycle: 60 } });
    },
  },
  {
    code: "CALLBACK_EXISTS",
    when: "another callback is there for the same application",
    happen: async (stage) => {
      const { calls, again } = await stage.callback();
      await up(calls, { ...CALLBACK_INPUTS, events: ["RECORD_FAILED"], url: "https://other.example.com" });
      return up(await again(), CALLBACK_INPUTS);
    },
  },
  {
    code: "CALLBACK_EXISTS",
    when: "one is there, but the callbacks may not be listed",
    happen: async (stage) => {
      const { emulator, calls, again } = await stage.callback();
      await up(calls, CALLBACK_INPUTS);
      emulator.addFault({ operation: "callbacks", kind: "status", status: 403, times: 0 });
      return up(await again(), CALLBACK_INPUTS);
    },
  },
  {
    code: "CALLBACK_DECLARED_TWICE",
    when: "two resources declare one callback",
    happen: async (stage) => {
      const { calls } = await stage.callback();
      await up(calls, CALLBACK_INPUTS);
      return up(calls, CALLBACK_INPUTS);
    },
  },
  {
    code: "CALLBACK_REFUSED",
    when: "the service refuses a callback",
    happen: async (stage) => {
      const { emulator, calls } = await stage.callback();
      emulator.addFault({ operation: "callback-create", kind: "status", status: 400, body: ILLEGAL });
      return up(calls, CALLBACK_INPUTS);
    },
  },
  {
    code: "CALLBACK_GONE",
    when: "the callback to change was deleted outside",
    happen: async (stage) => {
      const { calls, again } = await stage.callback();
      const { id, outs } = await up(calls, CALLBACK_INPUTS);
      await (await again()).delete(id, outs);
      return calls.update(id, outs, { ...outs, url: "https://other.example.com" });
    },
  },
  {
    code: "NOTIFICATION_EXISTS",
    when: "another notification is there for the domain",
    happen: async (stage) => {
      const { calls, again } = await stage.notification();
      await up(calls, { ...NOTIFICATION_INPUTS, key: `${MARK}-another-notification-key` });
      return up(await again(), NOTIFICATION_INPUTS);
    },
  },
  {
    code: "NOTIFICATION_DECLARED_TWICE",
    when: "two resources declare one notification",
    happen: async (stage) => {
      const { calls } = await stage.notification();
      await up(calls, NOTIFICATION_INPUTS);
      return up(calls, NOTIFICATION_INPUTS);
    },
  },
  {
    code: "NOTIFICATION_REFUSED",
    when: "the service refuses a notification",
    happen: async (stage) => {
      const { emulator, calls } = await stage.notification();
      emulator.addFault({ operation: "notification-update", kind: "status", status: 400, body: ILLEGAL });
      return up(calls, NOTIFICATION_INPUTS);
    },
  },
  {
    code: "BUCKET_REFUSED",
    when: "the service refuses a bucket",
    happen: async (stage) => {
      const { emulator, calls } = await stage.bucket();
      emulator.addFault({ operation: "bucket-authorize", kind: "status", status: 400, body: ILLEGAL });
      return up(calls, { bucket: "recordings" });
    },
  },
  {
    code: "BUCKET_DECLARED_TWICE",
    when: "two resources declare one bucket",
    happen: inPlugin(async ({ bucketAuthorization }) => {
      for (const name of ["one", "two"]) {
        const { failures } = await bucketAuthorization.check({}, { bucket: "recordings" }, { urn: name });
        if (failures[0]) throw Object.assign(new Error(), { shown: failures[0].reason });
      }
    }),
  },
  {
    code: "AUTHENTICATION_FAILED",
    when: "the key is wrong",
    happen: within({ HUAWEICLOUD_SDK_SK: `${MARK}-wrong` }),
  },
  {
    code: "AUTHENTICATION_FAILED",
    when: "the clock of the machine is wrong",
    happen: within({}, { now: () => Date.now() + 3_600_000 }),
  },
  {
    code: "AUTHENTICATION_FAILED",
    when: "the token has expired",
    happen: within({ ...TOKEN, HW_AUTH_TOKEN: `${MARK}-expired` }),
  },
  {
    code: "AUTHENTICATION_FAILED",
    when: "the project is another account's",
    happen: within({ HUAWEICLOUD_SDK_PROJECT_ID: "1".repeat(32) }),
  },
  {
    code: "AUTHENTICATION_FAILED",
    when: "the account is in arrears",
    happen: answered(401, said("LIVE.100011014", "The account is frozen")),
  },
  {
    code: "PERMISSION_DENIED",
    when: "the user lacks the permission",
    happen: answered(401, said("LIVE.100011003", "No permission")),
  },
  {
    code: "PERMISSION_DENIED",
    when: "the gateway refuses the project or the region",
    happen: answered(403, said("APIGW.0302", "The IAM user is not allowed to access the API")),
  },
  {
    code: "WRONG_ENDPOINT",
    when: "the gateway knows no such API",
    happen: answered(404, said("APIGW.0101", "The API does not exist")),
  },
  {
    code: "WRONG_ENDPOINT",
    when: "the endpoint sends elsewhere",
    happen: answered(302, { headers: { location: "https://example.com/" } }),
  },
  {
    code: "NO_ANSWER",
    when: "the answer to START is lost",
    happen: declared((emulator) => emulator.addFault({ operation: "START", kind: "reset", executed: true, times: 0 }), {
      timeout: 1,
    }),
  },
  {
    code: "NO_ANSWER",
    when: "the answer to STOP is lost",
    happen: async (stage) => {
      const { emulator, calls } = await stage.recording();
      emulator.addFault({ operation: "STOP", kind: "reset", executed: true, times: 0 });
      return destroy(calls, { timeout: 1 });
    },
  },
  {
    code: "NO_ANSWER",
    when: "nothing listens at the endpoint",
    happen: async (stage) => {
      const env = { HUAWEICLOUD_LIVE_ENDPOINT: `http://127.0.0.1:${await closedPort()}` };
      return up((await stage.recording({ env })).calls, { ...STREAM, timeout: 1 });
    },
  },
  {
    code: "NO_ANSWER",
    when: "the region is written wrong",
    happen: within({ HUAWEICLOUD_REGION: NO_REGION, HUAWEICLOUD_LIVE_ENDPOINT: "" }),
  },
  {
    code: "NO_ANSWER",
    when: "the project of such a region is looked up",
    happen: within({
      ...NO_PROJECT,
      HUAWEICLOUD_REGION: NO_REGION,
      HUAWEICLOUD_LIVE_ENDPOINT: "",
      HUAWEICLOUD_SDK_IAM_ENDPOINT: "",
    }),
  },
  {
    code: "NO_ANSWER",
    when: "the proxy wants a user",
    happen: async (stage) => {
      await using proxy = await refusingProxy();
      const env = { HTTPS_PROXY: proxy.url, HUAWEICLOUD_LIVE_ENDPOINT: "https://live.example.com" };
      return await up((await stage.recording({ env })).calls, { ...STREAM, timeout: 5 });
    },
  },
  {
    code: "NO_ANSWER",
    when: "a proxy answers with a page of its own",
    happen: answered(200, { body: "<html>Sign in" }, { timeout: 1 }),
  },
  {
    code: "NO_ANSWER",
    when: "the service asks for fewer requests for too long",
    happen: answered(429, said("APIGW.0308", "The throttling threshold has been reached"), { timeout: 1 }),
  },
  {
    code: "CANCELLED",
    when: "the run ends before its turn comes",
    happen: inPlugin(({ cancel, streamRecording }) => {
      cancel();
      return streamRecording.create({ ...STREAM, recording: true, region: REGION });
    }),
  },
  {
    code: "IMPORT_REFUSED",
    when: "the id names no stream",
    happen: inPlugin(({ streamRecording }) => streamRecording.read("push.example.com/live/*", undefined)),
  },
  {
    code: "IMPORT_REFUSED",
    when: "the id of a rule is none",
    happen: inPlugin(({ recordRule }) => recordRule.read("push.example.com/live/*", undefined)),
  },
  {
    code: "IMPORT_REFUSED",
    when: "the id of a notification is none",
    happen: inPlugin(({ streamNotification }) => streamNotification.read("https://push.example.com", undefined)),
  },
  {
    code: "SETTING_MISSING",
    when: "an old state has no region, and none is set",
    happen: destroyed({ HUAWEICLOUD_REGION: "" }, { region: undefined }),
  },
  {
    code: "SETTING_INVALID",
    when: "the request limit is no number",
    happen: destroyed({ HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE: "many" }),
  },
  {
    code: "SETTING_INVALID",
    when: "the endpoint holds a password",
    happen: destroyed({ HUAWEICLOUD_LIVE_ENDPOINT: `https://user:${SECRETS.password}@live.example.com` }),
  },
  {
    code: "SETTING_INVALID",
    when: "there is no such profile of KooCLI",
    happen: destroyed({ HW_PROFILE: "studio", ...NO_PAIR }),
  },
  {
    code: "SETTING_INVALID",
    when: "an agency is set for a token",
    happen: destroyed({ ...TOKEN, HW_ASSUME_ROLE_AGENCY_NAME: "agency", HW_ASSUME_ROLE_DOMAIN_NAME: "domain" }),
  },
  { code: "CREDENTIAL_MISSING", when: "nothing is set", happen: within(NO_PAIR) },
  {
    code: "CREDENTIAL_INCOMPLETE",
    when: "half a key pair is set",
    happen: destroyed({ HUAWEICLOUD_SDK_AK: "" }),
  },
  {
    code: "CREDENTIAL_INCOMPLETE",
    when: "a user without domain is set",
    happen: destroyed({ ...USER, HW_DOMAIN_NAME: "" }),
  },
  {
    code: "CREDENTIAL_REFUSED",
    when: "the password is wrong",
    happen: within({ ...USER, HW_USER_PASSWORD: `${MARK}-wrong` }),
  },
  {
    code: "CREDENTIAL_REFUSED",
    when: "the agency does not trust the account",
    happen: within({ HW_ASSUME_ROLE_AGENCY_NAME: "another", HW_ASSUME_ROLE_DOMAIN_NAME: "emulator-domain" }),
  },
  {
    code: "CREDENTIAL_REFUSED",
    when: "the key is wrong while the project is looked up",
    happen: within({ ...NO_PROJECT, HUAWEICLOUD_SDK_SK: `${MARK}-wrong` }),
  },
  {
    code: "PROJECT_NOT_FOUND",
    when: "the account has no project of the region",
    happen: within(NO_PROJECT, { projects: [{ id: "1".repeat(32), name: "cn-north-1" }] }),
  },
  {
    code: "PROJECT_NOT_FOUND",
    when: "the look-up is not permitted",
    happen: declared(
      (emulator) => emulator.addFault({ operation: "projects", kind: "status", status: 403 }),
      {},
      { env: NO_PROJECT },
    ),
  },
  {
    code: "PROJECT_NOT_FOUND",
    when: "the user has no such project",
    happen: within({ ...USER, HUAWEICLOUD_SDK_PROJECT_ID: "1".repeat(32) }),
  },
  {
    code: "PROJECT_AMBIGUOUS",
    when: "two projects have the name of the region",
    happen: within(NO_PROJECT, {
      projects: [
        { id: "1".repeat(32), name: REGION },
        { id: "2".repeat(32), name: REGION },
      ],
    }),
  },
  { code: "STREAM_DECLARED_TWICE", when: "two resources declare one stream", happen: declareTwice },
  { code: "PROVIDER_NOT_FOUND", when: "the program's folder does not see the package", happen: declareElsewhere },
  {
    code: "UNEXPECTED",
    when: "the state was edited by hand into what it cannot be",
    happen: destroyed({}, { region: 4 }),
  },
];

/** Answers that hold a secret; the errors are of codes that are above. */
export const TELLTALES: readonly Cause[] = [
  {
    code: "AUTHENTICATION_FAILED",
    when: "the gateway repeats the headers that it has seen",
    happen: answered(
      401,
      said(
        "APIGW.0301",
        `Incorrect IAM authentication information: canonicalRequest:POST|/v1/|x-security-token:${SECRETS.securityToken}|`,
      ),
      {},
      { env: TEMPORARY },
    ),
  },
  {
    code: "NO_ANSWER",
    when: "a page repeats the token that it was sent",
    happen: answered(200, { body: `X-Auth-Token: ${SECRETS.token}` }, { timeout: 1 }, { env: TOKEN }),
  },
  {
    code: "NO_ANSWER",
    when: "the token of IAM breaks off",
    happen: declared(
      (emulator) => {
        const body = `{"token": "${MARK}-issued"`;
        emulator.addFault({ operation: "token", kind: "garbage-length", body, times: 0 });
      },
      { timeout: 1 },
      { env: USER },
    ),
  },
];
