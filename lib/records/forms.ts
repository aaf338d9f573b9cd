// How the forms of DNS hosts want a record: whether quotes stand around a TXT, where the priority goes, whether a name ends in a
// dot. What each host documents is named beside it.
import { relativeName } from "../dns/names";
import type { DnsRecord } from "../dns/record";
import { type RecordType, valueFormat } from "../dns/record-types";
import { formatRdata, type RdataStyle, TABLE_STYLE, ZONE_FILE_STYLE } from "../rdata/format";
import { parseStrings } from "../rdata/strings";

/** The hosts whose forms are known; `generic` is a form like most others. */
export const HOSTS = ["cloudflare", "route53", "google", "azure", "generic"] as const;
/** One of HOSTS. */
export type Host = (typeof HOSTS)[number];

/** Cloudflare, Time to Live (TTL): automatic is 300 seconds. Elsewhere 1 would be one second. */
export const AUTOMATIC_TTL = 300;

interface Form {
  /** Its name in a sentence. */
  readonly title: string;
  /** What the field of the name wants for the zone itself; "" is left empty. */
  readonly apex: "@" | "";
  /** Whether an MX has a field of its own for the priority. */
  readonly isPriorityBeside: boolean;
  readonly style: RdataStyle;
  /** The types that it does not take, of those that domains.yaml does. */
  readonly lacks: readonly RecordType[];
  /** Whether records of one name and type are one set there, with a value a line. */
  readonly hasSets: boolean;
}

/** The text as it is meant, to be typed into a field; in quotes where it cannot be typed. */
const PLAIN: RdataStyle = { ...TABLE_STYLE, text: (text) => typed(text) ?? text };

export const FORMS: Readonly<Record<Host, Form>> = {
  // Cloudflare, DNS record types; Create DNS records: "@" is the zone; a TXT is quoted strings; an MX has a field "Priority".
  cloudflare: { title: "Cloudflare", apex: "@", isPriorityBeside: true, style: TABLE_STYLE, lacks: [], hasSets: false },
  // Amazon Route 53, Supported DNS record types: names are taken for full ones, an MX is "10 host", a TXT is strings in quotes
  // of at most 255 characters, and an escape is octal; "Record name" stays empty for the zone itself.
  route53: {
    title: "Amazon Route 53",
    apex: "",
    isPriorityBeside: false,
    hasSets: true,
    style: { ...TABLE_STYLE, text: octal },
    lacks: ["CERT", "DNSKEY", "LOC", "OPENPGPKEY", "SMIMEA", "URI"],
  },
  // Google Cloud DNS, Records format: host names end in a dot, an MX is "10 host.", a TXT without quotes loses its blanks.
  google: {
    title: "Google Cloud DNS",
    apex: "",
    isPriorityBeside: false,
    hasSets: true,
    style: ZONE_FILE_STYLE,
    lacks: ["CERT", "LOC", "OPENPGPKEY", "SMIMEA", "URI"],
  },
  // Azure DNS, Overview of DNS zones and records: names are relative, "@" is the zone; the portal takes a TXT without quotes
  // and splits it itself, and an MX has fields "Preference" and "Mail exchange".
  azure: {
    title: "Azure DNS",
    apex: "@",
    isPriorityBeside: true,
    hasSets: true,
    style: PLAIN,
    lacks: [
      ...(["CERT", "DNSKEY", "HTTPS", "LOC", "NAPTR", "OPENPGPKEY"] as const),
      ...(["SMIMEA", "SSHFP", "SVCB", "URI"] as const),
    ],
  },
  generic: { title: "DNS", apex: "@", isPriorityBeside: true, style: PLAIN, lacks: [], hasSets: false },
};

/** What stands in each field of a form. */
export interface FormFields {
  readonly host: string;
  readonly value: string;
  /** "" where the value has it, or where there is none. */
  readonly priority: string;
  /** Seconds; null for automatic, which only Cloudflare has. */
  readonly ttl: number | null;
}

/**
 * A record as a form wants it; without a host as Cloudflare has it.
 * @param isPriorityShown false where there is no place beside the value: it then begins with the priority
 */
export function formFields(record: DnsRecord, host?: Host, isPriorityShown = true): FormFields {
  const { apex, isPriorityBeside, style } = FORMS[host ?? "cloudflare"];
  const beside = isPriorityBeside && isPriorityShown && valueFormat(record.type).priority === "beside";
  const relative = relativeName(record.name, record.zone);
  const isAutomatic = record.ttl === 1;
  return {
    host: relative === "@" ? apex : relative,
    value: formatRdata(beside ? { ...record, priority: null } : record, style),
    priority: beside && record.priority !== null ? String(record.priority) : "",
    ttl: isAutomatic ? (host === undefined || host === "cloudflare" ? null : AUTOMATIC_TTL) : record.ttl,
  };
}

/** A CNAME for the zone itself, which no other host takes (RFC 1034 §3.6.2). */
export function isApexCname({ type, name, zone }: DnsRecord): boolean {
  return type === "CNAME" && name === zone;
}

/** Why a host cannot have the records, and what to do; undefined where it can. */
export function hostFault(records: readonly DnsRecord[], host: Host): string | undefined {
  const { title, lacks } = FORMS[host];
  const unsupported = records.find(({ type }) => lacks.includes(type));
  if (unsupported === undefined) return undefined;
  return `${title} takes no ${unsupported.type} record, got "${unsupported.id}" of "${unsupported.entry}": leave it out with --purpose, or choose another host`;
}

/** Amazon Route 53, TXT record type: what is no visible ASCII is a backslash and three octal digits. */
function octal(text: string): string {
  const strings = parseStrings(text);
  if (strings === undefined) return text;
  const written = (byte: number) => {
    if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, "0")}`;
    return byte === 0x22 || byte === 0x5c ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte);
  };
  return strings.map((bytes) => `"${[...bytes].map(written).join("")}"`).join(" ");
}

/** The text within quotes; undefined where it is none, or has what nobody can type or see. */
function typed(text: string): string | undefined {
  const strings = parseStrings(text);
  if (strings === undefined) return undefined;
  const bytes = Buffer.concat(strings);
  const plain = bytes.toString("utf8");
  return Buffer.from(plain).equals(bytes) && !/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u.test(plain) ? plain : undefined;
}
