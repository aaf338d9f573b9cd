// The shape of domains.yaml: the schema that validates it, documents it and becomes domains.schema.json. What a field means
// stands in its description; what fields mean together is for the rules in dns/.
import * as z from "zod";

const ENTRY = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const STACK = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
const ADDRESS = /^(?:mailto:)?[^\s@,;!<>"]+@[^\s@,;!<>"]+\.[^\s@,;!<>"]+$/;
const CLOUDFRONT = /^[A-Za-z0-9]+\.cloudfront\.net\.?$/;
const ZONE_ID = /^[0-9a-f]{32}$/;

const matching = (pattern: RegExp, fault: string) => z.string().regex(pattern, fault);

const mailFromDomain = z
  .string()
  .min(1, "expected a label such as mail")
  .describe("The MAIL FROM domain: a label such as mail, or a full name below the domain.");

const mailFrom = z.union([
  z.literal(false),
  mailFromDomain,
  z.strictObject({
    domain: mailFromDomain.optional(),
    onMxFailure: z
      .enum(["use-default", "reject"])
      .optional()
      .describe("What SES does when the MX is missing: send from amazonses.com, or refuse to send."),
  }),
]);

const reportAddress = matching(ADDRESS, "expected an e-mail address such as dmarc@example.com");

const dmarc = z.union([
  z.literal(false),
  z.strictObject({
    policy: z
      .enum(["none", "quarantine", "reject"])
      .optional()
      .describe("What receivers do with mail that fails: nothing but report, treat as suspicious, or discard."),
    rua: z
      .union([reportAddress, z.array(reportAddress)])
      .optional()
      .describe("Where aggregate reports go: an address or a list of them."),
  }),
]);

const web = z.union([
  z.literal(false),
  z.record(z.string(), matching(CLOUDFRONT, "expected a CloudFront domain name such as d111111abcdef8.cloudfront.net")),
]);

/** What a domain and `defaults` both take. */
const settings = {
  stack: matching(STACK, "expected lower-case letters, digits and inner hyphens")
    .optional()
    .describe("The Terraform stack, with a state of its own. Default: mailzone, one for the whole file."),
  aws: z
    .strictObject({
      region: matching(REGION, "expected an AWS region such as eu-west-1").describe(
        "The AWS region of the identity, such as eu-west-1.",
      ),
    })
    .optional()
    .describe("Where the SES identity is."),
  mailFrom: mailFrom
    .optional()
    .describe("The custom MAIL FROM domain, where bounces go. Default: mail, a label below the domain. false: none."),
  dmarc: dmarc.optional().describe("The DMARC record. Default: policy none. false: somebody else owns _dmarc."),
  web: web
    .optional()
    .describe(
      "Website names in front of CloudFront: www, @ for the domain itself, or a full name; each xxxx.cloudfront.net.",
    ),
  ttl: z
    .union([z.literal("auto"), z.int("expected a whole number of seconds, or auto")])
    .optional()
    .describe("Seconds, 60 to 86400; auto, or 1, lets Cloudflare choose. Default: auto."),
  comment: matching(/^[^\r\n]*$/, "expected one line")
    .max(500, "expected at most 500 characters, Cloudflare's limit")
    .optional()
    .describe("The comment that Cloudflare shows beside each record (100 characters on its free plan)."),
  protect: z
    .boolean()
    .optional()
    .describe("Whether Terraform refuses to destroy or replace the identity. Default: true."),
};

const domain = z.strictObject({
  domain: matching(/^[^\s@:/]+\.[^\s@:/]+$/, "expected a domain name such as example.com").describe(
    "The domain that sends mail, the SES identity, such as example.com.",
  ),
  name: matching(ENTRY, "expected lower-case letters, digits, inner hyphens and dots")
    .optional()
    .describe("The entry's key, unique in the file and part of every Terraform address. Default: the domain."),
  ...settings,
});

export const DomainsFile = z.strictObject({
  zones: z
    .record(z.string(), matching(ZONE_ID, "expected the 32 hexadecimal digits on the zone's overview page"))
    .describe("The Cloudflare zones, name to zone id. A domain lies in the longest zone that fits it."),
  defaults: z.strictObject(settings).optional().describe("Settings of every domain that does not say otherwise."),
  domains: z
    .array(domain)
    .min(1, "expected at least one domain")
    .describe("The domains, each an SES identity and its records."),
});

export type DomainsFile = z.infer<typeof DomainsFile>;
export type DomainEntry = DomainsFile["domains"][number];
export type DomainSettings = NonNullable<DomainsFile["defaults"]>;

/** A JSON Schema node, as far as it is walked here. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** domains.schema.json: JSON Schema 2020-12, for editors. */
export function jsonSchema(): SchemaNode & Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(DomainsFile, { io: "input" });
  return { title: "mailzone domains.yaml", ...schema } as ReturnType<typeof jsonSchema>;
}

/** The keys that an object at `path` may have; none where there is no such object, or its keys are free. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  const found = path.reduce<readonly SchemaNode[]>(
    (nodes, key) => nodes.flatMap((node) => step(node, key)).flatMap((node) => node.anyOf ?? [node]),
    [jsonSchema()],
  );
  return found.flatMap((node) => Object.keys(node.properties ?? {}));
}

function step(node: SchemaNode, key: PropertyKey): SchemaNode[] {
  if (typeof key === "number") return node.items === undefined ? [] : [node.items];
  const property = node.properties?.[String(key)] ?? node.additionalProperties;
  return typeof property === "object" ? [property] : [];
}
