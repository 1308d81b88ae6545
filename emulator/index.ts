/**
 * The Live API on this machine, for tests and for those who have no account.
 *
 * @module pulumi-huaweicloud-live/emulator
 */

export { type Emulator, startEmulator } from "./emulator";
export type { Fault, FaultKind } from "./faults";
export { InvalidInput } from "./invalid-input";
export type { KnownOperation, Operation } from "./operations";
export {
  defaultAccessKey,
  defaultAgencyName,
  defaultDomainName,
  defaultPassword,
  defaultProjectId,
  defaultSecretKey,
  defaultToken,
  defaultUserName,
  type EmulatorOptions,
  type MetadataMode,
} from "./options";
export type { Project } from "./projects";
export type { LoggedRequest } from "./request-log";
export type { RuleJson } from "./rule-json";
export type { BucketAddress, FormatConfig, RecordConfig, RecordFormat, RecordType } from "./rules";
export type { StreamName } from "./stream-name";
export type { Delivery, PushOptions, Recording, SentMessage, StreamStatus } from "./views";
