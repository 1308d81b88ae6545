import type { Gate } from "./gateway/gateway";
import type { IamApi } from "./iam/iam-api";
import type { MetadataApi } from "./iam/metadata-api";
import type { CallbackApi } from "./live/callback-api";
import type { ContentApi } from "./live/content-api";
import type { LiveApi } from "./live/live-api";
import type { NotificationApi } from "./live/notification-api";
import type { RuleApi } from "./live/rule-api";
import type { KnownOperation, Operation } from "./operations";
import type { Answer } from "./protocol/answer";
import { type Call, readCall, readUrl } from "./protocol/call";
import type { SignedRequest } from "./protocol/signature";

/** The services behind the port. */
export interface Apis {
  readonly live: LiveApi;
  readonly rules: RuleApi;
  readonly callbacks: CallbackApi;
  readonly notifications: NotificationApi;
  readonly contents: ContentApi;
  readonly iam: IamApi;
  readonly metadata: MetadataApi;
}

/** One call of an API. */
export interface Route {
  /**
   * Method and path. One without a slash in front is of Live, below `/v1/{project_id}/`. A query names the one value
   * that tells this call from others with the same path.
   */
  readonly route: string;
  readonly operation: Exclude<Operation, "unknown">;
  /** What a request has to pass first. */
  readonly gate: Gate;
  readonly answer: (apis: Apis, call: Call) => Answer;
}

/** Every call that there is. The first that fits counts. */
export const routes = [
  {
    route: "POST record/control?action=START",
    operation: "START",
    gate: "control",
    answer: (to, call) => to.live.start(call),
  },
  {
    route: "POST record/control?action=STOP",
    operation: "STOP",
    gate: "control",
    answer: (to, call) => to.live.stop(call),
  },
  { route: "POST record/control", operation: "control", gate: "control", answer: (to, call) => to.live.neither(call) },
  {
    route: "GET realtime/streams",
    operation: "streams",
    gate: "streams",
    answer: (to, call) => to.live.listStreams(call),
  },
  { route: "GET record/rules", operation: "rules", gate: "rules", answer: (to, call) => to.rules.list(call) },
  { route: "POST record/rules", operation: "rule-create", gate: "rules", answer: (to, call) => to.rules.create(call) },
  { route: "GET record/rules/{id}", operation: "rule-show", gate: "rules", answer: (to, call) => to.rules.show(call) },
  {
    route: "PUT record/rules/{id}",
    operation: "rule-update",
    gate: "rules",
    answer: (to, call) => to.rules.update(call),
  },
  {
    route: "DELETE record/rules/{id}",
    operation: "rule-delete",
    gate: "rules",
    answer: (to, call) => to.rules.delete(call),
  },
  {
    route: "GET record/callbacks",
    operation: "callbacks",
    gate: "callbacks",
    answer: (to, call) => to.callbacks.list(call),
  },
  {
    route: "POST record/callbacks",
    operation: "callback-create",
    gate: "callbacks",
    answer: (to, call) => to.callbacks.create(call),
  },
  {
    route: "GET record/callbacks/{id}",
    operation: "callback-show",
    gate: "callbacks",
    answer: (to, call) => to.callbacks.show(call),
  },
  {
    route: "PUT record/callbacks/{id}",
    operation: "callback-update",
    gate: "callbacks",
    answer: (to, call) => to.callbacks.update(call),
  },
  {
    route: "DELETE record/callbacks/{id}",
    operation: "callback-delete",
    gate: "callbacks",
    answer: (to, call) => to.callbacks.delete(call),
  },
  {
    route: "GET notifications/publish",
    operation: "notification-show",
    gate: "notifications",
    answer: (to, call) => to.notifications.show(call),
  },
  {
    route: "PUT notifications/publish",
    operation: "notification-update",
    gate: "notifications",
    answer: (to, call) => to.notifications.update(call),
  },
  {
    route: "DELETE notifications/publish",
    operation: "notification-delete",
    gate: "notifications",
    answer: (to, call) => to.notifications.delete(call),
  },
  {
    route: "GET record/contents",
    operation: "contents",
    gate: "contents",
    answer: (to, call) => to.contents.list(call),
  },
  {
    route: "PUT obs/authority",
    operation: "bucket-authorize",
    gate: "buckets",
    answer: (to, call) => to.contents.authorize(call),
  },
  { route: "POST /v3/auth/tokens", operation: "token", gate: "open", answer: (to, call) => to.iam.issueToken(call) },
  { route: "GET /v3/projects", operation: "projects", gate: "signed", answer: (to, call) => to.iam.listProjects(call) },
  {
    route: "POST /v3.0/OS-CREDENTIAL/securitytokens",
    operation: "security-tokens",
    gate: "signed",
    answer: (to, call) => to.iam.issueKey(call),
  },
  {
    route: "PUT /meta-data/latest/api/token",
    operation: "metadata",
    gate: "open",
    answer: (to, call) => to.metadata.issueToken(call),
  },
  {
    route: "GET /openstack/latest/securitykey",
    operation: "metadata",
    gate: "open",
    answer: (to, call) => to.metadata.issueKey(call),
  },
] as const satisfies readonly Route[];

/** What a fault can wait for. */
export const operations: readonly KnownOperation[] = [
  ...new Set(routes.map(({ operation }) => operation).filter((operation) => operation !== "control")),
];

/** What a request asks for. Without a route: no API has such a call. */
export function readRequest(request: SignedRequest, requestId: string): { route: Route | undefined; call: Call } {
  const { path, query } = readUrl(request.url);
  for (const { route, pattern, wanted } of compiled) {
    const match = pattern.exec(`${request.method} ${path}`);
    if (match && wanted.every(([name, value]) => query.get(name) === value))
      return { route, call: readCall(request, requestId, match.groups) };
  }
  return { route: undefined, call: readCall(request, requestId) };
}

const compiled = routes.map((route: Route) => {
  const [call = "", query = ""] = route.route.split("?");
  const [method = "", path = ""] = call.split(" ");
  const whole = path.startsWith("/") ? path : `/v1/{project_id}/${path}`;
  const literal = whole.replaceAll(".", "\\.");
  return {
    route,
    pattern: new RegExp(`^${method} ${literal.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    wanted: [...new URLSearchParams(query)],
  };
});
