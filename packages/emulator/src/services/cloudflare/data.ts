// Records that Cloudflare takes as `data`: which fields a type has, how the API writes them down, and the `content` that it
// makes of them. The content of SRV and LOC is what the provider's acceptance tests expect:
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/dns_record/resource_test.go
// that of HTTPS an answer in caddyserver/caddy#7301; the others are in presentation format and not confirmed.

export type RecordData = Readonly<Record<string, string | number>>;

/** The fields of each type, in the order of its presentation format. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  CAA: ["flags", "tag", "value"],
  CERT: ["type", "key_tag", "algorithm", "certificate"],
  DNSKEY: ["flags", "protocol", "algorithm", "public_key"],
  DS: ["key_tag", "algorithm", "digest_type", "digest"],
  HTTPS: ["priority", "target", "value"],
  LOC: [
    "lat_degrees",
    "lat_minutes",
    "lat_seconds",
    "lat_direction",
    "long_degrees",
    "long_minutes",
    "long_seconds",
    "long_direction",
    "altitude",
    "size",
    "precision_horz",
    "precision_vert",
  ],
  NAPTR: ["order", "preference", "flags", "service", "regex", "replacement"],
  SMIMEA: ["usage", "selector", "matching_type", "certificate"],
  SRV: ["priority", "weight", "port", "target"],
  SSHFP: ["algorithm", "type", "fingerprint"],
  SVCB: ["priority", "target", "value"],
  TLSA: ["usage", "selector", "matching_type", "certificate"],
  // Its priority stands beside `data`, as that of MX does.
  URI: ["weight", "target"],
};

/** Fields that may be left out. */
const OPTIONAL: ReadonlySet<string> = new Set(
  "CAA.flags HTTPS.value SVCB.value LOC.lat_minutes LOC.lat_seconds LOC.long_minutes LOC.long_seconds LOC.altitude LOC.size LOC.precision_horz LOC.precision_vert NAPTR.regex NAPTR.replacement".split(
    " ",
  ),
);

/** Cloudflare answers with upper-case digits: kubernetes-sigs/external-dns#6616, octodns/octodns-cloudflare#39 */
const UPPER_CASE: ReadonlySet<string> = new Set(["SMIMEA.certificate", "SSHFP.fingerprint", "TLSA.certificate"]);

/** Fields that are numbers although the provider takes strings too. */
const NUMERIC_FLAGS = ["CAA", "DNSKEY"];

export function isDataType(type: string): boolean {
  return type in FIELDS;
}

/** The first field that the API would miss. */
export function missingField(type: string, data: RecordData): string | undefined {
  return FIELDS[type]?.find((field) => data[field] === undefined && !OPTIONAL.has(`${type}.${field}`));
}

/** The data as the API keeps it: only the type's own fields. */
export function writeData(type: string, data: RecordData): RecordData {
  const kept = (FIELDS[type] ?? []).filter((field) => data[field] !== undefined);
  return Object.fromEntries(kept.map((field) => [field, writeField(type, field, data[field]!)]));
}

/** The record's `content`. Of SRV and URI the priority is a field of its own. */
export function contentOfData(type: string, data: RecordData): string {
  const text = (field: string) => String(data[field] ?? "");
  switch (type) {
    case "CAA":
      return `${data.flags ?? 0} ${text("tag")} "${text("value")}"`;
    case "LOC":
      return contentOfLocation(data);
    case "NAPTR": {
      const [order, preference, flags, service, regex, replacement] = FIELDS.NAPTR!.map(text);
      return `${order} ${preference} "${flags}" "${service}" "${regex}" ${replacement || "."}`;
    }
    case "SRV":
      return ["weight", "port", "target"].map(text).join(" ");
    case "URI":
      return `${text("weight")} "${text("target")}"`;
    default:
      return (FIELDS[type] ?? []).map(text).join(" ").trim();
  }
}

function writeField(type: string, field: string, value: string | number): string | number {
  if (field === "flags" && NUMERIC_FLAGS.includes(type)) return Number(value);
  if (typeof value !== "string") return value;
  if (UPPER_CASE.has(`${type}.${field}`)) return value.replace(/\s/g, "").toUpperCase();
  // One blank between parameters, and none around them: what octoDNS sends begins with one, and what it reads must not.
  if (field === "value" && (type === "HTTPS" || type === "SVCB")) return parametersOf(value).join(" ");
  return value;
}

/** SvcParams, each whole (RFC 9460 §2.1): a blank within quotes parts nothing. */
function parametersOf(value: string): readonly string[] {
  return value.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
}

function contentOfLocation(data: RecordData): string {
  const number = (field: string, digits = 0) => Number(data[field] ?? 0).toFixed(digits);
  const angle = (side: "lat" | "long") =>
    `${number(`${side}_degrees`)} ${number(`${side}_minutes`)} ${number(`${side}_seconds`, 3)} ${data[`${side}_direction`]}`;
  const metres = ["altitude", "size", "precision_horz", "precision_vert"].map((field) => number(field, 2));
  return [angle("lat"), angle("long"), ...metres].join(" ");
}
