import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, inject, onTestFinished } from "vitest";
import type { StackBoard } from "../../keeper/status/board";
import type { StatusServer } from "../../keeper/status/server";
import type { KeeperBoard } from "../../keeper/status/status";
import { advance, type KeptStream, kept, type StreamEvent } from "../../keeper/stream";
import { id, RunningKeeper, soon } from "../engine/keeper";
import { Project, succeeded } from "../engine/project";
import { findings } from "./axe";
import { emulate, inBrowser, inBrowserWithEngine, open, state, totals } from "./browser";
import { expectPicture } from "./picture";

/** As much of an element as the package takes for a name. */
const markup = "<img>";

inBrowserWithEngine(
  "a click on the emulator's page breaks a recording, and both pages show how the keeper heals it",
  async () => {
    const { emulator } = await emulate();
    const project = await Project.create({ emulator });
    onTestFinished(() => project.remove());
    await project.declare({ keynote: {}, odd: { stream: markup } });
    const service = await open(emulator.url);
    succeeded(await project.up());
    await expect.poll(() => state(service, id("keynote"))).toBe("REC");
    // The list has whole seconds: a push that comes back sooner cannot be told from the one before.
    await new Promise((resolve) => setTimeout(resolve, 3_000));

    const keeper = new RunningKeeper(project, "--stack", "dev", "--interval", "1");
    const url = await keeper.url("Status");
    const page = await open(url);
    await soon(async () => expect(await totals(page)).toMatchObject({ declared: "2", recorded: "2", lost: "0:00" }));
    expect(await page.locator("#source").textContent()).toBe("keeper");
    expect(await page.locator("#name").textContent()).toBe(`dev · ${new URL(url).host}`);
    expect(await state(page, id(markup))).toBe("REC");
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Interrupt" }).count()).toBe(0);

    await service.getByRole("button", { name: `Interrupt: ${id("keynote")}` }).click();
    await soon(async () => expect(await state(page, id("keynote"))).toBe("NOT REC"));
    expect(await state(service, id("keynote"))).toBe("NOT REC");
    await soon(async () => expect(await state(page, id("keynote"))).toBe("REC"));
    await soon(async () => expect(await state(service, id("keynote"))).toBe("REC"));
    for (const shown of [page, service]) expect((await totals(shown)).lost).toMatch(/^0:[0-5][1-9]|0:[1-5]0$/);
    await soon(async () => expect(await page.locator("#log").textContent()).toContain("START by the keeper"));
    expect(await findings(page)).toEqual([]);

    keeper.kill("SIGTERM");
    expect((await keeper.run).code).toBe(0);
    await soon(async () => expect(await page.locator("#link").textContent()).toContain("No connection since"));
    const next = new RunningKeeper(project, "--stack", "dev", "--status", new URL(url).host);
    await soon(async () => expect(await page.locator("#link").textContent()).toBe(""));
    await soon(async () => expect(await totals(page)).toMatchObject({ declared: "2", recorded: "2", lost: "0:00" }));
    next.kill("SIGTERM");
    await next.run;
  },
);

/** The parts of the installed keeper that show how it is. */
function installed() {
  const load = createRequire(join(inject("installation"), "index.js"));
  const folder = join(dirname(load.resolve("pulumi-huaweicloud-live/package.json")), "dist/keeper/status");
  return {
    ...(load(join(folder, "board.js")) as { StackBoard: typeof StackBoard }),
    ...(load(join(folder, "server.js")) as { StatusServer: typeof StatusServer }),
    ...(load(join(folder, "status.js")) as { KeeperBoard: typeof KeeperBoard }),
  };
}

inBrowser("the keeper's page looks as in its document", async () => {
  const parts = installed();
  const began = Date.UTC(2026, 0, 2, 20, 10);
  let now = began;
  const at = (second: number) => began + second * 1_000;
  const stack = new parts.StackBoard("events");
  const board = new parts.KeeperBoard({ version: "1.0.0", startedAt: began, interval: 5, notifications: "signed" }, [
    stack,
  ]);

  /** What has happened to a stream that is pushed and recorded since before the keeper began. */
  const live = (name: string, ...events: readonly (readonly [second: number, event: StreamEvent])[]) => {
    let stream: KeptStream = kept({ status: "recording", startedAt: at(-600) });
    let before: KeptStream | undefined;
    for (const [second, event] of [[0, { type: "look", pushedSince: at(-900) }] as const, ...events]) {
      stream = advance(stream, event, at(second), 0);
      if (before?.phase !== stream.phase)
        stack.take({ type: "phase", stream: id(name), before, now: stream }, at(second));
      before = stream;
    }
  };
  const tell = (name: string, event: string, second: number) =>
    board.message({ stream: id(name), event, isProven: true, identity: `${name} ${second}` }, at(second));
  const heal = (second: number): [number, StreamEvent][] => [
    [second, { type: "run-began" }],
    [second + 4, { type: "run-ended", startedAt: at(second + 3) }],
  ];
  const refused = { type: "run-failed", code: "NO_COMMAND_RULE", message: "no rule covers the stream" } as const;
  live("keynote");
  live(
    "panel",
    [82, { type: "push-ended", pushedSince: at(-900) }],
    [110, { type: "push-began", pushedSince: at(110) }],
    ...heal(111),
  );
  live("stage-a", [190, { type: "record-over" }], ...heal(191));
  live("stage-b", [150, { type: "look", pushedSince: at(148) }], [151, { type: "run-began" }], [155, refused]);
  live("interpreter", [205, { type: "look" }]);
  tell("panel", "PUBLISH_DONE", 82);
  tell("panel", "PUBLISH", 110);
  tell("stage-a", "RECORD_OVER", 190);
  now = at(276);

  const server = new parts.StatusServer(board, () => now);
  onTestFinished(() => server.close());
  const page = await open(`http://127.0.0.1:${await server.listen({ host: "127.0.0.1", port: 0 })}`, {
    viewport: { width: 1280, height: 520 },
    colorScheme: "light",
  });
  await expect.poll(() => totals(page)).toMatchObject({ declared: "5", recorded: "3", missing: "1", waiting: "1" });
  await expect.poll(() => page.locator("#clock").textContent(), { interval: 20 }).toBe("20:14:36");
  await expectPicture(page, "page-keeper.png");
});
