import { describe, expect, test } from "vitest";
import { type Env, settingsOf } from "./fixture";

const LIVE = "https://live.cn-north-4.myhuaweicloud.com";
const proxyOf = (env: Env, endpoint = LIVE) => settingsOf({}, env).proxy(endpoint);
const basic = (user: string) => `Basic ${Buffer.from(user).toString("base64")}`;

describe("the proxy", () => {
  test.each<{ value: string; origin: string; user?: string }>([
    { value: "http://proxy.corp:3128", origin: "http://proxy.corp:3128" },
    { value: "HTTP://PROXY.corp:3128/", origin: "http://proxy.corp:3128" },
    { value: "https://proxy.corp", origin: "https://proxy.corp" },
    { value: "proxy.corp:3128", origin: "http://proxy.corp:3128" },
    { value: "proxy.corp", origin: "http://proxy.corp" },
    { value: "//proxy.corp:3128", origin: "http://proxy.corp:3128" },
    { value: "localhost:3128", origin: "http://localhost:3128" },
    { value: "10.1.2.3:3128", origin: "http://10.1.2.3:3128" },
    { value: "[::1]:3128", origin: "http://[::1]:3128" },
    { value: "  http://proxy.corp:3128\n", origin: "http://proxy.corp:3128" },
    { value: "http://me:secret@proxy.corp:3128", origin: "http://proxy.corp:3128", user: "me:secret" },
    { value: "me:secret@proxy.corp:3128", origin: "http://proxy.corp:3128", user: "me:secret" },
    { value: "http://me@proxy.corp", origin: "http://proxy.corp", user: "me:" },
    { value: "http://corp%5Cme:a%40b%2F%23@proxy.corp", origin: "http://proxy.corp", user: "corp\\me:a@b/#" },
    { value: "http://me:50%@proxy.corp", origin: "http://proxy.corp", user: "me:50%" },
    { value: "http://me:p@ss@proxy.corp", origin: "http://proxy.corp", user: "me:p@ss" },
    { value: "http://me:pä@proxy.corp", origin: "http://proxy.corp", user: "me:pä" },
  ])("$value is $origin", ({ value, origin, user }) => {
    const authorization = user === undefined ? undefined : basic(user);
    expect(proxyOf({ HTTPS_PROXY: value })).toEqual({ origin, authorization, from: "HTTPS_PROXY" });
  });

  test.each<{ env: Env; from: string | undefined }>([
    { env: { https_proxy: "a", HTTPS_PROXY: "b" }, from: "https_proxy" },
    { env: { HTTPS_PROXY: "b" }, from: "HTTPS_PROXY" },
    { env: { https_proxy: "", HTTPS_PROXY: "b" }, from: "HTTPS_PROXY" },
    { env: { https_proxy: " ", HTTPS_PROXY: "b" }, from: "HTTPS_PROXY" },
    { env: { https_proxy: "", HTTPS_PROXY: "" }, from: undefined },
    { env: { HTTP_PROXY: "b", http_proxy: "b", ALL_PROXY: "b" }, from: undefined },
    { env: {}, from: undefined },
  ])("with $env is that of $from", ({ env, from }) => {
    expect(proxyOf(env)?.from).toBe(from);
  });

  test("has no say in plain http, which is for this machine only", () => {
    for (const endpoint of ["http://127.0.0.1:8787", "http://169.254.169.254"]) {
      expect(proxyOf({ HTTPS_PROXY: "proxy", HTTP_PROXY: "proxy" }, endpoint)).toBeUndefined();
    }
  });

  test.each<{ value: string; why: RegExp }>([
    { value: "http://", why: /is not a URL/ },
    { value: "http://:3128", why: /is not a URL/ },
    { value: "http:/proxy.corp:3128", why: /must not have anything after the host/ },
    { value: "proxy corp:3128", why: /is not a URL/ },
    { value: "proxy.corp:port", why: /is not a URL/ },
    { value: "proxy.corp:99999", why: /is not a URL/ },
    { value: '"http://proxy.corp:3128"', why: /must not have anything after the host/ },
    { value: "http://me:hidden#1@proxy.corp:3128", why: /%23/ },
    { value: "http://me:12/hidden@proxy.corp:3128", why: /%2F/ },
    { value: "http://me?hidden@proxy.corp:3128", why: /%3F/ },
    { value: "me:hidden", why: /is not a URL/ },
    { value: "http://proxy.corp:3128/path", why: /must not have anything after the host and the port/ },
    { value: "socks5://me:hidden@proxy.corp:1080", why: /begins with socks5:/ },
    { value: "ftp://proxy.corp", why: /begins with ftp:/ },
    { value: "3128", why: /is a number/ },
  ])("$value is an error that names the variable, and shows nothing of it", ({ value, why }) => {
    for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]) {
      const [error, ...others] = settingsOf({ region: "cn-north-4" }, { [name]: value }).mistakes();
      expect(others).toEqual([]);
      expect(error).toMatchObject({ code: "SETTING_INVALID", setting: name });
      expect(error?.message).toContain(`the proxy in ${name} `);
      expect(error?.message).toMatch(why);
      expect(error?.message).not.toMatch(/hidden|corp/);
    }
    expect(() => proxyOf({ HTTPS_PROXY: value })).toThrow(why);
  });
});

