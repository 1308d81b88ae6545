// Calls Live with the core of Huawei's official SDK for Node, as its generated clients do: the one for Live is not
// published. https://github.com/huaweicloud/huaweicloud-sdk-nodejs-v3/tree/master/services/live
//
// A line of standard input is a call, as JSON; a line of standard output is what the SDK made of the answer. The keys come
// from CLOUD_SDK_AK and CLOUD_SDK_SK, as in the sample of https://support.huaweicloud.com/api-live/RunRecord.html

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

// The SDK logs every refusal to standard output, with the request's secrets.
const answers = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;

const require = createRequire(import.meta.url);
const { BasicCredentials } = require("@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials");
const { ClientBuilder } = require("@huaweicloud/huaweicloud-sdk-core/ClientBuilder");
const { Region } = require("@huaweicloud/huaweicloud-sdk-core/region/region");

/** Method, path below the project, and where the fields of a request go besides its body. */
const operations = {
  RunRecord: { method: "POST", path: "record/control", query: ["action"] },
  ListLiveStreamsOnline: {
    method: "GET",
    path: "realtime/streams",
    query: ["publish_domain", "app", "stream", "offset", "limit"],
  },
  ListRecordRules: {
    method: "GET",
    path: "record/rules",
    query: ["publish_domain", "app", "stream", "record_type", "offset", "limit"],
  },
  CreateRecordRule: { method: "POST", path: "record/rules" },
  ShowRecordRule: { method: "GET", path: "record/rules/{id}" },
  UpdateRecordRule: { method: "PUT", path: "record/rules/{id}" },
  DeleteRecordRule: { method: "DELETE", path: "record/rules/{id}" },
  ListRecordCallbackConfigs: {
    method: "GET",
    path: "record/callbacks",
    query: ["publish_domain", "app", "offset", "limit"],
  },
  CreateRecordCallbackConfig: { method: "POST", path: "record/callbacks" },
  ShowRecordCallbackConfig: { method: "GET", path: "record/callbacks/{id}" },
  UpdateRecordCallbackConfig: { method: "PUT", path: "record/callbacks/{id}" },
  DeleteRecordCallbackConfig: { method: "DELETE", path: "record/callbacks/{id}" },
  ListPublishTemplate: { method: "GET", path: "notifications/publish", query: ["domain"] },
  UpdatePublishTemplate: { method: "PUT", path: "notifications/publish", query: ["domain"] },
  DeletePublishTemplate: { method: "DELETE", path: "notifications/publish", query: ["domain"] },
  ListRecordContents: {
    method: "GET",
    path: "record/contents",
    query: ["publish_domain", "app", "stream", "record_type", "start_time", "end_time", "offset", "limit"],
  },
  UpdateObsBucketAuthorityPublic: { method: "PUT", path: "obs/authority" },
  ShowDomain: { method: "GET", path: "domain", query: ["domain"] },
};

/** Without a project, the SDK asks IAM for that of the region. */
function client({ endpoint, project, securityToken }) {
  const credentials = new BasicCredentials()
    .withAk(process.env.CLOUD_SDK_AK)
    .withSk(process.env.CLOUD_SDK_SK)
    .withIamEndpoint(endpoint)
    .withSecurityToken(securityToken);
  if (project) credentials.withProjectId(project);
  return new ClientBuilder((http) => http)
    .withCredential(credentials)
    .withRegion(new Region("cn-north-4", endpoint))
    .build();
}

function send(account, operation, { body, ...fields }) {
  const { method, path, query = [] } = operations[operation];
  return client(account).sendRequest({
    method,
    url: `/v1/{project_id}/${path}`,
    contentType: body ? "application/json; charset=UTF-8" : "application/json",
    headers: {},
    queryParams: Object.fromEntries(query.filter((name) => name in fields).map((name) => [name, fields[name]])),
    pathParams: "id" in fields ? { id: fields.id } : {},
    ...(body && { data: body }),
  });
}

async function answer({ account, operation, request }) {
  try {
    const { httpStatusCode, ...body } = await send(account, operation, request);
    return { status: httpStatusCode, body };
  } catch (error) {
    const { httpStatusCode = 0, errorCode, errorMsg, requestId } = error;
    return { status: httpStatusCode, code: errorCode, text: errorMsg ?? String(error), requestId };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  answers(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
