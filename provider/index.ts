/**
 * The resources: what a program imports.
 *
 * @module pulumi-huaweicloud-live
 */

// Every public name, by hand. Types apart from values: the TypeScript 3.8 that comes with Pulumi reads this, too.
// The emulator has an entry of its own, since programs have no use for it.
export type { BucketAuthorizationArgs } from "./bucket-authorization";
export { BucketAuthorization } from "./bucket-authorization";
export type { AssumeRoleArgs, ProviderArgs } from "./explicit-provider";
export { Provider } from "./explicit-provider";
export type { RecordingStatus } from "./lifecycle/recording";
export type { RecordCallbackArgs, RecordEvent } from "./record-callback";
export { RecordCallback } from "./record-callback";
export type { RecordFiles, RecordHlsFiles, RecordRuleArgs, RecordStorage } from "./record-rule";
export { RecordRule } from "./record-rule";
export type { StreamNotificationArgs } from "./stream-notification";
export { StreamNotification } from "./stream-notification";
export type { StreamRecordingArgs } from "./stream-recording";
export { StreamRecording } from "./stream-recording";
