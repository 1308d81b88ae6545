import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { DEFAULTS as BUCKET_DEFAULTS } from "../../provider/lifecycle/bucket/check.js";
import { DEFAULTS as CALLBACK_DEFAULTS } from "../../provider/lifecycle/callback/check.js";
import { DEFAULTS as ENTITY_DEFAULTS } from "../../provider/lifecycle/entity/entity.js";
import { DEFAULTS } from "../../provider/lifecycle/recording.js";
import { RESOURCES } from "../../provider/lifecycle/resources.js";
import { DEFAULTS as RULE_DEFAULTS } from "../../provider/lifecycle/rule/check.js";
import { SECRETS } from "../../provider/settings/source.js";
import { type Documented, documentedIn, type Member, membersOf } from "./docs.js";
import {
  BUCKET_AUTHORIZATION,
  type Example,
  exampleText,
  RECORD_CALLBACK,
  RECORD_RULE,
  STREAM_NOTIFICATION,
  STREAM_RECORDING,
} from "./examples.js";

const NAME = "huaweicloud-live";
const DEFAULT_REQUESTS_PER_MINUTE = 300;

interface Described {
  /** The file of the class. */
  readonly file: string;
  /** What its inputs are that a program leaves out. */
  readonly defaults: object;
  /** Outputs that are always there. */
  readonly always: readonly string[];
  /** Inputs that only a program has that shares the process with other resources. */
  readonly left?: readonly string[];
  readonly example: Example;
}

const PLACE = ["region", "projectId"];

const DESCRIBED: Readonly<Record<keyof typeof RESOURCES, Described>> = {
  streamRecording: {
    file: "stream-recording.ts",
    defaults: DEFAULTS,
    always: ["publishDomain", "app", "stream", "recording", "status", ...PLACE],
    // In other languages the option `dependsOn` says the same.
    left: ["rule"],
    example: STREAM_RECORDING,
  },
  recordRule: {
    file: "record-rule.ts",
    defaults: RULE_DEFAULTS,
    always: ["publishDomain", "app", "stream", "type", "storage", ...PLACE],
    example: RECORD_RULE,
  },
  recordCallback: {
    file: "record-callback.ts",
    defaults: CALLBACK_DEFAULTS,
    always: ["publishDomain", "app", "url", "events", "signType", ...PLACE],
    example: RECORD_CALLBACK,
  },
  streamNotification: {
    file: "stream-notification.ts",
    defaults: ENTITY_DEFAULTS,
    always: ["publishDomain", "url", ...PLACE],
    example: STREAM_NOTIFICATION,
  },
  bucketAuthorization: {
    file: "bucket-authorization.ts",
    defaults: BUCKET_DEFAULTS,
    always: ["bucket", ...PLACE],
    example: BUCKET_AUTHORIZATION,
  },
};

/** A property in the schema (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/). */
type Property = Record<string, unknown>;

/**
 * The schema of the plugin, from what the classes of the Node package say of themselves: one text for every language.
 * Only a name, a type or a docstring that is there can be in it.
 */
export function generateSchema(root: string): object {
  const { homepage, repository, license, description } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const source = new Source(root);
  const settings = source.propertiesOf(source.get("ProviderArgs").members, {
    requestsPerMinute: DEFAULT_REQUESTS_PER_MINUTE,
  });
  for (const name of SECRETS) Object.assign(settings[name] ?? {}, { secret: true });
  const resource = (name: string, { defaults, always, left = [], example }: Described, secrets: readonly string[]) => {
    const { description, members } = source.get(name);
    const inputs = source.get(`${name}Args`).members.filter((input) => !left.includes(input.name));
    // An output says of an object what the input does that it was made of, so inputs come first.
    const inputProperties = source.propertiesOf(inputs, defaults);
    const properties = source.propertiesOf(members);
    for (const secret of secrets) {
      for (const owner of [inputProperties, properties]) Object.assign(owner[secret] ?? {}, { secret: true });
    }
    return {
      description: `${description}\n\n${exampleText(example)}`,
      properties,
      required: always,
      inputProperties,
      requiredInputs: inputs.filter(({ optional }) => !optional).map(({ name }) => name),
      // What the dynamic provider of the Node package calls it: with this, a stack moves here without a request.
      aliases: [{ type: `pulumi-nodejs:dynamic/${NAME}:${name}` }],
    };
  };
  const resources = Object.entries(RESOURCES).map(([key, { declarable, secrets }]) => [
    `${NAME}:index:${declarable.resource}`,
    resource(declarable.resource, DESCRIBED[key as keyof typeof RESOURCES], secrets),
  ]);
  return {
    name: NAME,
    displayName: "Huawei Cloud Live recordings",
    description,
    keywords: ["huaweicloud", "live", "recording", "category/cloud", "kind/native"],
    homepage,
    license,
    repository: repository.url.replace(/^git\+|\.git$/g, ""),
    publisher: "pulumi-huaweicloud-live",
    pluginDownloadURL: "github://api.github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live",
    meta: { moduleFormat: "(.*)", supportPack: true },
    language: {
      nodejs: { packageName: "@pulumi-huaweicloud-live/sdk", respectSchemaVersion: true },
      python: {
        packageName: "pulumi_huaweicloud_live",
        respectSchemaVersion: true,
        pyproject: { enabled: true },
        inputTypes: "classes-and-dicts",
      },
      // A dash in the name of the package would get into the imports.
      go: {
        importBasePath: "github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/sdk/go/huaweicloudlive",
        rootPackageName: "huaweicloudlive",
        generateResourceContainerTypes: true,
        respectSchemaVersion: true,
      },
      csharp: { namespaces: { [NAME]: "HuaweicloudLive" }, respectSchemaVersion: true },
      java: { packages: { [NAME]: "huaweicloudlive" } },
    },
    config: { variables: settings },
    provider: { description: source.get("Provider").description, inputProperties: settings },
    resources: Object.fromEntries(resources),
    types: source.types(),
  };
}

