// How the forms of DNS hosts take a record: whether a TXT is in quotes, where the priority goes, whether a name ends in a dot.
// Each host's documentation is named beside it; docs/records.md says what was checked, and how.
import { relativeName } from "../dns/names";
import type { DnsRecord } from "../dns/record";
import { type RecordType, valueFormat } from "../dns/record-types";
import { plainText } from "../dns/text/txt";
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
  /** How many characters a value may have. @default - what the rules allow, or not documented */
  readonly longestValue?: number;
  /** How many characters all texts of a set may have together. @default - as above */
  readonly longestTexts?: number;
}

/** The text as it is meant, to be typed into a field; in quotes where it cannot be typed. */
const PLAIN: RdataStyle = { ...TABLE_STYLE, text: (text) => typed(text) ?? text };

export const FORMS: Readonly<Record<Host, Form>> = {
  /**
   * Cloudflare, DNS record types; Create DNS records; Time to Live: "@" is the zone, a TXT is quoted strings, an MX has a field
   * "Priority", a TTL is automatic or 60 to 86,400 seconds, which the rules check. It takes every type of domains.yaml.
   */
  cloudflare: { title: "Cloudflare", apex: "@", isPriorityBeside: true, style: TABLE_STYLE, lacks: [], hasSets: false },
  /**
   * Amazon Route 53, Supported DNS record types: names are taken as full ones, with or without a last dot; an MX is "10 host"; a TXT is
   * strings in quotes of at most 255 characters; an escape is octal. "Record name" is empty for the zone itself. Its API model
   * (2013-04-01, RRType, RData, TTL) has the types, 4,000 characters for a value, and a TTL of 0 to 2,147,483,647.
   */
  route53: {
    title: "Amazon Route 53",
    apex: "",
    isPriorityBeside: false,
    hasSets: true,
    style: { ...TABLE_STYLE, text: octal },
    lacks: ["CERT", "DNSKEY", "LOC", "OPENPGPKEY", "SMIMEA", "URI"],
    longestValue: 4000,
  },
  /**
   * Google Cloud DNS, DNS records overview (types) and Records format: host names end in a dot, an MX is "10 host.", a TXT without
   * quotes loses its blanks. gcloud 400's record_types.py has the same types. How long a value may be is not documented.
   */
  google: {
    title: "Google Cloud DNS",
    apex: "",
    isPriorityBeside: false,
    hasSets: true,
    style: ZONE_FILE_STYLE,
    lacks: ["CERT", "LOC", "OPENPGPKEY", "SMIMEA", "URI"],
  },
  /**
   * Azure DNS, Overview of DNS zones and records: names are relative, "@" is the zone; portal and command line take a TXT without
   * quotes and split it; 4,096 characters for all texts of a set (1,024 in national clouds); a TTL of 1 to 2,147,483,647. Its API
   * (2023-07-01-preview, RecordType, MxRecord) has the types, and an MX's preference and exchange apart, as the portal has.
   */
  azure: {
    title: "Azure DNS",
    apex: "@",
    isPriorityBeside: true,
    hasSets: true,
    style: PLAIN,
    lacks: ["CERT", "DNSKEY", "HTTPS", "LOC", "OPENPGPKEY", "SMIMEA", "SSHFP", "SVCB", "URI"],
    longestTexts: 4096,
  },
  generic: { title: "DNS", apex: "@", isPriorityBeside: true, style: PLAIN, lacks: [], hasSets: false },
};

/** The text for each field of a form. */
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
  const {
    title,
    lacks,
    longestValue = Number.POSITIVE_INFINITY,
    longestTexts = Number.POSITIVE_INFINITY,
  } = FORMS[host];
  const refuse = (found: DnsRecord, why: string) =>
    `${title} takes no ${why}, got "${found.id}" of "${found.entry}": leave it out with --purpose, or choose another host`;
  const unsupported = records.find(({ type }) => lacks.includes(type));
  if (unsupported !== undefined) return refuse(unsupported, `${unsupported.type} record`);
  const long = records.find((record) => formFields(record, host).value.length > longestValue);
  if (long !== undefined) return refuse(long, `value of more than ${longestValue} characters`);
  const texts = new Map<string, number>();
  for (const record of records) {
    if (record.type !== "TXT") continue;
    const sum = (texts.get(record.name) ?? 0) + plainText(record.content ?? "").length;
    if (sum > longestTexts) return refuse(record, `texts of more than ${longestTexts} characters at one name`);
    texts.set(record.name, sum);
  }
  return undefined;
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

/** The text within quotes; undefined if there are none, or if it has what nobody can type or see. */
function typed(text: string): string | undefined {
  const strings = parseStrings(text);
  if (strings === undefined) return undefined;
  const bytes = Buffer.concat(strings);
  const plain = bytes.toString("utf8");
  return Buffer.from(plain).equals(bytes) && !/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u.test(plain) ? plain : undefined;
}
