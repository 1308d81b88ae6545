import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Projects } from "../../provider/account/projects";
import { temporaryKeys } from "../../provider/account/temporary-keys";
import { readAnswer } from "../../provider/http/answer";
import { Budget } from "../../provider/http/budget";
import { NoAnswerError } from "../../provider/http/client";
import { ServiceError, UnusableAnswerError } from "../../provider/http/errors";
import { timestamp } from "../../provider/http/timestamp";
import { unauthenticated } from "../../provider/http/unauthenticated";
import { differences } from "../../provider/lifecycle/entity/differences";
import { RULE } from "../../provider/lifecycle/rule/rule";
import { reasonFor } from "../../provider/lifecycle/watch/reason";
import { onlineStreams } from "../../provider/live/online-streams";
import { recordRules, ruleIn } from "../../provider/live/rules";
import { SettingsError } from "../../provider/settings/errors";
import { FakeClock } from "../provider/fake-clock";
import { scripted } from "../provider/http/scripted-service";
import { rule, STREAM } from "../provider/lifecycle/fixture";
import { DEEP, damaged, json, like, listOf, time } from "./odd";
import { configLike, ruleLike } from "./rule";
import { INPUTS, LIMIT_MS, runs } from "./runs";

const name = fc.constantFrom("live", "keynote", "*", "push.example.com", "");
const text = fc.oneof(name, fc.string({ unit: "binary", maxLength: 30 }));
const code = fc.constantFrom("LIVE.100011001", "LIVE.100011022", "APIGW.0301", "APIG.0307", 401, "");

const refusal = fc.oneof(
  like({ error_code: code, error_msg: text, error_detail: text, request_id: text }),
  like({ error: like({ code, message: text }) }),
);

const format = like({
  record_cycle: fc.integer(),
  record_prefix: text,
  record_ts_prefix: text,
  record_slice_duration: fc.integer(),
  record_max_duration_to_merge_file: fc.integer(),
});

const ruleJson = ruleLike(name, configLike(text, format));

const push = like({ app: name, stream: name, start_time: time });

const bodyOf = (value: fc.Arbitrary<unknown>) => damaged(value.map((body) => JSON.stringify(body) ?? ""));

const answer = (body: fc.Arbitrary<string>, status: fc.Arbitrary<number> = fc.integer({ min: 200, max: 599 })) =>
  fc.record({
    status,
    headers: fc.record(
      {
        date: fc.oneof(time, text),
        "x-request-id": fc.oneof(text, fc.array(text, { maxLength: 2 })),
        "retry-after": fc.oneof(time, fc.constantFrom("0", "-1", "1e400", "0x10", "5, 6")),
      },
      { requiredKeys: [] },
    ),
    text: body,
  });

/** Runs it. What it throws must be one of these, and be able to be shown. */
function throwsOnly(kinds: ReadonlyArray<new (...args: never[]) => Error>, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!kinds.some((kind) => error instanceof kind)) throw error;
    expect((error as Error).message).not.toBe("");
  }
}

async function rejectsOnly(kinds: ReadonlyArray<new (...args: never[]) => Error>, work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined && !kinds.some((kind) => error instanceof kind)) throw error;
}

test(
  "an answer is read, refused or unusable, and its remedy can be told",
  () => {
    const read = answer(bodyOf(fc.oneof(refusal, json)));
    fc.assert(
      fc.property(read, (http) => {
        throwsOnly([ServiceError, UnusableAnswerError], () => {
          try {
            timestamp(readAnswer(http, 0).at);
          } catch (error) {
            if (error instanceof ServiceError) unauthenticated(error, { from: "HW_AUTH_TOKEN", isFetched: false }, 0);
            throw error;
          }
        });
      }),
      {
        ...runs(INPUTS.answers),
        examples: [[{ status: 400, headers: {}, text: DEEP }], [{ status: 200, headers: {}, text: DEEP }]],
      },
    );
  },
  LIMIT_MS,
);

test(
  "what describes a rule is one or is none, and can be compared and reasoned about",
  () => {
    fc.assert(
      fc.property(ruleJson, (body) => {
        const found = ruleIn({ body });
        if (!found) return;
        timestamp(found.since);
        differences(RULE, rule(), found);
        reasonFor(STREAM, { rules: [found], pushes: [{ ...STREAM, since: 0 }] });
      }),
      runs(INPUTS.rules),
    );
  },
  LIMIT_MS,
);

test(
  "a list is read whole, refused, unusable or not answered",
  async () => {
    const page = fc.oneof(
      like({ total: fc.nat(5), record_config: listOf(ruleJson) }),
      like({ total_num: fc.nat(5), streams: listOf(push) }),
      refusal,
    );
    const pages = fc.array(answer(bodyOf(page), fc.constantFrom(200, 200, 200, 400, 403, 500)), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(pages, fc.boolean(), async (steps, ofRules) => {
        const clock = new FakeClock();
        const { connection } = scripted({ clock, steps });
        const list = ofRules ? recordRules : onlineStreams;
        await rejectsOnly(
          [ServiceError, UnusableAnswerError, NoAnswerError],
          list(connection, "push.example.com", new Budget(1, clock)),
        );
      }),
      { ...runs(INPUTS.listings), examples: [[[{ status: 200, headers: {}, text: `{"total": ${DEEP}}` }], true]] },
    );
  },
  LIMIT_MS,
);

test(
  "the account's answers are a key pair, a project or an error that names them",
  async () => {
    const credential = like({ access: text, secret: text, securitytoken: text, expires_at: time });
    const body = fc.oneof(like({ credential }), like({ projects: listOf(like({ id: name, name })) }), refusal);
    await fc.assert(
      fc.asyncProperty(answer(bodyOf(body), fc.constantFrom(200, 401, 500)), async (http) => {
        throwsOnly([UnusableAnswerError], () => temporaryKeys({ text: http.text, headers: http.headers, at: 0 }));
        const clock = new FakeClock();
        const { connection } = scripted({ clock, steps: [http] });
        const settings = {
          projectName: (region: string) => region,
          projectPlaces: () => "  - HUAWEICLOUD_SDK_PROJECT_ID",
        };
        await rejectsOnly([SettingsError], new Projects(settings, () => connection, clock).of("cn-north-4", 60));
      }),
      { ...runs(INPUTS.accounts), examples: [[{ status: 200, headers: {}, text: DEEP }]] },
    );
  },
  LIMIT_MS,
);
