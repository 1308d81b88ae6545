import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { version } from "../../package.json";
import { makeBinary } from "../../tools/plugin/binary";
import { commands, DOMAIN, succeeded } from "./project";
import { scenario } from "./scenario";

const folder = mkdtempSync(join(tmpdir(), "huaweicloud-live-binary-test-"));
let archive: string;
let url: string;
let asked: string[];

/** A release page on this machine. */
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  if (request.url !== `/${basename(archive)}`) return response.writeHead(404).end();
  // The engine refuses an archive whose length it is not told.
  response.setHeader("content-length", statSync(archive).size);
  return createReadStream(archive).pipe(response);
});

beforeAll(async () => {
  archive = await makeBinary(join(__dirname, "../.."), folder);
  asked = [];
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

scenario(
  "without Node the engine downloads the executable of the release, and records",
  async ({ emulator, project }) => {
    project.env.PULUMI_HOME = join(project.dir, "home");
    project.env.PATH = dirname(inject("pulumi"));
    const keynote = {
      type: "huaweicloud-live:StreamRecording",
      properties: { publishDomain: DOMAIN, app: "live", stream: "keynote" },
      options: { version, pluginDownloadURL: url },
    };
    const program = { name: "test", runtime: "yaml", resources: { keynote } };
    await project.write("Pulumi.yaml", JSON.stringify(program));
    succeeded(await project.up());
    succeeded(await project.destroy());
    expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
    expect(asked).toContain(`/${basename(archive)}`);
  },
);
