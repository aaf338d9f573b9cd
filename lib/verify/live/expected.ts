// How a record should be answered, and whether an answer has it.
import { SINGLETON_TEXTS } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import { parseTxt, textBytes } from "../../dns/text/txt";
import { TXT_POLICIES } from "../../dns/text/txt-policy";
import { canonicalIpv6 } from "../../rdata/addresses";
import { canonicalRdata } from "../../rdata/decode";
import { formatRdata, TABLE_STYLE } from "../../rdata/format";
import type { Answer, RecordValue, ResourceRecord } from "../dns/answer";
import { aliasEnd, joinedText, recordsAt, recordsOf } from "./value";

/** Whether Cloudflare answers with addresses: the record is proxied, or a CNAME at the zone's apex, which is always flattened. */
export function isFlattened({ type, name, zone, proxied }: DnsRecord): boolean {
  return proxied || (type === "CNAME" && name === zone);
}

/** Whether it is an NS below the zone's apex. Then the parent's referral counts, not the NS records of the zone that begins there. */
export function isDelegation({ type, name, zone }: DnsRecord): boolean {
  return type === "NS" && name !== zone;
}

/** The type to query. */
export function queryType(record: DnsRecord): string {
  return record.type === "CNAME" && isFlattened(record) ? "A" : record.type;
}

/**
 * The live records that could be this one: those with its name and type. A name has TXT records for many purposes: only similar ones
 * count, also behind a CNAME, which those who read such texts follow (RFC 1034 §3.6.2).
 */
export function candidates(record: DnsRecord, answer: Answer): readonly ResourceRecord[] {
  if (record.type === "TXT") {
    const text = textOf(record);
    return recordsAt(answer, aliasEnd(answer, record.name), "TXT").filter(
      ({ value }) => value.kind === "txt" && isSimilarText(text, joinedText(value.strings)),
    );
  }
  if (record.type === "CNAME" && !isFlattened(record)) return recordsAt(answer, record.name, "CNAME");
  // Addresses may come from behind CNAMEs; a record of any other type behind a CNAME is not ours.
  return isFlattened(record) ? recordsOf(answer, queryType(record)) : recordsAt(answer, record.name, record.type);
}

/** Whether the answer has the record. */
export function hasRecord(record: DnsRecord, answer: Answer): boolean {
  return candidates(record, answer).some(({ value }) => matchesValue(record, value));
}

/** Whether a live value equals the record's. */
export function matchesValue(record: DnsRecord, value: RecordValue): boolean {
  const { content, priority, data } = record;
  switch (value.kind) {
    case "host":
      return sameName(value.host, content ?? "");
    case "address":
      return record.proxied || isFlattened(record) || sameAddress(value.address, content ?? "");
    case "mx":
      return value.priority === priority && sameName(value.host, content ?? "");
    case "txt":
      return Buffer.concat([...value.strings]).equals(textBytes(content ?? ""));
    case "caa":
      return (
        value.flags === Number(data?.flags ?? 0) &&
        value.tag.toLowerCase() === String(data?.tag).toLowerCase() &&
        value.value === String(data?.value ?? "").replace(/^"(.*)"$/s, "$1")
      );
    case "srv": {
      const { priority: first = priority, weight, port, target = "" } = data ?? {};
      const numbers = [value.priority, value.weight, value.port];
      return [first, weight, port].every((n, i) => Number(n) === numbers[i]) && sameName(value.host, String(target));
    }
    case "soa":
      return false;
    case "rdata":
      return canonicalRdata(record)?.equals(value.bytes) === true;
  }
}

/** The text of a TXT record, joined. */
export function textOf({ content }: DnsRecord): string {
  try {
    return parseTxt(content ?? "");
  } catch {
    return content ?? "";
  }
}

/** The beginnings of version tags, without the number. */
const VERSIONS = ["DKIM1", ...SINGLETON_TEXTS.keys(), ...TXT_POLICIES.map(({ version }) => version)].map((version) =>
  version.toLowerCase().replace(/v?\d+$/, ""),
);
const VERSION = new RegExp(`^v=(?:${VERSIONS.join("|")})`);

/** Whether a live text was meant to be this one, even if it is damaged. */
export function isSimilarText(expected: string, live: string): boolean {
  const kind = (text: string) => {
    const letters = text.toLowerCase().replace(/[^a-z0-9=]/g, "");
    return VERSION.exec(letters)?.[0] ?? /^[a-z0-9]+(?==)/.exec(letters)?.[0];
  };
  const wanted = kind(expected);
  return wanted === undefined ? withoutSpace(live) === withoutSpace(expected) : kind(live) === wanted;
}

/** The record's value in the form of the hand-over table. */
export function expectedValue(record: DnsRecord): string {
  return formatRdata(record, TABLE_STYLE);
}

/** Names are compared case-insensitively (RFC 4343). */
function sameName(one: string, other: string): boolean {
  const bare = (name: string) => name.toLowerCase().replace(/\.$/, "");
  return bare(one) === bare(other);
}

function sameAddress(one: string, other: string): boolean {
  return canonicalIpv6(one).toLowerCase() === canonicalIpv6(other).toLowerCase();
}

function withoutSpace(text: string): string {
  return text.toLowerCase().replace(/\s/g, "");
}
