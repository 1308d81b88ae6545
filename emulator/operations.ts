/**
 * What the emulator can be asked for, and what a fault can wait for. `START` and `STOP` are those of
 * https://support.huaweicloud.com/api-live/RunRecord.html; `streams` is the list of pushed streams, `rules` that of rules;
 * `token`, `projects` and `security-tokens` are calls of IAM; `metadata` is either of the two requests for the keys of an
 * instance.
 */
export type KnownOperation =
  | "START"
  | "STOP"
  | "streams"
  | "rules"
  | "rule-create"
  | "rule-show"
  | "rule-update"
  | "rule-delete"
  | "token"
  | "projects"
  | "security-tokens"
  | "metadata";

const all: Readonly<Record<KnownOperation, true>> = {
  START: true,
  STOP: true,
  streams: true,
  rules: true,
  "rule-create": true,
  "rule-show": true,
  "rule-update": true,
  "rule-delete": true,
  token: true,
  projects: true,
  "security-tokens": true,
  metadata: true,
};

export const operations = Object.keys(all) as KnownOperation[];

/** What a request was: `control` is record control with neither START nor STOP, `unknown` not a call of any API. */
export type Operation = KnownOperation | "control" | "unknown";

/** `route`: the method, and the path or, for Live, what follows the project in it. */
export function operationOf(route: string, action: string | null): Operation {
  if (route === "POST record/control") return action === "START" || action === "STOP" ? action : "control";
  return routes[route] ?? "unknown";
}

export const routes: Readonly<Record<string, Operation>> = {
  "GET realtime/streams": "streams",
  "GET record/rules": "rules",
  "POST record/rules": "rule-create",
  "GET record/rules/{id}": "rule-show",
  "PUT record/rules/{id}": "rule-update",
  "DELETE record/rules/{id}": "rule-delete",
  "POST /v3/auth/tokens": "token",
  "GET /v3/projects": "projects",
  "POST /v3.0/OS-CREDENTIAL/securitytokens": "security-tokens",
  "PUT /meta-data/latest/api/token": "metadata",
  "GET /openstack/latest/securitykey": "metadata",
};
