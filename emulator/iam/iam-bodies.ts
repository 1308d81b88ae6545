import * as v from "valibot";
import { invalidBody } from "./iam-refusals";

const Text = v.pipe(v.string(), v.nonEmpty());

/** https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html */
export const PasswordBody = v.object({
  auth: v.object({
    identity: v.object({
      methods: v.strictTuple([v.literal("password")]),
      password: v.object({ user: v.object({ name: Text, password: Text, domain: v.object({ name: Text }) }) }),
    }),
    scope: v.optional(v.object({ project: v.optional(v.union([v.object({ id: Text }), v.object({ name: Text })])) })),
  }),
});

/** https://support.huaweicloud.com/intl/en-us/api-iam/iam_04_0101.html */
export const AgencyBody = v.object({
  auth: v.object({
    identity: v.object({
      methods: v.strictTuple([v.literal("assume_role")]),
      assume_role: v.pipe(
        v.object({
          agency_name: Text,
          domain_id: v.optional(Text),
          domain_name: v.optional(Text),
          duration_seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(900), v.maxValue(86_400)), 900),
        }),
        v.check((agency) => agency.domain_id !== undefined || agency.domain_name !== undefined),
      ),
    }),
  }),
});

export function validBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const { success, output } = v.safeParse(schema, body, { abortEarly: true });
  if (success) return output;
  throw invalidBody();
}
