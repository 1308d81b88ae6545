import * as v from "valibot";
import type { IssuedCredentials } from "../gateway/issued-credentials";
import type { Project, Projects } from "../projects";
import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { headerValue } from "../protocol/signature";
import { microseconds } from "../protocol/times";
import { agencyForbidden, invalidBody, projectNotFound } from "./iam-refusals";
import type { IamUser } from "./iam-user";

export interface IamApiParts {
  readonly issued: IssuedCredentials;
  readonly projects: Projects;
  readonly user: IamUser;
  readonly userName: string;
  readonly domainName: string;
  readonly agencyName: string;
  /** s */
  readonly tokenLifetime: number;
}

const domainId = "d".repeat(32);
const userId = "e".repeat(32);

/** The calls of IAM that lead to a credential or a project. The flow control of Live does not count them. */
export class IamApi {
  private readonly parts: IamApiParts;

  constructor(parts: IamApiParts) {
    this.parts = parts;
  }

  /** https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html */
  issueToken({ body }: Call): Answer {
    const { identity, scope } = validBody(PasswordBody, body).auth;
    const { name, password, domain } = identity.password.user;
    this.parts.user.check({ userName: name, password, domainName: domain.name });
    const project = scope?.project && this.projectOf(scope.project);
    const { token, issuedAt, expiresAt } = this.parts.issued.issueToken(
      project ? [project.id] : [],
      this.parts.tokenLifetime,
    );
    const account = { id: domainId, name: this.parts.domainName };
    return {
      status: 201,
      headers: { "X-Subject-Token": token },
      body: {
        token: {
          catalog: [],
          expires_at: microseconds(expiresAt),
          issued_at: microseconds(issuedAt),
          methods: ["password"],
          // Without a project it is a token for the account and its global services, of which Live is none.
          ...(project ? { project: { domain: account, ...project } } : { domain: account }),
          roles: [],
          user: { domain: account, id: userId, name: this.parts.userName, password_expires_at: "" },
        },
      },
    };
  }

  private projectOf(wanted: { id: string } | { name: string }): Project {
    const { projects } = this.parts;
    const project = "id" in wanted ? projects.withId(wanted.id) : projects.named(wanted.name)[0];
    if (!project) throw projectNotFound();
    return { id: project.id, name: project.name };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0001.html */
  listProjects({ request, query }: Call): Answer {
    const self = `http://${headerValue(request, "host")}/v3/projects`;
    const projects = this.parts.projects.named(query.get("name") ?? undefined).map((project) => ({
      domain_id: domainId,
      is_domain: false,
      parent_id: domainId,
      name: project.name,
      description: "",
      links: { next: null, previous: null, self: `${self}/${project.id}` },
      id: project.id,
      enabled: true,
    }));
    return { status: 200, body: { projects, links: { next: null, previous: null, self } } };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-iam/iam_04_0101.html */
  issueKey({ body }: Call): Answer {
    const { assume_role } = validBody(AgencyBody, body).auth.identity;
    const { agencyName, domainName } = this.parts;
    const known =
      assume_role.agency_name === agencyName &&
      (assume_role.domain_id ?? domainId) === domainId &&
      (assume_role.domain_name ?? domainName) === domainName;
    if (!known) throw agencyForbidden();
    return { status: 201, body: this.parts.issued.issueKey(assume_role.duration_seconds) };
  }
}

const Text = v.pipe(v.string(), v.nonEmpty());

/** https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html */
const PasswordBody = v.object({
  auth: v.object({
    identity: v.object({
      methods: v.strictTuple([v.literal("password")]),
      password: v.object({ user: v.object({ name: Text, password: Text, domain: v.object({ name: Text }) }) }),
    }),
    scope: v.optional(v.object({ project: v.optional(v.union([v.object({ id: Text }), v.object({ name: Text })])) })),
  }),
});

/** https://support.huaweicloud.com/intl/en-us/api-iam/iam_04_0101.html */
const AgencyBody = v.object({
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

function validBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const { success, output } = v.safeParse(schema, body, { abortEarly: true });
  if (success) return output;
  throw invalidBody();
}
