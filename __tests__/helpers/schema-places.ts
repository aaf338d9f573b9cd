// Every place of a schema where a text can stand, a value or a free key, each with a document that is right but for the text:
// made from the JSON Schema, so that a new field is among them by itself.
import { alternatives, type SchemaNode } from "../../lib/config/schema/json-schema";

export interface SchemaPlace {
  /** Such as `domains[].records.*.content`; a key ends in `(key)`. */
  readonly name: string;
  /** The value or document with `value` at the place. */
  readonly make: (value: unknown) => unknown;
  /** What is right there, no text where none is. */
  readonly sample: unknown;
}

type Node = SchemaNode & {
  readonly examples?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly propertyNames?: SchemaNode & { pattern?: string };
};

/** Texts that are right somewhere, tried in this order where a field has a form. */
const WORDS = [
  "www",
  "example.com",
  "eu-west-1",
  "0123456789abcdef0123456789abcdef",
  "mail@example.com",
  "d111111abcdef8.cloudfront.net",
  "E1EXAMPLE23",
  "arn:aws:iam::111122223333:role/mail",
  "111122223333",
  "arn:aws:sns:eu-west-1:111122223333:mail",
  "arn:aws:firehose:eu-west-1:111122223333:deliverystream/mail",
  "https://state.example.com/{stack}",
  `v1-${"0".repeat(32)}`,
  "0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef",
];

/** Where the rules want more than the schema. */
const SAMPLES: Readonly<Record<string, string>> = {
  "domains[].dmarc": "v=DMARC1; p=none; rua=mailto:mail@example.com",
  "domains[].spf": "v=spf1 ~all",
  "domains[].dmarc.raw": "v=DMARC1; p=none; rua=mailto:mail@example.com",
  "domains[].spf.raw": "v=spf1 ~all",
  "domains[].spf.ip4": "192.0.2.1",
  "domains[].spf.ip6": "2001:db8::1",
  "domains[].spf.include": "_spf.example.net",
  "domains[].spf.redirect": "_spf.example.net",
  "domains[].spf.exists": "%{i}.example.net",
  "domains[].spf.a": "a.example.net",
  "domains[].spf.mx": "mx.example.net",
  "domains[].ignore(key)": "dmarc-unreported",
  "domains[].overrides(key)": "dmarc",
  "domains[].records.*.data(key)": "value",
  "domains[].records.*.moved": "before",
  "zones(key)": "example.net",
  "providers.aws": "6.25.0",
  "providers.cloudflare": "5.22.0",
  "imports[].entry": "example.com",
  "imports[].record": "dmarc",
  "imports[].import": "0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef",
};

export function schemaPlaces(node: Node, name = ""): SchemaPlace[] {
  const branches = alternatives(node) as readonly Node[];
  if (branches.length > 1) return branches.flatMap((branch) => schemaPlaces(branch, name));
  if (node.items !== undefined) {
    return schemaPlaces(node.items, `${name}[]`).map((place) => ({ ...place, make: (value) => [place.make(value)] }));
  }
  if (node.type !== "object") return [{ name, make: (value) => value, sample: sampleOf(node, name) }];
  const { properties = {}, required = [], additionalProperties, propertyNames } = node;
  const beside = Object.fromEntries(required.map((key) => [key, sampleOf(properties[key]!, below(name, key))]));
  const known = Object.entries(properties).flatMap(([key, property]) =>
    schemaPlaces(property, below(name, key)).map((place) => ({
      ...place,
      make: (value: unknown) => ({ ...beside, [key]: place.make(value) }),
    })),
  );
  if (typeof additionalProperties !== "object") return known;
  const key = String(sampleOf(propertyNames ?? { type: "string" }, `${name}(key)`));
  const inner = below(name, "*");
  return [
    ...known,
    { name: `${name}(key)`, make: (text) => ({ [String(text)]: sampleOf(additionalProperties, inner) }), sample: key },
    ...schemaPlaces(additionalProperties, inner).map((place) => ({
      ...place,
      make: (value: unknown) => ({ [key]: place.make(value) }),
    })),
  ];
}

function below(name: string, key: string): string {
  return name === "" ? key : `${name}.${key}`;
}

/** A value that is right for `node`. */
function sampleOf(node: Node, name: string): unknown {
  const branches = alternatives(node) as readonly Node[];
  if (branches.length > 1) return sampleOf(branches.find(({ type }) => type === "string") ?? branches[0]!, name);
  if (node.const !== undefined || node.enum !== undefined) return node.const ?? node.enum?.[0];
  if (node.type === "integer" || node.type === "number") return Math.max(1, node.minimum ?? 1);
  if (node.type === "boolean") return true;
  if (node.type === "null") return null;
  if (node.items !== undefined) return [sampleOf(node.items, `${name}[]`)];
  if (node.type === "object") {
    const { properties = {}, required = [] } = node;
    return Object.fromEntries(required.map((key) => [key, sampleOf(properties[key]!, below(name, key))]));
  }
  const known = SAMPLES[name.replace(/^defaults/, "domains[]").replace(/\[\]$/, "")];
  const pattern = new RegExp(node.pattern ?? "", "u");
  const found = known ?? node.examples?.[0] ?? WORDS.find((word) => pattern.test(word));
  if (found === undefined)
    throw new Error(`no text is known that is right for ${name}: add one to its examples in the schema`);
  return found;
}
