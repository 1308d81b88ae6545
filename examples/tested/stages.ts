import { StreamRecording } from "pulumi-huaweicloud-live";

export interface Stages {
  readonly publishDomain: string;
  /** Each is a stream of the application `live`. */
  readonly stages: readonly string[];
  readonly onAir: boolean;
}

/** Records every stage while the event is on air. */
export function recordStages({ publishDomain, stages, onAir }: Stages): StreamRecording[] {
  return stages.map(
    (stage) => new StreamRecording(stage, { publishDomain, app: "live", stream: stage, recording: onAir }),
  );
}
