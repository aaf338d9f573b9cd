// Turns DNS records of other resource types into the attributes of `cloudflare_dns_record`. Providers differ in names, in how
// many values a resource has, and in how a text is quoted. What a record means for mail is the same.
import { canonicalName } from "../../dns/canonical";
import { type Attributes, isObject, SensitiveValue, UNKNOWN } from "../../plan/values";
import type { ZoneNames } from "../changes/zone-names";

/** The record's attributes, one element for each of its values; undefined if the type is not a record. */
export function recordSides(type: string, side: Attributes, zones: ZoneNames): readonly Attributes[] | undefined {
  if (!isRecordType(type)) return undefined;
  const recordType = fixedType(type) ?? first(side, TYPES);
  const name = fullName(type, side, zones);
  if (recordType === undefined || name === undefined) return undefined;
  const zone = first(side, ZONE_IDS);
  const common = { zone_id: zone, type: upper(recordType), name, ttl: side.ttl, proxied: side.proxied ?? false };
  return values(side).map((value) => Object.assign(Object.create(null), common, contentOf(recordType, value, side)));
}

/** The attributes that are read here. A change of another attribute does not show in the record's meaning. */
export function isRead(attribute: string): boolean {
  return READ.has(attribute);
}

const TYPES = ["type", "record_type", "recordtype", "fieldtype", "rrtype", "rtype"];
const ZONE_IDS = ["zone_id", "hosted_zone_id", "managed_zone", "zone_name", "zone", "domain", "domain_id", "dns_zone"];
const FULL_NAMES = ["fqdn", "hostname"];
/** NS1 calls the record's name `domain`. Elsewhere `domain` is the zone and is used only after `name`. */
const NAMES = ["name", "subdomain", "record_name", "host", "rr", "sub_domain", "subname", "owner_name", "domain"];
const ZONE_NAMES = ["zone_name", "zone", "domain", "domain_name", "dns_zone", "zone_name_or_id"];
const VALUES = [
  "content",
  "value",
  "values",
  "records",
  "rrdatas",
  "rdata",
  "answers",
  "addresses",
  "target",
  "data",
  "resource_record",
  "resource_records",
  "items",
  "record_data",
  "answer",
  "nameservers",
  "record",
  "cname",
  "txt",
  "mx",
  "ns",
  "ptr",
  "alias",
];
const COMPUTED = ["id", "created_on", "modified_on", "metadata", "proxiable", "etag", "tags", "comment", "timeouts"];
const READ = new Set([
  ...TYPES,
  ...ZONE_IDS,
  ...FULL_NAMES,
  ...NAMES,
  ...ZONE_NAMES,
  ...VALUES,
  ...COMPUTED,
  "ttl",
  "proxied",
  "priority",
  "allow_overwrite",
]);

/** `cloudflare_record`, `aws_route53_record`, `google_dns_record_set`, `azurerm_dns_mx_record`, `hcloud_zone_rrset`, … */
function isRecordType(type: string): boolean {
  if (type.startsWith("cloudflare_")) return type === "cloudflare_record";
  return /(?:^|_)(?:rrset|record(?:_?set)?s?)(?:_v\d)?$/.test(type) && !/(?:queries|policy|config|traffic)/.test(type);
}

/** The type, from resource types that are named after it, such as `azurerm_dns_mx_record` and `dns_txt_record_set`. */
function fixedType(type: string): string | undefined {
  return /_(a|aaaa|caa|cname|mx|ns|ptr|srv|txt)_record(?:_set)?$/.exec(type)?.[1];
}

function first(side: Attributes, names: readonly string[]): unknown {
  const name = names.find((one) => side[one] !== undefined && side[one] !== null && side[one] !== "");
  return name === undefined ? undefined : side[name];
}

function upper(value: unknown): unknown {
  return typeof value === "string" ? value.toUpperCase() : value;
}

function fullName(type: string, side: Attributes, zones: ZoneNames): unknown {
  const full = FULL_NAMES.map((attribute) => side[attribute]).find(
    (value) => typeof value === "string" && value !== "",
  );
  if (typeof full === "string") return canonicalName(full);
  // The apex is `@`, the empty text, or no name at all.
  const isApex = fixedType(type) !== undefined || NAMES.some((attribute) => side[attribute] === "");
  const name = first(side, NAMES) ?? (isApex ? "@" : undefined);
  if (typeof name !== "string") return name;
  const ids = ZONE_IDS.map((attribute) => zones.get(String(side[attribute])));
  const zone = ids.find((one) => one !== undefined) ?? ZONE_NAMES.map((one) => side[one]).find(isDomain);
  // Route 53 writes some characters in octal: a wildcard is \052.
  const plain = canonicalName(type === "aws_route53_record" ? name.replace(/\\([0-7]{3})/g, octal) : name);
  if (typeof zone !== "string") return plain;
  const above = canonicalName(zone);
  if (plain === "@" || plain === above) return above;
  return plain.endsWith(`.${above}`) || name.endsWith(".") ? plain : `${plain}.${above}`;
}

function octal(_: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8));
}

function isDomain(value: unknown): value is string {
  // A longer text is not a name (RFC 1035 §2.3.4), and would overload the expression.
  return typeof value === "string" && value.length <= 1_024 && /^[^\s.]+(?:\.[^\s.]+)+\.?$/.test(value);
}

/** One element for each value, as a text or a block; one unknown value if the resource does not know its values yet. */
function values(side: Attributes): readonly unknown[] {
  const held = VALUES.map((name) => side[name]).filter(
    (value) => value !== undefined && value !== null && value !== "",
  );
  const filled = held.filter((value) => !Array.isArray(value) || value.length > 0);
  const value = filled.find((one) => one !== UNKNOWN) ?? filled[0];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** @param value a text in zone-file form, a block with the parts, or a masked value */
function contentOf(type: unknown, value: unknown, side: Attributes): Attributes {
  const isMx = upper(type) === "MX";
  if (isObject(value)) {
    const text = first(value, ["value", "exchange", "nsdname", "name", "target", "content", "answer", "rdata"]);
    const priority = first(value, ["preference", "priority"]) ?? side.priority ?? null;
    // SRV and CAA have parts that are not in a text here.
    if (text === undefined || upper(type) === "SRV" || upper(type) === "CAA")
      return { content: null, data: value, priority };
    if (isMx && priority === null && typeof text === "string") return contentOf(type, text, side);
    return { content: txt(type, text), priority: isMx ? numeric(priority) : null, data: null };
  }
  if (isMx && typeof value === "string") {
    const [, preference, host] = /^\s*(\d{1,5})\s+(\S+)\s*$/.exec(value) ?? [];
    if (host !== undefined) return { content: host, priority: Number(preference), data: null };
  }
  return { content: txt(type, value), priority: isMx ? numeric(side.priority) : null, data: null };
}

function numeric(value: unknown): unknown {
  return typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : (value ?? null);
}

/** Route 53 separates the strings of a long text by `""`, and removes the outer quotes. */
function txt(type: unknown, value: unknown): unknown {
  if (value instanceof SensitiveValue || typeof value !== "string" || upper(type) !== "TXT") return value;
  if (!value.includes('""')) return value;
  const quoted = value.startsWith('"') ? value : `"${value}"`;
  return quoted.replaceAll('""', '" "');
}
