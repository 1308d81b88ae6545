import * as v from "valibot";
import { Budget } from "../http/budget";
import { ask, type Connection, NoAnswerError } from "../http/client";
import { ServiceError } from "../http/errors";
import { unauthenticated } from "../http/unauthenticated";
import { SettingsError } from "../settings/errors";

/** Seconds. */
const TIMEOUT = 60;

const Body = v.object({ projects: v.array(v.object({ id: v.string(), name: v.nullish(v.string(), "") })) });

/**
 * The project with a name, which is that of its region unless another one is set
 * (https://support.huaweicloud.com/api-iam/iam_06_0001.html). Nothing is ever created.
 *
 * @throws {SettingsError} unless there is exactly one. `places`: where the id can be set instead
 */
export async function projectOf(iam: Connection, name: string, places: string): Promise<string> {
  const { account } = iam.gate;
  const instead = `Set the project id; it is shown under "My Credentials" in the console. It can be set as one of:\n${places}`;
  const what = `no project id is set, and the project ${name} could not be looked up (IAM ${iam.endpoint}, credential ${account.from})`;
  const query = [["name", name]] as const;
  const budget = new Budget(TIMEOUT, iam.clock);
  const request = { method: "GET", path: "/v3/projects", query } as const;
  const { answer } = await ask(iam, request, `the project ${name}`, budget).catch((error) => {
    if (!(error instanceof NoAnswerError)) throw error;
    throw new SettingsError("PROJECT_NOT_FOUND", "projectId", `${what}: ${error.message}\n${instead}`);
  });
  if (answer instanceof ServiceError && answer.status === 401) {
    const why = unauthenticated(answer, account, iam.clock.wall());
    throw new SettingsError("CREDENTIAL_REFUSED", "accessKey", `IAM (${iam.endpoint}): ${why}\n${answer.message}`);
  }
  const body = v.safeParse(Body, answer instanceof ServiceError ? undefined : answer.body);
  if (answer instanceof ServiceError || !body.success) {
    const why = answer instanceof ServiceError ? answer.message : "the answer is no list of projects";
    throw new SettingsError("PROJECT_NOT_FOUND", "projectId", `${what}: ${why}\n${instead}`);
  }
  const { projects } = body.output;
  const [project] = projects;
  if (project && projects.length === 1) return project.id;
  const shown = projects.map(({ id, name }) => `${id} (${name})`).join(", ");
  throw project
    ? new SettingsError(
        "PROJECT_AMBIGUOUS",
        "projectId",
        `no project id is set, and ${name} has ${projects.length} projects: ${shown}. ${instead}`,
      )
    : new SettingsError(
        "PROJECT_NOT_FOUND",
        "projectId",
        `no project id is set, and the account has no project named ${name} (credential ${account.from}). Check the region or the name. ${instead}`,
      );
}
