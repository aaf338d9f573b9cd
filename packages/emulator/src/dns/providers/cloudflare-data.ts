// Turns a record of Cloudflare's API into DNS data: content and data become a value that dns-packet can write, or bytes.
import { encodeRdata } from "../../../../../lib/rdata/encode";
import { RdataError } from "../../../../../lib/rdata/error";
import { unescapeText } from "../../../../../lib/rdata/strings";
import { quotedStrings } from "../../services/cloudflare/quoted-strings";
import type { CloudflareRecord } from "../../world/entities";
import type { RecordData, ResourceRecord } from "../message";
import { record } from "../zones";

/** The TTL of "automatic", in seconds: https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/ */
const AUTOMATIC = 300;

/** The record as DNS serves it when it is not proxied; undefined if its value does not fit its type. */
export function servedRecord(source: CloudflareRecord): ResourceRecord[] {
  const data = rdata(source);
  return data === undefined ? [] : [record(source.name, source.type, data, servedTtl(source))];
}

export function servedTtl({ ttl }: Pick<CloudflareRecord, "ttl">): number {
  return ttl === 1 ? AUTOMATIC : ttl;
}

/** Quoted strings stay separate. Text without quotes is one string, split if it is too long. */
function textStrings(content: string): Buffer[] {
  const quoted = /^\s*".*"\s*$/s.test(content) ? quotedStrings(content) : undefined;
  const texts = quoted === undefined ? [Buffer.from(content)] : quoted.map(unescapeText);
  const strings = texts.flatMap((text) => characterStrings(text));
  return strings.length === 0 ? [Buffer.alloc(0)] : strings;
}

/** Character-strings of at most 255 bytes (RFC 1035 §3.3). */
export function characterStrings(text: Buffer): Buffer[] {
  const count = Math.max(1, Math.ceil(text.length / 255));
  return Array.from({ length: count }, (_, index) => text.subarray(index * 255, (index + 1) * 255));
}

function rdata(source: CloudflareRecord): RecordData | undefined {
  const { type, content, priority } = source;
  switch (type) {
    case "A":
    case "AAAA":
    case "CNAME":
    case "NS":
    case "PTR":
      return content;
    case "MX":
      return { preference: priority ?? 0, exchange: content };
    case "TXT":
      return textStrings(content);
    default:
      return otherBytes(source);
  }
}

/** The API accepts some values that do not fit their type, and then serves nothing. */
function otherBytes(source: CloudflareRecord): Buffer | undefined {
  try {
    return encodeRdata(source);
  } catch (caught) {
    if (caught instanceof RdataError) return undefined;
    throw caught;
  }
}