/** The classes and interfaces that a program imports, and the types of objects that were met in them. */
class Source {
  private readonly documented: Map<string, Documented>;
  private readonly objects = new Map<string, Omit<Documented, "base">>();

  constructor(root: string) {
    const files = [...Object.values(DESCRIBED).map(({ file }) => file), "explicit-provider.ts"];
    this.documented = new Map(files.flatMap((file) => [...documentedIn(join(root, "provider", file))]));
  }

  get(name: string): Documented {
    const found = this.documented.get(name);
    if (!found) throw new Error(`there is no ${name} in the sources`);
    return found;
  }

  propertiesOf(members: readonly Member[], defaults: object = {}): Record<string, Property> {
    return Object.fromEntries(
      members.map((member) => {
        const value = (defaults as Record<string, unknown>)[member.name];
        const property: Property = { ...this.typeOf(member), description: member.description };
        // A list cannot be one.
        if (value !== undefined && value !== null && typeof value !== "object") property.default = value;
        if (/A change replaces the/.test(member.description)) property.willReplaceOnChanges = true;
        return [member.name, property];
      }),
    );
  }

  /** The types of objects, by their tokens: those that were met while the properties were written. */
  types(): Record<string, object> {
    const found: Record<string, object> = {};
    for (const [name, { description, members }] of this.objects) {
      found[`${NAME}:index:${name}`] = {
        type: "object",
        description,
        properties: this.propertiesOf(members),
        required: members.filter(({ optional }) => !optional).map(({ name }) => name),
      };
    }
    return found;
  }

  private typeOf({ name, type, description }: Pick<Member, "name" | "type" | "description">): Property {
    const inner = unwrapped(type);
    switch (inner.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: "string" };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: "boolean" };
      case ts.SyntaxKind.NumberKeyword:
        return { type: name === "requestsPerMinute" ? "integer" : "number" };
    }
    if (ts.isArrayTypeNode(inner))
      return { type: "array", items: this.typeOf({ name, type: inner.elementType, description }) };
    if (ts.isTypeLiteralNode(inner)) return this.object(capital(name), description, membersOf(inner.members));
    if (ts.isUnionTypeNode(inner)) return { type: "string" };
    const named = inner.getText();
    const documented = this.documented.get(named);
    // A type of literals, such as that of `status`.
    if (!documented) return { type: "string" };
    return this.object(named.replace(/Args$/, ""), documented.description, this.all(documented));
  }

  /** With those of the interface that it extends; its own go first. */
  private all({ members, base }: Documented): readonly Member[] {
    const own = new Set(members.map(({ name }) => name));
    const inherited = base ? this.all(this.get(base)).filter(({ name }) => !own.has(name)) : [];
    return [...inherited, ...members];
  }

  private object(name: string, description: string, members: readonly Member[]): Property {
    const known = [name, `Record${name}`].find((token) => this.objects.has(token)) ?? name;
    if (!this.objects.has(known)) this.objects.set(known, { description, members });
    return { $ref: `#/types/${NAME}:index:${known}` };
  }
}

/** `pulumi.Input<string>` is a string; what may be undefined is what it is otherwise. */
function unwrapped(type: ts.TypeNode): ts.TypeNode {
  if (ts.isUnionTypeNode(type)) {
    const [one, ...others] = type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
    return one && others.length === 0 ? unwrapped(one) : type;
  }
  const wrapper = ts.isTypeReferenceNode(type) ? type.typeName.getText() : "";
  const [argument] = ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  return argument && wrapper.startsWith("pulumi.") ? unwrapped(argument) : type;
}

function capital(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
