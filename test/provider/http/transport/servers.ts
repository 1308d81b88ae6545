import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";

/** For localhost, to the year 2126: nobody trusts it, which is its purpose. */
export const SELF_SIGNED = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgklmucIE7J6anHlP3
HLvw7vnCQKtLLvhKRWN900yZgyahRANCAAQKDiI/VuM67Il5VX+mjN/6tUkqD97x
lpCJny6pPzD3y+LorT3MISU1fBQdVqrlls+ujx1J2PxZLyX5dJlNrTp4
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUEgSjkmTIw3y7Gnt5aEzDVxL2GMIwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEyNTQ0N1oYDzIxMjYxMDMw
MTI1NDQ3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQKDiI/VuM67Il5VX+mjN/6tUkqD97xlpCJny6pPzD3y+LorT3MISU1
fBQdVqrlls+ujx1J2PxZLyX5dJlNrTp4o28wbTAdBgNVHQ4EFgQUygVn8Z1GY/7O
nwvl0YBmzTKTdwcwHwYDVR0jBBgwFoAUygVn8Z1GY/7Onwvl0YBmzTKTdwcwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAJB6/QMuMUk9QxH6BW6m3BosbLKsyaxf/OBDlTJlqXSuAiEA
rq3bLih4lwQz5lcxSRI0UaOoMn06hUS1+meec0tPM3k=
-----END CERTIFICATE-----`,
};

export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

export const http = async (listener: RequestListener) => `http://127.0.0.1:${await listen(createHttpServer(listener))}`;
export const tcp = async (meet: (socket: Socket) => void) => `127.0.0.1:${await listen(createNetServer(meet))}`;
export const tls = async (options: TlsOptions) => {
  const server = createTlsServer(options, (socket) => socket.end());
  server.on("tlsClientError", () => {});
  return `https://127.0.0.1:${await listen(server)}`;
};

/** A server that says this, byte for byte, to whatever it is asked. */
export const saying = async (text: string, then: (socket: Socket) => void = () => {}) => {
  const host = await tcp((socket) => socket.once("data", () => socket.write(text, () => then(socket))));
  return `http://${host}`;
};

export async function closedPort(): Promise<number> {
  const server = createNetServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Changes the environment of this process, for one test. */
export function setEnvironment(changes: Readonly<Record<string, string | undefined>>): void {
  const before = { ...process.env };
  onTestFinished(() => {
    process.env = before;
  });
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
