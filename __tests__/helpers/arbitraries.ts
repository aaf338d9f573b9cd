// What the fuzz tests feed the parser with: text that is almost YAML, any structure at all, and configurations that are right.
import fc from "fast-check";
import { stringify } from "yaml";
import { anyCharacter, anyGrapheme } from "./any-character";

const WORDS = ["zones", "domains", "domain", "defaults", "aws", "region", "dmarc", "spf", "web", "records", "backend"];
const MARKS = [
  "\n",
  "\n  ",
  "\n- ",
  "\t",
  "\r\n",
  ": ",
  "{",
  "}",
  "[",
  "]",
  ",",
  "&a ",
  "*a",
  "<<: ",
  "!!str ",
  '"',
  "'",
];
const ODD = [
  "|\n ",
  ">",
  "---\n",
  "...\n",
  "%TAG ",
  "# ",
  "? ",
  "@",
  "\u0000",
  "\uFEFF",
  "\u2028",
  "xn--a",
  "0x1",
  "1e9",
];

/** Texts that are something else to JavaScript. */
const DANGEROUS = fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "length");

/** Any text, and pieces of YAML in any order. */
export const almostYaml: fc.Arbitrary<string> = fc.oneof(
  DANGEROUS,
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...WORDS, ...MARKS, ...ODD), fc.string({ maxLength: 5 })), { maxLength: 40 })
    .map((pieces) => pieces.join("")),
);

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, "", "example.com", "us-east-1", "auto", 1, -1, 0.5, 1e21, "__proto__", "xn--a"),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: anyGrapheme, maxLength: 6 }),
);

/** Values of any shape under keys that mean something. */
const structure: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalar, tie("list"), tie("map")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  map: fc.dictionary(
    fc.oneof(
      fc.constantFrom(...WORDS, "raw", "ttl", "type", "name", "target", "tags", "constructor"),
      fc.string({ maxLength: 6 }),
    ),
    tie("value"),
    { maxKeys: 5 },
  ),
})).value;

export const anyYaml: fc.Arbitrary<string> = structure.map((value) =>
  stringify(value, { aliasDuplicateObjects: false }),
);

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const part = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });
const ttl = fc.oneof(fc.constant("auto"), fc.integer({ min: 60, max: 86400 }));
const policy = fc.constantFrom("none", "quarantine", "reject");
const address = label.map((name) => `${name}@reports.example`);
const target = label.map((name) => `${name}.cloudfront.net`);

/** What a domain and `defaults` both take. */
const settings = {
  stack: label,
  dkim: part({ keyLength: fc.constantFrom(1024, 2048), signingHostedZone: fc.constant("dkim.cell.example.net") }),
  configurationSet: fc.oneof(
    fc.constant(false),
    label,
    fc.record({
      name: label,
      tls: fc.constantFrom("optional", "require"),
      suppression: fc.uniqueArray(fc.constantFrom("bounce", "complaint")),
      events: fc.dictionary(
        label,
        fc.record({
          types: fc.uniqueArray(fc.constantFrom("send", "bounce", "complaint"), { minLength: 1 }),
          sns: fc.oneof(fc.constant(true), part({ topic: label, subscribers: fc.array(address) })),
        }),
        { maxKeys: 2 },
      ),
    }),
  ),
  mailFrom: fc.oneof(
    fc.constant(false),
    label,
    part({
      domain: label,
      onMxFailure: fc.constantFrom("use-default", "reject"),
      spf: fc.constantFrom("~all", "-all"),
    }),
  ),
  dmarc: fc.oneof(
    fc.constant(false),
    part({
      policy,
      subdomainPolicy: policy,
      testing: fc.boolean(),
      rua: fc.oneof(address, fc.array(address)),
      ruf: address,
    }),
    fc.record({ raw: policy.map((p) => `v=DMARC1; p=${p}`) }),
  ),
  spf: fc.oneof(
    fc.constant(false),
    part({
      amazonses: fc.boolean(),
      include: fc.array(label.map((name) => `${name}.example`)),
      all: fc.constantFrom("~all", "-all"),
    }),
  ),
  web: fc.oneof(
    fc.constant(false),
    fc.dictionary(label, fc.oneof(target, fc.record({ target, ttl, proxied: fc.boolean() })), { maxKeys: 3 }),
  ),
  records: fc.dictionary(label, fc.record({ type: fc.constant("TXT"), name: label, content: fc.string(), ttl }), {
    maxKeys: 3,
  }),
  overrides: fc.dictionary(fc.constantFrom("dkim-1", "dmarc"), part({ ttl, comment: label }), { maxKeys: 2 }),
  ttl,
  comment: label,
  protect: fc.constant(false),
  ignore: fc.dictionary(label, label, { maxKeys: 2 }),
};

const region = fc.constantFrom("us-east-1", "eu-west-1", "ap-southeast-2");
const aws = fc.record({ region, profile: some(label), tags: some(fc.dictionary(label, fc.string(), { maxKeys: 2 })) });

export interface ConfigurationInput {
  readonly zones: Readonly<Record<string, string | null>>;
  readonly defaults: object;
  readonly domains: readonly { readonly domain: string }[];
}

/** A file that fits the schema; its domains differ in name, a label below one of three zones or the zone itself. */
export const validConfiguration: fc.Arbitrary<ConfigurationInput> = fc.record({
  zones: fc.constant({ "one.example": "0123456789abcdef0123456789abcdef", "bücher.example": null }),
  defaults: part({ ...settings, aws }),
  domains: fc.uniqueArray(
    fc
      .tuple(some(label), fc.constantFrom("one.example", "bücher.example", "xn--bcher-kva.example", "two.example"))
      .map(([below, zone]) => (below === undefined ? zone : `${below}.${zone}`))
      .chain((domain) =>
        fc.record(
          { domain: fc.constant(domain), aws, state: fc.constantFrom("present", "released"), ...settings },
          { requiredKeys: ["domain", "aws"] },
        ),
      ),
    { minLength: 1, maxLength: 6, selector: ({ domain }) => domain.replace("xn--bcher-kva", "bücher") },
  ),
});

export function toYaml(configuration: ConfigurationInput): string {
  return stringify(JSON.parse(JSON.stringify(configuration)), { aliasDuplicateObjects: false });
}
