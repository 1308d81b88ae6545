import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { readAnswer } from "../../../../provider/http/answer";
import { LiveError, UnreachableError, UnusableAnswerError } from "../../../../provider/http/errors";
import { type HttpRequest, openTransport } from "../../../../provider/http/transport/transport";
import { failureOf } from "../../../failure-of";
import { closedPort, http, SELF_SIGNED, saying, setEnvironment, tcp, tls } from "./servers";

/** Long enough for an answer on a busy machine. */
const ENOUGH = 5_000;

/** Long enough to notice, short enough to wait for. */
const SHORT = 250;

const send = (endpoint: string, ms = ENOUGH, change: Partial<HttpRequest> = {}, from?: string) =>
  openTransport(endpoint, { from })(
    { method: "POST", url: `${endpoint}/x?a=b%20c`, headers: {}, body: "{}", ...change },
    ms,
  );

test("what proves who asks is in no answer, however it is written there", async () => {
  const page = `<p>X-Auth-Token&quot;: &quot;hidden/1+=&quot; ["X-Security-Token","hidden-2"]`;
  const endpoint = await http((_, response) => response.end(page));
  const headers = { "x-auth-token": "hidden/1+=", "x-security-token": "hidden-2" };
  const { text } = await send(endpoint, ENOUGH, { headers });
  expect(text).toBe(`<p>X-Auth-Token&quot;: &quot;…&quot; ["X-Security-Token","…"]`);
});

test("an answer that is not HTTP is in no error, nor in what caused it", async () => {
  const endpoint = await saying("HTTP/1.1 200 OK\r\nbad header\r\nX-Subject-Token: hidden\r\n\r\n");
  const error = await failureOf(send(endpoint), LiveError);
  const shown = inspect(error, { depth: 20, showHidden: true });
  expect(shown).not.toContain("hidden");
  expect(shown).not.toContain(
    Buffer.from("hidden")
      .toString("hex")
      .replace(/(..)(?!$)/g, "$1 "),
  );
});

test("what is given is what is sent", async () => {
  const seen: unknown[] = [];
  const endpoint = await http(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    const { authorization, "content-type": type } = request.headers;
    seen.push({ method: request.method, url: request.url, authorization, type, body });
    response.writeHead(418, { "X-Request-Id": "r-1" }).end("直播");
  });
  const headers = { authorization: "Signed", "content-type": "application/json" };
  const answer = await send(endpoint, ENOUGH, { headers, body: "{}" });
  expect(seen).toEqual([
    { method: "POST", url: "/x?a=b%20c", authorization: "Signed", type: "application/json", body: "{}" },
  ]);
  expect(answer).toMatchObject({ status: 418, text: "直播", headers: { "x-request-id": "r-1" } });
});

test("a character that arrives in two parts stays one", async () => {
  const endpoint = await http((_, response) => {
    const text = Buffer.from('{"stream":"直播"}');
    response.write(text.subarray(0, 12));
    setTimeout(() => response.end(text.subarray(12)), 10);
  });
  expect((await send(endpoint)).text).toBe('{"stream":"直播"}');
});

test("the time may have a fraction, as the rest of a budget has", async () => {
  const endpoint = await http((_, response) => response.end("fine"));
  expect((await send(endpoint, ENOUGH + 0.25)).text).toBe("fine");
});

test("a GET has no body", async () => {
  const endpoint = await http((request, response) => {
    response.end(JSON.stringify([request.headers["content-length"], request.headers["transfer-encoding"]]));
  });
  expect((await send(endpoint, ENOUGH, { method: "GET", body: "" })).text).toBe("[null,null]");
});

test("what comes before the answer (103) is not the answer", async () => {
  const early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  const endpoint = await saying(`${early}HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}`);
  expect(await send(endpoint)).toEqual({ status: 201, headers: { "content-length": "2" }, text: "{}" });
});

test.each([301, 302, 303, 307, 308])("a redirect (%d) is not followed", async (status) => {
  let requests = 0;
  const endpoint = await http((_, response) => {
    requests++;
    response.writeHead(status, { location: "/elsewhere" }).end();
  });
  expect((await send(endpoint)).status).toBe(status);
  expect(requests).toBe(1);
});

