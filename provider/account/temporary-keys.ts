import * as v from "valibot";
import type { Lease } from "./fetched";
import { contentOf, End, type Reply } from "./request";

const Body = v.object({
  credential: v.object({ access: v.string(), secret: v.string(), securitytoken: v.string(), expires_at: End }),
});

/** The temporary key pair in an answer: IAM and the metadata service describe it alike. */
export function temporaryKeys(reply: Reply): Lease {
  const { access, secret, securitytoken, expires_at } = contentOf(Body, reply, "temporary key pair").credential;
  const credential = { accessKey: access, secretKey: secret, securityToken: securitytoken };
  return { credential, lasts: expires_at - reply.at };
}
