// What a record should look like from outside, and whether an answer is it.
import { SINGLETON_TEXTS } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import { parseTxt } from "../../dns/text/txt";
import { TXT_POLICIES } from "../../dns/text/txt-policy";
import { canonicalIpv6 } from "../../rdata/addresses";
import { canonicalRdata } from "../../rdata/decode";
import { formatRdata, TABLE_STYLE } from "../../rdata/format";
import type { Answer, RecordValue, ResourceRecord } from "../dns/answer";
import { aliasEnd, joinedText, recordsAt, recordsOf } from "./value";

/** Cloudflare answers for it with addresses: it is proxied, or a CNAME at the zone's apex, which is always flattened. */
export function isFlattened({ type, name, zone, proxied }: DnsRecord): boolean {
  return proxied || (type === "CNAME" && name === zone);
}

/** An NS below the zone's name: what counts is by whom the zone refers, not what the zone that begins there says of itself. */
export function isDelegation({ type, name, zone }: DnsRecord): boolean {
  return type === "NS" && name !== zone;
}

/** The type to ask for. */
export function queryType(record: DnsRecord): string {
  return record.type === "CNAME" && isFlattened(record) ? "A" : record.type;
}

/**
 * The live records that could be this one: of its type, at its name. A name has TXT records for many ends: of them, its like, also
 * where a CNAME leads to them, as whoever reads such a text follows it (RFC 1034 §3.6.2).
 */
export function candidates(record: DnsRecord, answer: Answer): readonly ResourceRecord[] {
  if (record.type === "TXT") {
    const text = textOf(record);
    return recordsAt(answer, aliasEnd(answer, record.name), "TXT").filter(
      ({ value }) => value.kind === "txt" && isSimilarText(text, joinedText(value.strings)),
    );
  }
  if (record.type === "CNAME" && !isFlattened(record)) return recordsAt(answer, record.name, "CNAME");
  // An address may be reached through CNAMEs; any other type through one is somebody else's record.
  return isFlattened(record) ? recordsOf(answer, queryType(record)) : recordsAt(answer, record.name, record.type);
}

/** Whether the answer has the record. */
export function hasRecord(record: DnsRecord, answer: Answer): boolean {
  return candidates(record, answer).some(({ value }) => matchesValue(record, value));
}

/** Whether a live value is the record's, wherever it was found. */
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
      return Buffer.concat([...value.strings]).equals(Buffer.from(textOf(record)));
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

/** What the versions of texts begin with, without the number. */
const VERSIONS = ["DKIM1", ...SINGLETON_TEXTS.keys(), ...TXT_POLICIES.map(({ version }) => version)].map((version) =>
  version.toLowerCase().replace(/v?\d+$/, ""),
);
const VERSION = new RegExp(`^v=(?:${VERSIONS.join("|")})`);

/** Whether a live text was meant to be this one, however it is spoilt. */
export function isSimilarText(expected: string, live: string): boolean {
  const kind = (text: string) => {
    const letters = text.toLowerCase().replace(/[^a-z0-9=]/g, "");
    return VERSION.exec(letters)?.[0] ?? /^[a-z0-9]+(?==)/.exec(letters)?.[0];
  };
  const wanted = kind(expected);
  return wanted === undefined ? withoutSpace(live) === withoutSpace(expected) : kind(live) === wanted;
}

/** The record's value as the hand-over table has it. */
export function expectedValue(record: DnsRecord): string {
  return formatRdata(record, TABLE_STYLE);
}

/** DNS compares names without regard to case (RFC 4343). */
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
