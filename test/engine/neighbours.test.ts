import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { Client } from "../emulator/client";
import { DOMAIN, type Project, succeeded } from "./project";
import { scenario } from "./scenario";
import { declareYaml } from "./yaml";

type Values = Record<string, unknown>;

const KEY = "0123456789abcdef0123456789abcdef";
const CALLBACK = { publishDomain: DOMAIN, app: "live", url: "https://notify.example.com/record", key: KEY };
const NOTIFICATION = { publishDomain: DOMAIN, url: "https://notify.example.com/stream", key: KEY };

/** The requests that changed something, in the order of their names: the engine sends those of one step at once. */
function changes(emulator: Emulator, before = 0): string[] {
  const sent = emulator.requests().slice(before);
  return sent
    .filter(({ operation }) => /^(callback|notification|bucket)-(create|update|delete|authorize)$/.test(operation))
    .map(({ operation, status }) => `${operation} ${status}`)
    .sort();
}

/** Somebody else at the console. */
async function outside(emulator: Emulator, method: string, resource: string, query: string, body?: Values) {
  const { text, status } = await new Client(emulator).send(method, resource, query, body ? JSON.stringify(body) : "");
  expect(status).toBeLessThan(300);
  return text ? JSON.parse(text) : {};
}

const callbacks = async (emulator: Emulator) =>
  (await outside(emulator, "GET", "record/callbacks", "")).callback_config as Values[];
const notification = (emulator: Emulator) =>
  outside(emulator, "GET", "notifications/publish", `domain=${DOMAIN}`) as Promise<Values>;

/** The shells, each with the way to declare both under names with this end. */
const SHELLS = {
  "the classes of the package": (project: Project, end: string) =>
    project.write(
      "index.js",
      `const { RecordCallback, StreamNotification } = require("pulumi-huaweicloud-live");
       new RecordCallback("callback${end}", ${JSON.stringify(CALLBACK)});
       new StreamNotification("notification${end}", ${JSON.stringify(NOTIFICATION)});`,
    ),
  "the plugin": (project: Project, end: string) =>
    declareYaml(project, {
      [`callback${end}`]: { type: "RecordCallback", properties: CALLBACK },
      [`notification${end}`]: { type: "StreamNotification", properties: NOTIFICATION },
    }),
};

for (const [shell, declare] of Object.entries(SHELLS)) {
  scenario(
    `who is told, by ${shell}: made, mended after a change outside, renamed without a gap, and gone`,
    async ({ emulator, project }) => {
      await declare(project, "");
      succeeded(await project.up());
      expect(changes(emulator)).toEqual(["callback-create 201", "notification-update 201"]);
      expect(await notification(emulator)).toMatchObject({ url: NOTIFICATION.url, auth_sign_key: KEY });
      // A plain key in the program, and none in the state.
      expect(await project.stateText()).not.toContain(KEY);

      const [{ id, ...there } = {}] = await callbacks(emulator);
      const changed = { ...there, notify_event_subscription: ["RECORD_FAILED"] };
      await outside(emulator, "PUT", `record/callbacks/${id}`, "", changed);
      const body = { url: "https://other.example.com", auth_sign_key: "f".repeat(40) };
      await outside(emulator, "PUT", "notifications/publish", `domain=${DOMAIN}`, body);
      succeeded(await project.refresh());
      expect(await project.stateText()).not.toContain("f".repeat(40));
      const { output } = await project.preview("--diff");
      expect(output).toMatch(/RECORD_FAILED.*=>.*RECORD_FILE_COMPLETE/);
      expect(output).toContain("https://other.example.com");
      expect(output).not.toContain(KEY);
      let before = emulator.requests().length;
      succeeded(await project.up());
      expect(changes(emulator, before)).toEqual(["callback-update 200", "notification-update 200"]);

      await declare(project, "-renamed");
      before = emulator.requests().length;
      succeeded(await project.up());
      // The callback is refused, found and sent its key again, which nobody can see; nothing is deleted.
      expect(changes(emulator, before)).toEqual(["callback-create 400", "callback-update 200"]);
      expect(await callbacks(emulator)).toMatchObject([{ id, notify_callback_url: CALLBACK.url }]);

      before = emulator.requests().length;
      succeeded(await project.destroy());
      expect(changes(emulator, before)).toEqual(["callback-delete 204", "notification-delete 204"]);
      expect(await callbacks(emulator)).toEqual([]);
      expect(await notification(emulator)).toMatchObject({ url: "" });
    },
  );
}

scenario("who is told can be imported, and the program of just that changes nothing", async ({ emulator, project }) => {
  const { id } = await outside(emulator, "POST", "record/callbacks", "", {
    publish_domain: DOMAIN,
    app: "live",
    notify_callback_url: CALLBACK.url,
    key: KEY,
  });
  await outside(emulator, "PUT", "notifications/publish", `domain=${DOMAIN}`, {
    url: NOTIFICATION.url,
    auth_sign_key: KEY,
  });
  await declareYaml(project, {});
  const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
  succeeded(await project.must("import", "huaweicloud-live:index:RecordCallback", "callback", String(id), ...flags));
  succeeded(
    await project.must("import", "huaweicloud-live:index:StreamNotification", "notification", DOMAIN, ...flags),
  );
  expect(await project.stateText()).not.toContain(KEY);
  const { key: _, ...callback } = CALLBACK;
  const { key: __, ...pushes } = NOTIFICATION;
  await declareYaml(project, {
    callback: { type: "RecordCallback", properties: callback },
    notification: { type: "StreamNotification", properties: pushes },
  });
  succeeded(await project.must("preview", "--expect-no-changes"));
  const before = emulator.requests().length;
  succeeded(await project.up());
  expect(changes(emulator, before)).toEqual([]);
});

for (const [shell, program] of Object.entries({
  "the class of the package": (project: Project, bucket: Values) =>
    project.write(
      "index.js",
      `const { BucketAuthorization } = require("pulumi-huaweicloud-live");
       new BucketAuthorization("bucket", ${JSON.stringify(bucket)});`,
    ),
  "the plugin": (project: Project, properties: Values) =>
    declareYaml(project, { bucket: { type: "BucketAuthorization", properties } }),
})) {
  scenario(
    `a bucket, by ${shell}: granted, kept by a destroy, and revoked where that is declared`,
    async ({ emulator, project }) => {
      await program(project, { bucket: "recordings" });
      succeeded(await project.up());
      succeeded(await project.refresh());
      const first = await project.destroy();
      succeeded(first);
      expect(first.output).toContain("revokeOnDelete is not set");
      expect(emulator.grantedBuckets()).toEqual(["recordings"]);
      await program(project, { bucket: "recordings", revokeOnDelete: true });
      succeeded(await project.up());
      succeeded(await project.destroy());
      expect(emulator.grantedBuckets()).toEqual([]);
      expect(changes(emulator)).toEqual(Array(3).fill("bucket-authorize 200"));
    },
  );
}
