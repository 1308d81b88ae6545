import * as v from "valibot";
import { ServiceError, UnusableAnswerError } from "../http/errors";
import type { UserPassword } from "../settings/credential";
import type { Lease } from "./fetched";
import { type AccountParts, contentOf, End, failureOf, request } from "./request";

/** Which project a token is for: by its id, or by its name, which is the region's. */
export type Scope = { readonly id: string } | { readonly name: string };

const TIMEOUT_MS = 15_000;

const Body = v.object({ token: v.object({ expires_at: End }) });

/**
 * A token for a user and a password (https://support.huaweicloud.com/api-iam/iam_30_0001.html). It is good for 24 hours.
 */
export async function iamToken(
  parts: AccountParts,
  endpoint: string,
  { userName, password, domainName, from }: UserPassword,
  scope: Scope,
): Promise<Lease> {
  const what = `the token of IAM (${endpoint}) for the user ${userName} of ${domainName} (${from})`;
  const user = { name: userName, password, domain: { name: domainName } };
  const body = { auth: { identity: { methods: ["password"], password: { user } }, scope: { project: scope } } };
  try {
    const answer = await request(parts, { method: "POST", endpoint, path: "/v3/auth/tokens", body }, TIMEOUT_MS);
    const token = answer.headers["x-subject-token"];
    const { expires_at } = contentOf(Body, answer, "token").token;
    if (typeof token !== "string") throw new UnusableAnswerError("has no token", 201, "");
    return { credential: { token }, lasts: expires_at - answer.at };
  } catch (error) {
    if (error instanceof ServiceError && error.status === 404) {
      const project = "id" in scope ? scope.id : scope.name;
      const advice = `this user has no project ${project}. Check the region, or set the project id.`;
      throw failureOf(error, what, "projectId", advice, "PROJECT_NOT_FOUND");
    }
    const advice =
      "check the user name, the password and the domain (the account). It must be an IAM user with access to this region. The provider does not try again, because wrong passwords lock the user.";
    throw failureOf(error, what, "password", advice);
  }
}
