import type { Reporter, TestCase, TestModule } from "vitest/node";
import { languages } from "../fidelity/sdks/sdks";
import { generatedSdk, sdkLanguages } from "./generated-sdks";

/** Closes a run with one plain line, and says what did not run, and for want of what. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const missed = new Map<Want, number>();
    for (const module of modules) {
      let failed = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state] += 1;
        if (state === "failed") failed += 1;
        const want = state === "skipped" ? wantOf(module, test) : undefined;
        if (want) missed.set(want, (missed.get(want) ?? 0) + 1);
      }
      // Where a file cannot be set up, its tests count as skipped; the file has failed.
      if (failed === 0 && module.state() === "failed") count.failed += 1;
    }
    for (const [{ what, remedy }, tests] of missed) {
      console.log(`\n${tests} tests did not run: they need ${what}, which cannot be had here (see above).`);
      console.log(remedy);
    }
    if (missed.size > 0 && process.env.CI === "true") process.exitCode = 1;
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}

/** What a test lacks, and what helps. */
interface Want {
  readonly what: string;
  readonly remedy: string;
}

const engine: Want = {
  what: "the Pulumi engine",
  remedy: "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go, and run npm test again.",
};
const browser: Want = {
  what: "a browser",
  remedy:
    "Install Chromium or Chrome, on Debian with apt-get install --no-install-recommends chromium, and run npm test again.",
};
const remedy = "What helps is said there. Then run npm test again.";
const sdks = languages.map((language) => ({ language, what: `Huawei's SDK for ${language}`, remedy }));
const generated = sdkLanguages.map((language) => ({ language, what: generatedSdk(language), remedy }));

function wantOf(module: TestModule, test: TestCase): Want | undefined {
  const { browser: executable, pulumi, sdks: official, generatedSdks } = module.project.getProvidedContext();
  if (executable === "") return browser;
  if (pulumi === "") return engine;
  const wants = [
    ...sdks.filter(({ language }) => official && "missing" in official[language]),
    ...generated.filter(({ language }) => generatedSdks && "missing" in generatedSdks[language]),
  ];
  return wants.find(({ what }) => test.fullName.startsWith(what));
}
