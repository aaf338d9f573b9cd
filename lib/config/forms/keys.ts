// Keys that people write where another is meant, or elsewhere than it belongs.
import { isMap, isName, written } from "./form";
import { asciiLooks, strangers } from "./values";
import { isTarget, siteRecord } from "./web";

/** What to write in place of a key of a domain, or of `defaults`, by the key in small letters without separators. */
const OF_ENTRY: Readonly<Record<string, (value: unknown) => string>> = {
  region: (value) => `write aws: {region: ${written(value) ?? "…"}}`,
  account: (value) => `write aws: {allowedAccountIds: ["${written(value)?.replaceAll('"', "") ?? "…"}"]}`,
  accountid: (value) => `write aws: {allowedAccountIds: ["${written(value)?.replaceAll('"', "") ?? "…"}"]}`,
  profile: (value) => `write aws: {profile: ${written(value) ?? "…"}}`,
  zone: (value) => zoneCure(value),
  zoneid: (value) => zoneCure(value),
  zonename: (value) => zoneCure(value),
  zones: () => 'write it at the top of the file, beside "domains"',
  www: (value) => webCure("www", value),
  "@": (value) => webCure("@", value),
  apex: (value) => webCure("@", value),
  website: (value) => webCure("www", value),
  cloudfront: (value) => webCure("www", value),
  distribution: (value) => webCure("www", value),
  cname: (value) => (isTarget(value) ? webCure("www", value) : recordCure("cname", value)),
  from: () => "leave it out, who may be in From needs no setting; the domain for bounces is mailFrom: mail",
  sender: () => "leave it out, every address of the domain may send; the domain for bounces is mailFrom: mail",
  email: () => "leave it out, every address of the domain may send",
  returnpath: () => "write mailFrom: mail, with your label",
  mx: (value) => recordCure("mx", value),
  txt: (value) => recordCure("txt", value),
  a: (value) => recordCure("a", value),
  rua: (value) => `write dmarc: {policy: none, rua: ${written(value) ?? "…"}}`,
  policy: (value) => `write dmarc: ${written(value) ?? "none"}`,
};

const OF_AWS: Readonly<Record<string, (value: unknown) => string>> = {
  account: OF_ENTRY.accountid!.bind(undefined),
  accountid: OF_ENTRY.accountid!.bind(undefined),
  role: () => "write assumeRoleArn, with the role's ARN",
};

/** Keys at the top of a file that other tools have there. */
const OF_FILE: Readonly<Record<string, (value: unknown) => string>> = {
  zone: (value) => zoneCure(value),
  zoneid: (value) => zoneCure(value),
  version: () => "leave it out, the file has no version",
  $schema: () => 'leave it out, and write "# yaml-language-server: $schema=…" as the first line',
  region: (value) => `write defaults: {aws: {region: ${written(value) ?? "…"}}}, or aws below one domain`,
  cloudflare: () => "leave it out, credentials come from the environment, and zones stand in zones",
};

/** What a construct's property is called, by the key of domains.yaml or what people take for it. */
const OF_CONSTRUCT: Readonly<Record<string, string>> = {
  aws: 'write region and tags, beside "domain"',
  zone: "write zoneId; zoneName too where the domain is below the zone",
  zones: "write zoneId; zoneName too where the domain is below the zone",
  name: "write entry, or domain for the domain itself",
  dkim: "write nextSigningKeyLength or signingHostedZone",
  mailFrom: "write mailFromDomain, behaviorOnMxFailure or mailFromSpf",
  provider: "write awsProvider or cloudflareProvider",
  stack: "leave it out, and make the construct in that stack",
};

/** What to write in place of an unknown property of a construct; undefined where nothing better is known than the nearest one. */
export function propertyFix(key: string): string | undefined {
  return Object.hasOwn(OF_CONSTRUCT, key) ? OF_CONSTRUCT[key] : undefined;
}

/** What to write in place of an unknown key; undefined where nothing better is known than the nearest key. */
export function keyFix(
  place: "file" | "entry" | "aws",
  key: string,
  value: unknown,
  known: readonly string[],
  settings: readonly string[],
): string | undefined {
  const plain = asciiLooks(key);
  if (plain !== key && known.includes(plain)) return `in it ${strangers(key)}: write ${plain}`;
  const [head = "", ...rest] = key.split(".");
  if (place !== "file" && rest.length > 0 && known.includes(head)) {
    if (head === "web") return webCure(rest.join("."), value);
    return `write ${head}: {${rest.join(".")}: ${written(value) ?? "…"}}`;
  }
  const table = place === "file" ? OF_FILE : place === "aws" ? OF_AWS : OF_ENTRY;
  const name = key.toLowerCase().replace(/[_\s-]/g, "");
  // What is near to a known key is a slip of the pen, which the schema's own words answer.
  if (!known.some((one) => one.toLowerCase() === name) && Object.hasOwn(table, name)) return table[name]?.(value);
  if (place === "file" && settings.includes(key))
    return `write it below "defaults", for all domains, or below one of the domains`;
  return undefined;
}

function zoneCure(value: unknown): string {
  const isId = typeof value === "string" && /^[0-9a-f]{32}$/i.test(value);
  const [name, id] = isId ? ["example.com", value] : [isName(value) ? value : "example.com", "<zone id>"];
  return `write zones: {${name}: ${id}} at the top of the file${isId ? ", with the zone's name" : ""}`;
}

function webCure(label: string, value: unknown): string {
  const name = written(label) ?? label;
  if (isTarget(value)) return `write web: {${name}: ${value}}`;
  if (isMap(value)) return `write it below "web"`;
  const record = siteRecord(label, value);
  if (record !== undefined) return `the value is no CloudFront distribution, so write ${record}`;
  return `write web: {${name}: xxxx.cloudfront.net}, with your distribution`;
}

function recordCure(type: string, value: unknown): string {
  return `write records: {${type}-apex: {type: ${type.toUpperCase()}, name: "@", content: ${written(value) ?? "…"}${type === "mx" ? ", priority: 10" : ""}}}`;
}