describe("an answer that is not whole is a typed error with status and first line, within the time", () => {
  const page = "<h1>Busy</h1>\n<p>later";

  test.each<{ what: string; serve: () => Promise<string>; problem: RegExp }>([
    {
      what: "never ends",
      serve: () => saying(`HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n${page}`),
      problem: /never ended/,
    },
    {
      what: "drips",
      serve: () =>
        http((_, response) => {
          response.write(page);
          const drip = setInterval(() => response.write("."), 20);
          response.on("close", () => clearInterval(drip));
        }),
      problem: /never ended/,
    },
    {
      what: "breaks off",
      serve: () => saying(`HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n${page}`, (s) => s.resetAndDestroy()),
      problem: /broke off/,
    },
    {
      what: "ends before its length",
      serve: () => saying(`HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n${page}`, (s) => s.end()),
      problem: /broke off/,
    },
    {
      what: "lies about its chunks",
      serve: () => saying(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n${page}\r\nzz\r\n`),
      problem: /broke off/,
    },
    {
      what: "has 2 MB",
      serve: () => http((_, response) => response.end(page + "x".repeat(2_000_000))),
      problem: /is too long/,
    },
    {
      what: "has no end to its length",
      serve: () =>
        http((_, response) => {
          response.write(page);
          const pour = () => {
            while (!response.destroyed && response.write("x".repeat(65_536)));
          };
          response.on("drain", pour);
          pour();
        }),
      problem: /is too long/,
    },
  ])("$what", async ({ serve, problem }) => {
    const endpoint = await serve();
    const began = performance.now();
    const error = await failureOf(send(endpoint, SHORT), LiveError);
    expect(performance.now() - began).toBeLessThan(SHORT + 1000);
    expect(error).toBeInstanceOf(UnusableAnswerError);
    expect(error.message).toMatch(problem);
    expect(error.message).toMatch(/HTTP 200 .*; it begins: <h1>Busy<\/h1>$/);
  });

  test("is longer than its length", async () => {
    const endpoint = await saying(`HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n${page}`);
    const error = await failureOf(
      send(endpoint).then((answer) => readAnswer(answer, 0)),
      LiveError,
    );
    expect(error).toBeInstanceOf(UnusableAnswerError);
    expect(error.message).toMatch(/HTTP 200 .*; it begins: <h1>Busy<\/h1>$/);
  });
});

const named = (failures: readonly Failure[]) => failures.map((failure) => [failure.name, failure] as const);

interface Failure {
  readonly name: string;
  readonly endpoint: () => Promise<string>;
  readonly ms?: number;
  readonly reason: RegExp;
}

describe("what has not left", () => {
  const failures: Failure[] = [
    {
      name: "a refused connection",
      endpoint: async () => `http://127.0.0.1:${await closedPort()}`,
      reason: /^connection to 127\.0\.0\.1:\d+ refused$/,
    },
    {
      name: "a refused connection to a name with several addresses",
      endpoint: async () => `http://localhost:${await closedPort()}`,
      reason: /^connection to localhost:\d+ refused$/,
    },
    {
      name: "a refused https connection",
      endpoint: async () => `https://127.0.0.1:${await closedPort()}`,
      reason: /^connection to 127\.0\.0\.1:\d+ refused$/,
    },
    {
      name: "a connection that is reset as soon as it is accepted",
      endpoint: async () => `http://${await tcp((socket) => socket.resetAndDestroy())}`,
      reason: /^connection to 127\.0\.0\.1:\d+ broke: /,
    },
    {
      name: "a connection that is closed as soon as it is accepted",
      endpoint: async () => `http://${await tcp((socket) => socket.end())}`,
      reason: /^connection to 127\.0\.0\.1:\d+ broke: /,
    },
    {
      name: "a name without an address",
      endpoint: async () => "https://nowhere.invalid",
      reason: /^no address for nowhere\.invalid \(DNS E/,
    },
    {
      name: "TLS with a server that speaks plain HTTP",
      endpoint: async () => (await http((_, response) => response.end())).replace("http:", "https:"),
      reason: /^TLS with 127\.0\.0\.1:\d+ failed: /,
    },
    {
      name: "TLS with a self-signed certificate",
      endpoint: () => tls(SELF_SIGNED),
      reason: /^TLS with 127\.0\.0\.1:\d+ failed: .*\(.*(SELF_SIGNED|CERT_).*\)$/,
    },
    {
      name: "TLS with a server that has no certificate",
      endpoint: () => tls({}),
      reason: /^TLS with 127\.0\.0\.1:\d+ failed: /,
    },
    {
      name: "a TLS handshake that is reset",
      endpoint: async () => `https://${await tcp((socket) => socket.once("data", () => socket.resetAndDestroy()))}`,
      reason: /^(TLS with|connection to) 127\.0\.0\.1:\d+ (failed|broke): /,
    },
    {
      name: "a TLS handshake that is closed",
      endpoint: async () => `https://${await tcp((socket) => socket.once("data", () => socket.end()))}`,
      reason: /^(TLS with|connection to) 127\.0\.0\.1:\d+ (failed|broke): /,
    },
  ];

  test.each(named(failures))("%s", async (_, { endpoint, ms, reason }) => {
    const error = await failureOf(send(await endpoint(), ms), LiveError);
    expect(error.message).toMatch(reason);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ code: "SERVICE_UNREACHABLE", mayHaveRun: false });
  });

  test.each<{ name: string; endpoint: () => Promise<string>; isLasting: boolean }>([
    { name: "DNS does not know", endpoint: async () => `https://live.${"n".repeat(70)}.test`, isLasting: true },
    { name: "refuses", endpoint: async () => `https://127.0.0.1:${await closedPort()}`, isLasting: false },
  ])("a host that $name: the error says where the host is from", async ({ endpoint, isLasting }) => {
    const error = await failureOf(send(await endpoint(), ENOUGH, {}, "set by HUAWEICLOUD_LIVE_ENDPOINT"), LiveError);
    expect(error.message).toMatch(/; the host is set by HUAWEICLOUD_LIVE_ENDPOINT$/);
    expect(error).toMatchObject({ isLasting });
  });

  test("a TLS handshake that is never answered, within the time", async () => {
    const endpoint = `https://${await tcp(() => {})}`;
    const later = new Promise<"later">((resolve) => setTimeout(resolve, SHORT + 1000, "later"));
    const error = await Promise.race([failureOf(send(endpoint, SHORT), LiveError), later]);
    expect(error).toMatchObject({
      mayHaveRun: false,
      message: `no connection to ${new URL(endpoint).host} within 1 s`,
    });
  });

  test("a header that cannot be sent", async () => {
    let requests = 0;
    const endpoint = await http((_, response) => {
      requests++;
      response.end();
    });
    const error = await failureOf(send(endpoint, ENOUGH, { headers: { "x-auth-token": "token\n" } }), LiveError);
    expect(requests).toBe(0);
    expect(error).toMatchObject({ mayHaveRun: false });
  });
});

describe("what may have been executed", () => {
  const failures: Failure[] = [
    {
      name: "a reset after the request was read",
      endpoint: async () => `http://${await tcp((socket) => socket.once("data", () => socket.resetAndDestroy()))}`,
      reason: /^connection to 127\.0\.0\.1:\d+ broke: /,
    },
    {
      name: "an end after the request was read",
      endpoint: async () => `http://${await tcp((socket) => socket.once("data", () => socket.end()))}`,
      reason: /^connection to 127\.0\.0\.1:\d+ broke: /,
    },
    {
      name: "no answer in time",
      endpoint: () => http(() => {}),
      ms: SHORT,
      reason: /^no answer within 1 s$/,
    },
    {
      name: "an answer that is not HTTP",
      endpoint: () => saying("SSH-2.0-OpenSSH_9.6\r\n"),
      reason: /^connection to 127\.0\.0\.1:\d+ broke: /,
    },
    {
      name: "headers that break off",
      endpoint: () => saying("HTTP/1.1 200 OK\r\nContent-", (socket) => socket.end()),
      reason: /^connection to 127\.0\.0\.1:\d+ broke: /,
    },
  ];

  test.each(named(failures))("%s", async (_, { endpoint, ms, reason }) => {
    const error = await failureOf(send(await endpoint(), ms), LiveError);
    expect(error.message).toMatch(reason);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ code: "SERVICE_UNREACHABLE", mayHaveRun: true });
  });
});

describe("connections", () => {
  test("the environment has no say: a transport without a proxy goes straight to its endpoint", async () => {
    const proxied: string[] = [];
    const proxy = await http((request, response) => {
      proxied.push(request.url ?? "");
      response.end("proxy");
    });
    setEnvironment({
      http_proxy: proxy,
      https_proxy: proxy,
      HTTP_PROXY: proxy,
      HTTPS_PROXY: proxy,
      no_proxy: undefined,
    });
    const endpoint = await http((_, response) => response.end("service"));
    expect((await send(endpoint)).text).toBe("service");
    await expect(send(await tls(SELF_SIGNED))).rejects.toThrow(/TLS with/);
    expect(proxied).toEqual([]);
  });
});
