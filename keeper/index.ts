/**
 * Keeps declared recordings running between two runs of `pulumi up`.
 *
 * @module pulumi-huaweicloud-live/keeper
 */
export { KeeperError, type KeeperErrorCode } from "./errors";
export type { KeeperEvent } from "./event";
export { type KeepOptions, type Kept, keep } from "./keep";
export type { Cause, Phase } from "./stream";
