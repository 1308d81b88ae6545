import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { Budget } from "../../../provider/http/budget";
import { NoAnswerError } from "../../../provider/http/client";
import { ServiceError, UnusableAnswerError } from "../../../provider/http/errors";
import type { HttpRequest } from "../../../provider/http/transport/transport";
import { type Listing, readAll } from "../../../provider/live/listing";
import { FakeClock } from "../fake-clock";
import { answered, lost, refused, type Step, scripted } from "../http/scripted-service";

const listing: Listing<number> = {
  path: "/numbers",
  query: [["publish_domain", "push.example.com"]],
  page: v.object({ total: v.number(), items: v.array(v.number()) }),
  key: String,
};

type Reading = "pages" | "entries";

/** What a service answers that has these entries and reads `offset` like that. */
const serving =
  (all: readonly number[], reading: Reading, change: { total?: number } = {}): Step =>
  ({ url }: HttpRequest) => {
    const query = new URL(url).searchParams;
    const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
    const from = reading === "pages" ? offset * limit : offset;
    return answered(200, { total: all.length, items: all.slice(from, from + limit), ...change });
  };

async function reading(...steps: Step[]) {
  const clock = new FakeClock();
  const service = scripted({ clock, steps });
  const list = await readAll(service.connection, listing, new Budget(20, clock)).catch((error: unknown) => error);
  return { list, queries: service.requests.map(({ request }) => new URL(request.url).search), clock };
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe.each<Reading>(["pages", "entries"])("where offset counts %s", (counts) => {
  test.each([0, 1, 99, 100, 101, 102, 199, 200, 201, 250, 300, 1234])("a list of %d is read whole", async (count) => {
    const { list } = await reading(serving(upTo(count), counts));
    expect(list).toEqual(upTo(count));
  });

  test("every list is read whole, once, in a bounded number of requests", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 900 }), async (count) => {
        const { list, queries } = await reading(serving(upTo(count), counts));
        expect([...(list as number[])].sort((a, b) => a - b)).toEqual(upTo(count));
        expect(queries.length).toBeLessThanOrEqual(Math.ceil(count / 100) + 2);
      }),
      { numRuns: 60 },
    );
  });

  test("a total that is too high does not keep it asking", async () => {
    const { list, queries } = await reading(serving(upTo(250), counts, { total: 1_000_000 }));
    expect(list).toEqual(upTo(250));
    expect(queries.length).toBeLessThan(8);
  });
});

test("pages of a hundred are asked for, with the query of the list", async () => {
  const { queries } = await reading(serving(upTo(150), "pages"));
  expect(queries).toEqual([
    "?limit=100&offset=0&publish_domain=push.example.com",
    "?limit=100&offset=1&publish_domain=push.example.com",
  ]);
});

test("entries that move to another page meanwhile are not read twice, and the others not missed", async () => {
  const all = upTo(250);
  let requests = 0;
  // Two entries are new at the head when the second page is read: it begins with the last two of the first.
  const moving: Step = (request, ms) => {
    const list = requests++ === 0 ? all : [-1, -2, ...all];
    const step = serving(list, "pages");
    return (step as (request: HttpRequest, ms: number) => ReturnType<typeof answered>)(request, ms);
  };
  const { list } = await reading(moving);
  const found = list as number[];
  expect(new Set(found).size).toBe(found.length);
  expect(all.filter((entry) => !found.includes(entry))).toEqual([]);
});

test("a service that answers each page alike does not keep it asking", async () => {
  const { list, queries } = await reading(answered(200, { total: 500, items: upTo(100) }));
  expect(list).toEqual(upTo(100));
  expect(queries.length).toBeLessThan(5);
});

test("a list that has ever more is given up when the budget is spent", async () => {
  const clock = new FakeClock();
  const endless: Step = async ({ url }) => {
    await clock.sleep(500);
    const first = Number(new URL(url).searchParams.get("offset")) * 100;
    return answered(200, { total: 1e9, items: Array.from({ length: 100 }, (_, i) => first + i) });
  };
  const list = readAll(scripted({ clock, steps: [endless] }).connection, listing, new Budget(20, clock));
  await expect(list).rejects.toThrow(NoAnswerError);
  await expect(list).rejects.toThrow("the list has not ended after 4000 entries");
});

test("a refusal is the service's own error", async () => {
  const { list } = await reading(refused(403, "APIGW.0302"));
  expect(list).toBeInstanceOf(ServiceError);
  expect((list as ServiceError).message).toMatch(/403 APIGW\.0302.*id-of-403/);
});

test("a lost answer is asked for again, until the budget is spent", async () => {
  expect((await reading(lost(), serving([1, 2], "pages"))).list).toEqual([1, 2]);
  const { list, clock } = await reading(lost());
  expect(list).toBeInstanceOf(NoAnswerError);
  expect(clock.passed).toBeLessThanOrEqual(20);
});

test.each<{ what: string; body: unknown; message: RegExp }>([
  { what: "an empty body", body: "", message: /whole body/ },
  { what: "null", body: "null", message: /whole body/ },
  { what: "a list", body: "[]", message: /total|whole body/ },
  { what: "no total", body: { items: [] }, message: /\(total\)/ },
  {
    what: "what is too deep to be written again",
    body: `{"total": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    message: /\(total\)/,
  },
  { what: "an entry of another kind", body: { total: 1, items: [1, "x"] }, message: /\(items\.1\).*begins: .*"x"/ },
])("$what is an error that says where it is not what is documented", async ({ body, message }) => {
  const { list } = await reading(answered(200, body));
  expect(list).toBeInstanceOf(UnusableAnswerError);
  expect((list as Error).message).toMatch(message);
});