describe("NO_PROXY", () => {
  const straight = (list: string, endpoint: string) => {
    const env = { HTTPS_PROXY: "http://proxy.corp:3128", NO_PROXY: list };
    return settingsOf({}, env).proxy(endpoint) === undefined;
  };

  test.each<{ list: string; endpoint?: string }>([
    { list: "*" },
    { list: "a.test, *" },
    { list: "live.cn-north-4.myhuaweicloud.com" },
    { list: "LIVE.cn-north-4.MyHuaweiCloud.com" },
    { list: "a.test,myhuaweicloud.com" },
    { list: "a.test myhuaweicloud.com" },
    { list: ".myhuaweicloud.com" },
    { list: "*.myhuaweicloud.com" },
    { list: "myhuaweicloud.com." },
    { list: "myhuaweicloud.com:443" },
    { list: "https://live.cn-north-4.myhuaweicloud.com/" },
    { list: "live.test:8443", endpoint: "https://live.test:8443" },
    { list: "10.1.2.3", endpoint: "https://10.1.2.3" },
    { list: "10.1.2.3:8443", endpoint: "https://10.1.2.3:8443" },
    { list: "10.0.0.0/8", endpoint: "https://10.1.2.3" },
    { list: "::1", endpoint: "https://[::1]:8443" },
    { list: "[::1]", endpoint: "https://[::1]:8443" },
    { list: "[::1]:8443", endpoint: "https://[::1]:8443" },
    { list: "fd00::/8", endpoint: "https://[fd12::1]" },
  ])("$list has $endpoint", ({ list, endpoint = LIVE }) => {
    expect(straight(list, endpoint)).toBe(true);
  });

  test.each<{ list: string; endpoint?: string }>([
    { list: "" },
    { list: " , ," },
    { list: "huaweicloud.com" },
    { list: "cn-north-4" },
    { list: "live.cn-north-4" },
    { list: "a.live.cn-north-4.myhuaweicloud.com" },
    { list: "myhuaweicloud.com:8443" },
    { list: "/var/run/docker.sock" },
    { list: "10.0.0.0/8" },
    { list: "11.0.0.0/8", endpoint: "https://10.1.2.3" },
    { list: "10.0.0.0/99", endpoint: "https://10.1.2.3" },
    { list: "::/0", endpoint: "https://10.1.2.3" },
    { list: "2.3", endpoint: "https://10.1.2.3" },
    { list: ":443" },
    { list: "." },
  ])("$list has not $endpoint", ({ list, endpoint = LIVE }) => {
    expect(straight(list, endpoint)).toBe(false);
  });

  test("counts in lower case first, and an empty one hides nothing", () => {
    const env = { HTTPS_PROXY: "proxy.corp" };
    expect(proxyOf({ ...env, no_proxy: "a.test", NO_PROXY: "*" })).toBeDefined();
    expect(proxyOf({ ...env, no_proxy: "", NO_PROXY: "*" })).toBeUndefined();
  });
});
