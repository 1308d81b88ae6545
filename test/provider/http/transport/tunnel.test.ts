import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { LiveError, UnreachableError } from "../../../../provider/http/errors";
import { openTransport } from "../../../../provider/http/transport/transport";
import type { HttpProxy } from "../../../../provider/http/transport/tunnel";
import { failureOf } from "../../../failure-of";
import { closedPort, listen, SELF_SIGNED, setEnvironment, tcp, tls } from "./servers";

const ENOUGH = 5_000;
const SHORT = 250;
const PASSWORD = "Basic aGlkZGVuOmhpZGRlbg==";

const send = (endpoint: string, proxy: HttpProxy, ms = ENOUGH) =>
  openTransport(endpoint, { proxy, from: "derived from the region xy-1 (HUAWEICLOUD_REGION)" })(
    { method: "GET", url: `${endpoint}/x`, headers: {}, body: "" },
    ms,
  );

/** A proxy that does this with every CONNECT. Says what it was asked, and with which user. */
async function proxying(meet: (socket: Socket) => void) {
  const asked: unknown[] = [];
  const server = createHttpServer().on("connect", (request, socket: Socket) => {
    asked.push([request.url, request.headers["proxy-authorization"]]);
    meet(socket);
  });
  return { origin: `http://127.0.0.1:${await listen(server)}`, asked };
}

const saying = async (text: string) => (await proxying((socket) => socket.end(text))).origin;

test("a request goes through the proxy, whose user no host behind it sees", async () => {
  setEnvironment({ NODE_TLS_REJECT_UNAUTHORIZED: "0" });
  const seen: unknown[] = [];
  const service = createHttpsServer(SELF_SIGNED, (request, response) => {
    seen.push([request.url, request.headers["proxy-authorization"]]);
    response.end("the service");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void service.close().closeAllConnections());
  await once(service, "listening");
  const { port } = service.address() as AddressInfo;
  const { origin, asked } = await proxying((socket) => {
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
  });
  const answer = await send("https://live.test", { origin, authorization: PASSWORD, from: "HTTPS_PROXY" });
  expect(answer).toMatchObject({ status: 200, text: "the service" });
  expect(asked).toEqual([["live.test:443", PASSWORD]]);
  expect(seen).toEqual([["/x", undefined]]);
});

interface Failing {
  readonly name: string;
  readonly proxy: () => Promise<string>;
  readonly authorization?: string;
  readonly ms?: number;
  readonly reason: RegExp;
  readonly isLasting?: boolean;
}

const PROXY = /the proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\)/.source;

describe("a failure is told of the host that has it, with no password, and nothing was sent", () => {
  const failing: readonly Failing[] = [
    {
      name: "a proxy that refuses connections",
      proxy: async () => `http://127.0.0.1:${await closedPort()}`,
      reason: new RegExp(`^connection to ${PROXY} refused$`),
    },
    {
      name: "a proxy that DNS does not know",
      proxy: async () => `http://${"n".repeat(70)}.test:3128`,
      reason: /^no address for the proxy n+\.test:3128 \(HTTPS_PROXY\) \(DNS ENOTFOUND\)$/,
      isLasting: true,
    },
    {
      name: "a proxy that wants a user",
      proxy: () => saying("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
      reason: new RegExp(`^${PROXY} requires a user and a password \\(HTTP 407\\)$`),
      isLasting: true,
    },
    {
      name: "a proxy that wants another user",
      proxy: () => saying("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
      authorization: PASSWORD,
      reason: new RegExp(`^${PROXY} rejects the user and the password \\(HTTP 407\\)$`),
      isLasting: true,
    },
    ...[302, 403, 404, 500, 502, 503, 504].map((status) => ({
      name: `a proxy that answers ${status}`,
      proxy: () => saying(`HTTP/1.1 ${status} No\r\nContent-Length: 6\r\n\r\nhidden`),
      reason: new RegExp(
        `^${PROXY} could not connect to live\\.test \\(HTTP ${status}\\); the host is derived from the region xy-1 \\(HUAWEICLOUD_REGION\\)$`,
      ),
    })),
    {
      name: "a proxy that says nothing",
      proxy: async () => (await proxying(() => {})).origin,
      ms: SHORT,
      reason: new RegExp(`^no connection to live\\.test through ${PROXY} within 1 s$`),
    },
    {
      name: "a proxy that hangs up",
      proxy: () => saying(""),
      reason: new RegExp(`^connection to ${PROXY} broke: `),
    },
    {
      name: "a proxy that is reset",
      proxy: async () => `http://${await tcp((socket) => socket.once("data", () => socket.resetAndDestroy()))}`,
      reason: new RegExp(`^connection to ${PROXY} broke: `),
    },
    {
      name: "a proxy that does not speak HTTP",
      proxy: async () => `http://${await tcp((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"))}`,
      reason: new RegExp(`^connection to ${PROXY} broke: `),
    },
    {
      name: "a proxy whose certificate nobody trusts",
      proxy: () => tls(SELF_SIGNED),
      reason: new RegExp(`^TLS with ${PROXY} failed: .*\\(.*(SELF_SIGNED|CERT_).*\\)$`),
    },
    {
      name: "a proxy that speaks no TLS",
      proxy: async () => (await saying("")).replace("http:", "https:"),
      reason: new RegExp(`^TLS with ${PROXY} failed: `),
    },
    {
      name: "no TLS with the host behind the proxy",
      proxy: () => saying("HTTP/1.1 200 Connection established\r\n\r\nplain text"),
      reason: new RegExp(`^(TLS with|connection to) live\\.test through ${PROXY} (failed|broke): `),
    },
  ];

  test.each(failing.map((one) => [one.name, one] as const))(
    "%s",
    async (_, { proxy, authorization, ms, reason, isLasting = false }) => {
      const set = { origin: await proxy(), authorization, from: "HTTPS_PROXY" };
      const error = await failureOf(send("https://live.test", set, ms), LiveError);
      expect(error.message).toMatch(reason);
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error).toMatchObject({ mayHaveRun: false, isLasting });
      expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/hidden|aGlkZGVu/);
    },
  );
});
