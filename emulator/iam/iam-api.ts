import type { Authentication } from "../gateway/authentication";
import type { IssuedCredentials } from "../gateway/issued-credentials";
import type { Project, Projects } from "../projects";
import { type Answer, refusalAnswer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { Refusal } from "../protocol/refusals";
import { headerValue, type SignedRequest } from "../protocol/signature";
import { microseconds } from "../protocol/times";
import type { Api } from "../server/api";
import { AgencyBody, PasswordBody, validBody } from "./iam-bodies";
import { agencyForbidden, IamRefusal, iamRefusalAnswer, projectNotFound } from "./iam-refusals";
import type { IamUser } from "./iam-user";

export interface IamApiParts {
  readonly authentication: Authentication;
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
export class IamApi implements Api {
  readonly #parts: IamApiParts;

  constructor(parts: IamApiParts) {
    this.#parts = parts;
  }

  answer(request: SignedRequest, call: Call, requestId: string): Answer {
    try {
      return this.#serve(request, call);
    } catch (error) {
      if (error instanceof IamRefusal) return iamRefusalAnswer(error);
      // IAM is behind the same gateway, which checks signatures and tokens.
      if (error instanceof Refusal) return refusalAnswer(error, requestId);
      throw error;
    }
  }

  #serve(request: SignedRequest, { operation, query, body }: Call): Answer {
    if (operation === "token") return this.#issueToken(body);
    this.#parts.authentication.check(request);
    if (operation === "security-tokens") return this.#issueKey(body);
    return this.#listProjects(query.get("name") ?? undefined, `http://${headerValue(request, "host")}/v3/projects`);
  }

  /** https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html */
  #issueToken(body: unknown): Answer {
    const { identity, scope } = validBody(PasswordBody, body).auth;
    const { name, password, domain } = identity.password.user;
    this.#parts.user.check({ userName: name, password, domainName: domain.name });
    const project = scope?.project && this.#projectOf(scope.project);
    const { token, issuedAt, expiresAt } = this.#parts.issued.issueToken(
      project ? [project.id] : [],
      this.#parts.tokenLifetime,
    );
    const account = { id: domainId, name: this.#parts.domainName };
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
          user: { domain: account, id: userId, name: this.#parts.userName, password_expires_at: "" },
        },
      },
    };
  }

  #projectOf(wanted: { id: string } | { name: string }): Project {
    const { projects } = this.#parts;
    const project = "id" in wanted ? projects.withId(wanted.id) : projects.named(wanted.name)[0];
    if (!project) throw projectNotFound();
    return { id: project.id, name: project.name };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0001.html */
  #listProjects(name: string | undefined, self: string): Answer {
    const projects = this.#parts.projects.named(name).map((project) => ({
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
  #issueKey(body: unknown): Answer {
    const { assume_role } = validBody(AgencyBody, body).auth.identity;
    const { agencyName, domainName } = this.#parts;
    const known =
      assume_role.agency_name === agencyName &&
      (assume_role.domain_id ?? domainId) === domainId &&
      (assume_role.domain_name ?? domainName) === domainName;
    if (!known) throw agencyForbidden();
    return { status: 201, body: this.#parts.issued.issueKey(assume_role.duration_seconds) };
  }
}
