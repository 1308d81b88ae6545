import { startEmulator } from "../../emulator";
import type { Answers } from "./service";

async function main(): Promise<void> {
  const { url, accessKey, secretKey, projectId, requests, recordings } = await startEmulator(
    JSON.parse(process.argv[2] ?? "{}"),
  );
  const answers: { [Q in keyof Answers]: () => Answers[Q] } = {
    requests,
    recordings,
    processor: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  };
  process.on("message", (question: keyof Answers) => process.send?.(answers[question]()));
  process.once("disconnect", () => process.exit());
  process.send?.({ url, accessKey, secretKey, projectId });
}

void main();
