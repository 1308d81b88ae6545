import { Controls } from "../controls/controls";
import { Faults } from "../faults";
import { Authentication } from "../gateway/authentication";
import { Gateway } from "../gateway/gateway";
import { IssuedCredentials } from "../gateway/issued-credentials";
import { IamApi } from "../iam/iam-api";
import { IamRefusal, iamRefusalAnswer } from "../iam/iam-refusals";
import { IamUser } from "../iam/iam-user";
import { MetadataApi } from "../iam/metadata-api";
import { CallbackApi } from "../live/callback-api";
import { ContentApi } from "../live/content-api";
import { LiveApi } from "../live/live-api";
import { NotificationApi } from "../live/notification-api";
import { RuleApi } from "../live/rule-api";
import { Service } from "../live/service";
import { Courier } from "../messages/courier";
import { Messenger } from "../messages/messenger";
import type { EmulatorSettings } from "../options";
import { Chronicle } from "../page/chronicle";
import { PageServer } from "../page/page-server";
import { Projects } from "../projects";
import { refusalAnswer } from "../protocol/answer";
import { notPublished, Refusal } from "../protocol/refusals";
import { RequestLog } from "../request-log";
import type { Apis } from "../routes";
import type { ServerParts } from "./server";

/** Puts together what is behind the port. `close` ends what it does by itself. */
export function openBackend(settings: EmulatorSettings): ServerParts & { close(): void } {
  const { now } = settings;
  const service = new Service(settings);
  const projects = new Projects(settings.projectId, settings.projects);
  const issued = new IssuedCredentials(now);
  const user = new IamUser(settings, now);
  const authentication = new Authentication({ credentials: settings, issued, projects, now });
  const gateway = new Gateway({ ...settings, authentication });
  const faults = new Faults();
  const log = new RequestLog();
  const callbacks = new CallbackApi(now);
  const notifications = new NotificationApi();
  const contents = new ContentApi(service, now);
  const courier = new Courier(now);
  const messenger = new Messenger({ ...settings, service, callbacks, notifications, courier });
  const page = new PageServer(new Chronicle({ service, log, courier, now }), now);
  const apis: Apis = {
    live: new LiveApi(service),
    rules: new RuleApi(service),
    callbacks,
    notifications,
    contents,
    iam: new IamApi({ ...settings, issued, projects, user }),
    metadata: new MetadataApi({ issued, mode: settings.metadata, keyLifetime: settings.keyLifetime }),
  };
  return {
    controls: new Controls({
      service,
      callbacks,
      notifications,
      contents,
      courier,
      messenger,
      gateway,
      issued,
      user,
      faults,
      log,
      page,
      now,
    }),
    page,
    close: () => {
      messenger.close();
      page.close();
    },
    faults,
    log,
    now,
    serve(route, call) {
      try {
        if (!route) throw notPublished();
        gateway.admit(route.gate, call);
        return route.answer(apis, call);
      } catch (error) {
        // IAM has a body of its own for what it refuses. It is behind the same gateway, which has that of Live.
        if (error instanceof IamRefusal) return iamRefusalAnswer(error);
        if (error instanceof Refusal) return refusalAnswer(error, call.requestId);
        throw error;
      }
    },
  };
}
