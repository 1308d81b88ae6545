import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A browser that can be driven; "" where there is none. */
    browser: string;
  }
}

/** As the packages of distributions and of Google name it. */
const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Looks for a Chromium; installing one is a matter of the machine. */
export function setup(project: TestProject): void {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun);
  project.provide("browser", found ?? "");
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
