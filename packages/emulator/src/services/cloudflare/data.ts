// Records that Cloudflare accepts as `data`: the fields of each type, how the API stores them, and the `content` that it derives
// from them. The content of SRV and LOC is what the provider's acceptance tests expect:
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/dns_record/resource_test.go
// The content of HTTPS is from an answer in caddyserver/caddy#7301. The others are in presentation format, which is not confirmed.

export type RecordParts = Readonly<Record<string, string | number>>;

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
  // As with MX, the priority is a field beside `data`.
  URI: ["weight", "target"],
};

/** Optional fields. */
const OPTIONAL: ReadonlySet<string> = new Set(
  "CAA.flags HTTPS.value SVCB.value LOC.lat_minutes LOC.lat_seconds LOC.long_minutes LOC.long_seconds LOC.altitude LOC.size LOC.precision_horz LOC.precision_vert NAPTR.regex NAPTR.replacement".split(
    " ",
  ),
);

/** Cloudflare answers with upper-case digits: kubernetes-sigs/external-dns#6616, octodns/octodns-cloudflare#39 */
const UPPER_CASE: ReadonlySet<string> = new Set(["SMIMEA.certificate", "SSHFP.fingerprint", "TLSA.certificate"]);

/** Types whose flags are numbers, although the provider also accepts strings. */
const NUMERIC_FLAGS = ["CAA", "DNSKEY"];

export function isDataType(type: string): boolean {
  return type in FIELDS;
}

/** The first required field that is missing. */
export function missingField(type: string, data: RecordParts): string | undefined {
  return FIELDS[type]?.find((field) => data[field] === undefined && !OPTIONAL.has(`${type}.${field}`));
}

/** The data as the API stores it: only the fields of the type. */
export function storedData(type: string, data: RecordParts): RecordParts {
  const kept = (FIELDS[type] ?? []).filter((field) => data[field] !== undefined);
  return Object.fromEntries(kept.map((field) => [field, storedField(type, field, data[field]!)]));
}

/** The record's `content`. The priority of SRV and URI is a separate field. */
export function contentOfData(type: string, data: RecordParts): string {
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

function storedField(type: string, field: string, value: string | number): string | number {
  if (field === "flags" && NUMERIC_FLAGS.includes(type)) return Number(value);
  if (typeof value !== "string") return value;
  if (UPPER_CASE.has(`${type}.${field}`)) return value.replace(/\s/g, "").toUpperCase();
  // One space between parameters, and none around them. The text that octoDNS sends begins with a space, but the text that it reads
  // must not.
  if (field === "value" && (type === "HTTPS" || type === "SVCB")) return parametersOf(value).join(" ");
  return value;
}

/** The SvcParams (RFC 9460 §2.1). A space inside quotes does not separate them. */
function parametersOf(value: string): readonly string[] {
  return value.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
}

function contentOfLocation(data: RecordParts): string {
  const number = (field: string, digits = 0) => Number(data[field] ?? 0).toFixed(digits);
  const angle = (side: "lat" | "long") =>
    `${number(`${side}_degrees`)} ${number(`${side}_minutes`)} ${number(`${side}_seconds`, 3)} ${data[`${side}_direction`]}`;
  const metres = ["altitude", "size", "precision_horz", "precision_vert"].map((field) => number(field, 2));
  return [angle("lat"), angle("long"), ...metres].join(" ");
}
