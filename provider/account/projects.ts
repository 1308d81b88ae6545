import * as v from "valibot";
import { Budget } from "../http/budget";
import { ask, type Connection, NoAnswerError } from "../http/client";
import type { Clock } from "../http/clock";
import { ServiceError } from "../http/errors";
import { unauthenticated } from "../http/unauthenticated";
import { SettingsError } from "../settings/errors";
import type { Settings } from "../settings/settings";

const Body = v.object({ projects: v.array(v.object({ id: v.string(), name: v.nullish(v.string(), "") })) });

/** The projects of regions. Each is looked up once, for all commands that need it. */
export class Projects {
  private readonly found = new Map<string, Promise<string>>();

  constructor(
    private readonly settings: Pick<Settings, "projectName" | "projectPlaces">,
    private readonly iam: (region: string) => Connection,
    private readonly clock: Clock,
  ) {}

  /**
   * The project of a region, within `timeout` seconds.
   *
   * @throws {SettingsError} unless there is exactly one
   * @throws {NoAnswerError} where the host of IAM does not exist, and where the run is cancelled
   */
  async of(region: string, timeout: number): Promise<string> {
    const budget = new Budget(timeout, this.clock);
    for (;;) {
      const underWay = this.found.get(region);
      if (!underWay) return this.begin(region, budget);
      try {
        return await underWay;
      } catch (error) {
        // Whoever began had less time.
        const isAnswer = this.found.get(region) === underWay;
        const isLasting = error instanceof NoAnswerError && error.isLasting;
        if (isAnswer || isLasting || budget.left <= 0) throw error;
      }
    }
  }

  private async begin(region: string, budget: Budget): Promise<string> {
    const looking = this.look(region, budget);
    this.found.set(region, looking);
    return looking;
  }

  private async look(region: string, budget: Budget): Promise<string> {
    const iam = this.iam(region);
    const name = this.settings.projectName(region);
    const places = this.settings.projectPlaces();
    try {
      return await projectOf(iam, name, places, budget);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      this.found.delete(region);
      // Where there is no such host, an id is of no use: the commands go to one that is made in the same way.
      if (error.cancelled || error.isLasting) throw error;
      const message = `${notFound(iam, name)}: ${error.message}\n${instead(places)}`;
      throw new SettingsError("PROJECT_NOT_FOUND", "projectId", message);
    }
  }
}

function notFound(iam: Connection, name: string): string {
  return `no project id is set, and the project ${name} could not be looked up (IAM ${iam.endpoint}, credential ${iam.gate.account.from})`;
}

function instead(places: string): string {
  return `Set the project id, which the console shows under "My Credentials", in one of these places:\n${places}`;
}

/**
 * The project with a name, which is that of its region unless another one is set
 * (https://support.huaweicloud.com/api-iam/iam_06_0001.html). Nothing is ever created.
 */
async function projectOf(iam: Connection, name: string, places: string, budget: Budget): Promise<string> {
  const { account } = iam.gate;
  const query = [["name", name]] as const;
  const request = { method: "GET", path: "/v3/projects", query } as const;
  const { answer } = await ask(iam, request, `the project ${name}`, budget);
  if (answer instanceof ServiceError && answer.status === 401) {
    const why = unauthenticated(answer, account, iam.clock.wall());
    throw new SettingsError("CREDENTIAL_REFUSED", "accessKey", `IAM (${iam.endpoint}): ${why}\n${answer.message}`);
  }
  const body = v.safeParse(Body, answer instanceof ServiceError ? undefined : answer.body);
  if (answer instanceof ServiceError || !body.success) {
    const why = answer instanceof ServiceError ? answer.message : "the answer is not a list of projects";
    throw new SettingsError("PROJECT_NOT_FOUND", "projectId", `${notFound(iam, name)}: ${why}\n${instead(places)}`);
  }
  const { projects } = body.output;
  const [project] = projects;
  if (project && projects.length === 1) return project.id;
  const shown = projects.map(({ id, name }) => `${id} (${name})`).join(", ");
  throw project
    ? new SettingsError(
        "PROJECT_AMBIGUOUS",
        "projectId",
        `no project id is set, and ${name} has ${projects.length} projects: ${shown}. ${instead(places)}`,
      )
    : new SettingsError(
        "PROJECT_NOT_FOUND",
        "projectId",
        `no project id is set, and the account has no project named ${name} (credential ${account.from}). Check the region or the name. ${instead(places)}`,
      );
}
