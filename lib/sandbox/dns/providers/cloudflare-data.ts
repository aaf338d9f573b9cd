// A record of Cloudflare's API as DNS serves it: content and data become what dns-packet writes into a packet.
import type { RecordType } from "dns-packet";
import { quotedStrings } from "../../services/cloudflare/quoted";
import type { CloudflareRecord } from "../../world/world";
import type { RecordData, ResourceRecord } from "../message";
import { record } from "../zones";

/** Automatic: https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/ */
const AUTOMATIC = 300;

/** As an unproxied record is served; nothing for types that dns-packet cannot write. */
export function servedRecord(source: CloudflareRecord): ResourceRecord[] {
  const data = rdata(source);
  return data === undefined ? [] : [record(source.name, source.type as RecordType, data, servedTtl(source))];
}

export function servedTtl({ ttl }: Pick<CloudflareRecord, "ttl">): number {
  return ttl === 1 ? AUTOMATIC : ttl;
}

/** Quoted strings stay apart; text without quotes is one string, cut where it is too long. */
function textStrings(content: string): Buffer[] {
  const quoted = /^\s*".*"\s*$/s.test(content) ? quotedStrings(content) : undefined;
  const texts = quoted === undefined ? [Buffer.from(content)] : quoted.map(unescapeText);
  const strings = texts.flatMap((text) => pieces(text));
  return strings.length === 0 ? [Buffer.alloc(0)] : strings;
}

/** Character-strings of at most 255 bytes (RFC 1035 §3.3). */
export function pieces(text: Buffer): Buffer[] {
  const count = Math.max(1, Math.ceil(text.length / 255));
  return Array.from({ length: count }, (_, index) => text.subarray(index * 255, (index + 1) * 255));
}

/** `\"`, `\\` and `\233`: RFC 1035 §5.1. */
function unescapeText(text: string): Buffer {
  const parts = text.split(/(\\\d{3}|\\[\s\S])/);
  return Buffer.concat(
    parts.map((part) => {
      if (/^\\\d{3}$/.test(part)) return Buffer.from([Number(part.slice(1)) & 0xff]);
      return Buffer.from(part.startsWith("\\") ? part.slice(1) : part);
    }),
  );
}

function rdata({ type, content, priority, data }: CloudflareRecord): RecordData | undefined {
  const number = (field: string) => Number(data?.[field] ?? 0);
  const text = (field: string) => String(data?.[field] ?? "");
  const hex = (field: string) => Buffer.from(text(field).replace(/\s/g, ""), "hex");
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
    case "CAA":
      return { flags: number("flags"), tag: text("tag") as "issue", value: text("value") };
    case "SRV":
      return { priority: number("priority"), weight: number("weight"), port: number("port"), target: text("target") };
    case "TLSA":
      return {
        usage: number("usage"),
        selector: number("selector"),
        matchingType: number("matching_type"),
        certificate: hex("certificate"),
      };
    case "SSHFP":
      return { algorithm: number("algorithm"), hash: number("type"), fingerprint: text("fingerprint") };
    case "DS":
      return {
        keyTag: number("key_tag"),
        algorithm: number("algorithm"),
        digestType: number("digest_type"),
        digest: hex("digest"),
      };
    case "DNSKEY":
      return { flags: number("flags"), algorithm: number("algorithm"), key: Buffer.from(text("public_key"), "base64") };
    case "NAPTR":
      return {
        order: number("order"),
        preference: number("preference"),
        flags: text("flags"),
        services: text("service"),
        regexp: text("regex"),
        replacement: text("replacement") || ".",
      };
    default:
      return undefined;
  }
}
