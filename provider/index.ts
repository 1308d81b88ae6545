// Every public name, by hand. The emulator has an entry of its own, since programs have no use for it.
export { Provider, type ProviderArgs } from "./explicit-provider";
export type { RecordingStatus } from "./lifecycle/recording";
export { StreamRecording, type StreamRecordingArgs } from "./stream-recording";
