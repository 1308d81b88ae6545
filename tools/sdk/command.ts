import { resolve } from "node:path";
import { generateSdks, LANGUAGES, type Language } from "./generate.js";

/** What `npm run sdk -- LANGUAGE…` runs. */
async function main(words: readonly string[]): Promise<void> {
  const unknown = words.find((word) => !LANGUAGES.some((language) => language === word));
  if (unknown !== undefined) throw new Error(`"${unknown}" is not one of ${LANGUAGES.join(", ")}`);
  const languages = words.length > 0 ? (words as Language[]) : LANGUAGES;
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("Stopped by SIGINT.")));
  const say = (line: string) => console.error(line);
  await generateSdks(languages, resolve("sdk"), { env: process.env, say, signal: stop.signal });
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
