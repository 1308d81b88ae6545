import type { CallbackApi } from "../live/callback-api";
import type { ServiceEvent } from "../live/events";
import type { NotificationApi } from "../live/notification-api";
import type { Service } from "../live/service";
import { streamPath } from "../stream-name";
import type { Courier, Letter } from "./courier";
import { pushMessage, recordMessage } from "./messages";

/** How often it looks whether a file is finished or an interruption has lasted too long, in ms. */
const every = 200;

export interface MessengerParts {
  readonly service: Service;
  readonly callbacks: CallbackApi;
  readonly notifications: NotificationApi;
  readonly courier: Courier;
  readonly projectId: string;
  readonly now: () => number;
}

/** Tells those who want to know what happens in the service. */
export class Messenger {
  private readonly parts: MessengerParts;
  private readonly timer: NodeJS.Timeout;

  constructor(parts: MessengerParts) {
    this.parts = parts;
    this.timer = setInterval(() => this.tell(), every).unref();
  }

  /** Posts what has happened since the last time. */
  tell(): void {
    const { service, courier } = this.parts;
    courier.post(service.takeEvents().flatMap((event) => this.letter(event)));
  }

  close(): void {
    clearInterval(this.timer);
  }

  private letter(event: ServiceEvent): Letter[] {
    const { callbacks, notifications, projectId, now } = this.parts;
    if ("name" in event) {
      const notification = notifications.of(event.name.publishDomain);
      if (!notification) return [];
      const body = pushMessage(event, notification, now());
      return [{ url: notification.url, event: event.event, stream: streamPath(event.name), body }];
    }
    const callback = callbacks.of(event.record);
    if (!callback?.events.includes(event.event)) return [];
    const body = recordMessage(event, callback, projectId, now());
    return [{ url: callback.url, event: event.event, stream: streamPath(event.record), body }];
  }
}
