import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Settings } from "../../../provider/settings/settings";
import { SETTINGS } from "../../../provider/settings/source";
import { snakeCase } from "../../../provider/settings/spelling";
import { unreadConfiguration, unreadInputs, unreadVariables, VARIABLES } from "../../../provider/settings/unread";

test.each<{ key: string; advice: string }>([
  { key: "huaweicloud:regoin", advice: "Did you mean huaweicloud:region?" },
  { key: "huaweicloud:Region", advice: "Did you mean huaweicloud:region?" },
  { key: "huaweicloud:projectid", advice: "Did you mean huaweicloud:projectId?" },
  { key: "huaweicloud:project-id", advice: "Did you mean huaweicloud:projectId?" },
  { key: "huaweicloud:acess_key", advice: "Did you mean huaweicloud:access_key?" },
  { key: "huaweicloud:endpoint", advice: "Did you mean huaweicloud:endpoints?" },
  { key: "huaweicloud:endpoints.lvie", advice: "Did you mean huaweicloud:endpoints.live?" },
  { key: "huaweicloud:assume_role.agencyname", advice: "Did you mean huaweicloud:assume_role.agency_name?" },
  { key: "huaweicloud:auth_url", advice: "Only Terraform's provider has it: use endpoints.iam" },
  { key: "huaweicloud:authUrl", advice: "Only Terraform's provider has it: use endpoints.iam" },
  { key: "huaweicloud:max_retries", advice: "Only Terraform's provider has it: use the resource's input timeout" },
  { key: "huaweicloud:agencyName", advice: "Only Terraform's provider has it: use assumeRole" },
  { key: "huaweicloud:somethingElse", advice: "The settings are region, projectId" },
])("$key in the stack configuration is read by nobody", ({ key, advice }) => {
  expect(unreadConfiguration({ [key]: "x" })).toEqual([{ name: key, advice: expect.stringContaining(advice) }]);
});

test("the endpoints of other services are read by nobody, and those that are misspelt are an error elsewhere", () => {
  const config = { "huaweicloud:endpoints": '{"live": "a", "obs": "b", "lvie": "c"}' };
  expect(unreadConfiguration(config).map(({ name }) => name)).toEqual(["huaweicloud:endpoints.obs"]);
});

test("every setting in every spelling is read, and what is not ours is left alone", () => {
  const names = SETTINGS.flatMap((name) => [name, snakeCase(name)]);
  const inner = ["endpoints.iam", "assumeRole.agencyName", "assume_role.agency_name", "assumeRole.domain_id"];
  const others = ["aws:regoin", "huaweicloud-live:regoin", "test:huaweicloud:regoin", "huaweicloud:version"];
  const keys = [...[...names, ...inner].map((name) => `huaweicloud:${name}`), ...others];
  expect(unreadConfiguration(Object.fromEntries(keys.map((key) => [key, "x"])))).toEqual([]);
});

test("an input of a Provider that is none is read by nobody", () => {
  expect(unreadInputs(["region", "access_key", "regoin"])).toEqual([
    { name: "regoin", advice: "Did you mean region?" },
  ]);
});

test.each<{ name: string; advice: string }>([
  { name: "HW_REGON_NAME", advice: "Did you mean HW_REGION_NAME?" },
  { name: "HW_REGION", advice: "Did you mean HUAWEICLOUD_REGION?" },
  { name: "HUAWEICLOUD_REGION_NAME", advice: "Did you mean HW_REGION_NAME?" },
  { name: "HUAWEICLOUD_PROJECT_ID", advice: "Did you mean HUAWEICLOUD_SDK_PROJECT_ID?" },
  { name: "HUAWEICLOUD_ACCESS_KEY", advice: "Did you mean HW_ACCESS_KEY?" },
  { name: "HUAWEICLOUD_LIVE_ENDPOINTS", advice: "Did you mean HUAWEICLOUD_LIVE_ENDPOINT?" },
  { name: "HW_AUTH_URL", advice: "Only Terraform's provider has it: use endpoints.iam" },
  { name: "HW_DOMAIN_ID", advice: "Only Terraform's provider has it: use domainName" },
  { name: "HW_ENTERPRISE_PROJECT_ID", advice: "Only Terraform's provider has it" },
  { name: "HW_MAX_RETRIES", advice: "Only Terraform's provider has it: use the resource's input timeout" },
  { name: "HUAWEICLOUD_SDK_IDP_ID", advice: "not supported" },
])("the variable $name is read by nobody", ({ name, advice }) => {
  expect(unreadVariables({ [name]: "x" })).toEqual([{ name, advice: expect.stringContaining(advice) }]);
  expect(unreadVariables({ [name]: "" })).toEqual([]);
});

test("variables that are read, and those of other programs, are left alone", () => {
  const others = ["HW_FLAVOR_ID", "HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4", "HUAWEICLOUD_SDK_REGION_ECS_CN_NORTH_4"];
  const all = [...VARIABLES, ...others, "PATH", "HTTPS_PROXY", "OS_AUTH_URL"];
  expect(unreadVariables(Object.fromEntries(all.map((name) => [name, "x"])))).toEqual([]);
});

test("the list of variables is what the settings read", () => {
  const read = new Set<string>();
  const askAll = (set: Readonly<Record<string, string>>) => {
    const env = new Proxy(set, {
      get: (_, name) => {
        read.add(String(name));
        return set[String(name)];
      },
    });
    const settings = new Settings({ get: () => undefined }, env);
    settings.mistakes();
    settings.endpoint("cn-north-4");
    settings.iamEndpoint("cn-north-4");
  };
  askAll({});
  askAll({ HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "SK" });
  askAll({ HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "SK", HW_ASSUME_ROLE_AGENCY_NAME: "studio" });
  const ours = [...read].filter((name) => /^(HW|HUAWEICLOUD|CLOUD_SDK)_/.test(name) && !/_REGION_LIVE_/.test(name));
  expect(ours.sort()).toEqual([...VARIABLES].sort());
});

test("docs/configuration.md has every variable, and what nobody reads", () => {
  const page = readFileSync(join(__dirname, "../../../docs/configuration.md"), "utf8");
  for (const name of VARIABLES) expect(page).toContain(name.replace("HW_ASSUME_ROLE_DOMAIN_ID", "_DOMAIN_ID"));
  for (const name of ["auth_url", "max_retries", "enterprise_project_id"]) expect(page).toContain(name);
});
