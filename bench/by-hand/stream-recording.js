// The program that people write today: Pulumi's tutorial for dynamic providers, filled in for Huawei Cloud Live. Nothing
// in it is slow on purpose: one provider object for all resources, one connection pool (fetch's), no waiting.
const crypto = require("node:crypto");
const pulumi = require("@pulumi/pulumi");

const sha256 = (text) => crypto.createHash("sha256").update(text).digest("hex");

/** SDK-HMAC-SHA256 (https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm.html). */
function signedHeaders(method, url, body) {
  const date = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const headers = {
    "content-type": "application/json",
    host: url.host,
    "x-project-id": process.env.HUAWEICLOUD_SDK_PROJECT_ID,
    "x-sdk-date": date,
  };
  const names = Object.keys(headers).sort();
  const query = [...url.searchParams]
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .sort()
    .join("&");
  const canonical = [
    method,
    `${url.pathname}/`,
    query,
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const signature = crypto
    .createHmac("sha256", process.env.HUAWEICLOUD_SDK_SK)
    .update(`SDK-HMAC-SHA256\n${date}\n${sha256(canonical)}`)
    .digest("hex");
  const access = `Access=${process.env.HUAWEICLOUD_SDK_AK}`;
  return {
    ...headers,
    authorization: `SDK-HMAC-SHA256 ${access}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

async function request(method, path, query, body = "") {
  const endpoint = process.env.HUAWEICLOUD_LIVE_ENDPOINT;
  const url = new URL(`${endpoint}/v1/${process.env.HUAWEICLOUD_SDK_PROJECT_ID}${path}`);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  const response = await fetch(url, { method, headers: signedHeaders(method, url, body), body: body || undefined });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${text}`);
  return { requestId: response.headers.get("x-request-id"), body: text ? JSON.parse(text) : undefined };
}

async function control(action, { publishDomain, app, stream }) {
  const body = JSON.stringify({ publish_domain: publishDomain, app, stream });
  return request("POST", "/record/control", { action }, body);
}

class StreamRecordingProvider {
  async create(inputs) {
    const { requestId } = await control("START", inputs);
    const id = `${inputs.publishDomain}/${inputs.app}/${inputs.stream}`;
    return { id, outs: { ...inputs, startedAt: new Date().toISOString(), requestId } };
  }

  async read(id, props) {
    const { publishDomain, app, stream } = props;
    const { body } = await request("GET", "/realtime/streams", { publish_domain: publishDomain, app, stream });
    return body.streams.length > 0 ? { id, props } : {};
  }

  async diff(_id, olds, news) {
    const replaces = ["publishDomain", "app", "stream"].filter((name) => olds[name] !== news[name]);
    return { changes: replaces.length > 0, replaces };
  }

  async delete(_id, props) {
    await control("STOP", props);
  }
}

const provider = new StreamRecordingProvider();

class StreamRecording extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    super(provider, name, { startedAt: undefined, requestId: undefined, ...args }, opts);
  }
}

module.exports = { StreamRecording };
