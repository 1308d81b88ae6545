import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, expect, inject, onTestFinished, test } from "vitest";
import type { EmulatorOptions, startEmulator } from "../../emulator";
import { Client } from "../emulator/client";

/** Nothing that a browser does by itself: no updates, no reports, no look-ups. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** A test in a real browser; without one it is skipped, and the run says so at its end. */
export const inBrowser = inject("browser") === "" ? test.skip : test;
/** The same, with the Pulumi engine besides. */
export const inBrowserWithEngine = inject("pulumi") === "" ? test.skip : inBrowser;

/** Opens a page for one test, which fails if the page throws, prints an error or breaks its policy. */
export async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= chromium.launch({ executablePath: inject("browser"), args: flags });
  const context = await (await browser).newContext({
    viewport: { width: 1280, height: 640 },
    colorScheme: "dark",
    locale: "en-GB",
    timezoneId: "UTC",
    ...options,
  });
  const wrong: string[] = [];
  const page = await context.newPage();
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => {
    // The browser says so of every request that is refused; what the page makes of it is for the tests.
    if (!page.url().startsWith(url)) return;
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) wrong.push(message.text());
  });
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  onTestFinished(async () => {
    await context.close();
    expect(wrong).toEqual([]);
  });
  await page.goto(url);
  await expect.poll(() => page.locator("#source").textContent()).not.toBe("connecting");
  return page;
}

/** The emulator of the installed package, and a client for it, for one test. */
export async function emulate(options: EmulatorOptions = {}) {
  let passed = 0;
  const clock = options.now ?? Date.now;
  const now = () => clock() + passed;
  const installed = createRequire(join(inject("installation"), "index.js"))("pulumi-huaweicloud-live/emulator") as {
    startEmulator: typeof startEmulator;
  };
  const emulator = await installed.startEmulator({ ...options, now });
  onTestFinished(() => emulator.close());
  return {
    emulator,
    client: new Client(emulator, now),
    /** Moves the emulator's clock. */
    pass: (seconds: number) => {
      passed += seconds * 1000;
    },
  };
}

/** The row of a stream on the time axis. */
export const row = (page: Page, stream: string) =>
  page.locator("#rows .row", { has: page.getByTitle(stream, { exact: true }) });

/** The state of a stream, as the page says it beside the time axis. */
export const state = (page: Page, stream: string) => row(page, stream).locator(".state b").textContent();

/** The numbers on top. */
export async function totals(page: Page): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of ["declared", "recorded", "missing", "waiting", "lost"]) {
    found[name] = (await page.locator(`#${name}`).textContent()) ?? "";
  }
  return found;
}
