import { describe, expect, test } from "vitest";
import * as codes from "../../../provider/http/codes";
import { ServiceError } from "../../../provider/http/errors";

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly text?: string;
}

const error = ({ status, code, text = "" }: Answer) =>
  new ServiceError({ status, serviceCode: code, serviceMessage: text, requestId: "r-1", at: 0 });

/** What each answer means; all other predicates say no. */
const MEANINGS: ReadonlyArray<Answer & { readonly means: ReadonlyArray<keyof typeof codes> }> = [
  { status: 429, code: "APIGW.0308", means: ["isThrottled"] },
  { status: 500, code: "LIVE.100011007", means: ["isThrottled"] },
  { status: 401, code: "LIVE.100011003", means: ["lacksPermission"] },
  { status: 401, code: "LIVE.100011015", means: ["isForeignProject"] },
  { status: 401, code: "LIVE.100011014", means: ["isFrozen"] },
  { status: 401, code: "APIGW.0307", means: ["isTokenOver"] },
  { status: 401, code: "APIG.0307", means: ["isTokenOver"] },
  { status: 401, code: "APIGW.0303", means: ["isSignatureOld"] },
  { status: 401, code: "APIGW.0301", means: [] },
  { status: 403, code: "APIGW.0302", means: ["isForbidden"] },
  { status: 403, code: "", means: ["isForbidden", "saysNothing"] },
  { status: 403, code: "", text: "<html>", means: ["saysNothing"] },
  { status: 403, code: "LIVE.103011016", means: ["saysNothing"] },
  { status: 403, code: "LIVE.100011001", means: ["saysNothing"] },
  { status: 400, code: "LIVE.100011001", means: ["isRequestIllegal", "saysNothing"] },
  { status: 404, code: "APIGW.0101", means: ["isWrongEndpoint"] },
  { status: 302, code: "", means: ["isWrongEndpoint", "saysNothing"] },
  { status: 400, code: "LIVE.100011022", means: ["isTaskExists"] },
  { status: 400, code: "LIVE.103011018", means: ["isAlreadyThere"] },
  { status: 404, code: "LIVE.103011019", means: ["isAbsent", "saysNothing"] },
  { status: 400, code: "LIVE.103011019", means: ["isAbsent", "saysNothing"] },
  { status: 404, code: "LIVE.100011002", means: ["isAbsent"] },
  { status: 404, code: "", means: ["isAbsent", "saysNothing"] },
  { status: 404, code: "", text: "<html>", means: ["saysNothing"] },
  { status: 400, code: "LIVE.100011002", means: [] },
];

describe("an answer", () => {
  test.each(MEANINGS)("of HTTP $status $code $text means $means, and nothing else", ({ means, ...answer }) => {
    const said = Object.entries(codes).filter(([, holds]) => holds(error(answer)));
    expect(said.map(([name]) => name).sort()).toEqual([...means].sort());
  });
});
