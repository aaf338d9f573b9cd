// A DNS record before or after a change. Every field can be missing, unknown until the apply, or hidden. A text that cannot be
// read is undefined, and the rules are told that they do not see everything.

import { canonicalName, canonicalValue } from "../../dns/canonical";
import { isDkimName } from "../../dns/kinds/dkim";
import { dkimTags } from "../../dns/text/dkim";
import { isDmarc } from "../../dns/text/dmarc";
import { isSpf } from "../../dns/text/spf-parser";
import { plainText } from "../../dns/text/txt";
import { recordText } from "../../plan/value-text";
import { type Attributes, isObject, SensitiveValue, stringOf, UNKNOWN } from "../../plan/values";

export interface RecordSide {
  readonly type?: string;
  /** In lower case and ASCII, without the last dot; relative to its zone if it is written so. */
  readonly name?: string;
  /** What the record says, in one line: priority, then content or data. Masked if it is unknown or hidden. */
  readonly value: string;
  /** Only the content. */
  readonly content?: string;
  /** Equal for two records of one type that give the same answer; undefined if it is not known. */
  readonly meaning?: string;
  /** The text of a TXT record, with its strings joined. */
  readonly text?: string;
  readonly ttl?: number;
  readonly proxied: boolean;
  /** Cloudflare answers with the target's addresses instead of the CNAME. */
  readonly flattened: boolean;
  readonly zoneId?: string;
  /** Part of it is sensitive. */
  readonly isHidden: boolean;
  /** The content is known only after the apply. Cloudflare itself writes the content of a record that has data. */
  readonly isUnknown: boolean;
}

export function recordSide(side: Attributes): RecordSide {
  // A record that has become empty is not the same as a record whose content is unknown.
  const content = stringOf(side.content) ?? (side.content === null && side.data == null ? "" : undefined);
  const type = stringOf(side.type)?.trim().toUpperCase();
  const ttl = typeof side.ttl === "number" ? side.ttl : undefined;
  const settings = isObject(side.settings) ? side.settings : {};
  const [name, zoneId] = [readName(side.name), stringOf(side.zone_id)];
  const joined = content === undefined || (type !== undefined && type !== "TXT") ? undefined : txt(content);
  const meaning = readMeaning(side, type, name);
  const result: { -readonly [key in keyof RecordSide]: RecordSide[key] } = {
    value: recordText(side),
    // An unknown value may be true.
    proxied: side.proxied === true || isMasked(side.proxied),
    flattened: settings.flatten_cname === true,
    isHidden: [side.content, side.data, side.name, side.type].some((value) => value instanceof SensitiveValue),
    isUnknown: side.data === UNKNOWN || (side.content === UNKNOWN && !isObject(side.data)),
  };
  // An unknown value has no fields.
  if (type !== undefined) result.type = type;
  if (name !== undefined) result.name = name;
  if (content !== undefined) result.content = content;
  if (meaning !== undefined) result.meaning = meaning;
  if (joined !== undefined) result.text = joined;
  if (ttl !== undefined) result.ttl = ttl;
  if (zoneId !== undefined) result.zoneId = zoneId;
  return result;
}

/** The target of a record: a plain name, or an address. */
export function sideTarget({ content }: RecordSide): string | undefined {
  return content === undefined ? undefined : canonicalName(content.trim());
}

/** RFC 1035 §5.1: `\X` and `\DDD` stand for a character. In practice this is only used to mislead a reader. */
function readName(value: unknown): string | undefined {
  const name = stringOf(value)?.trim();
  if (name === undefined) return undefined;
  const plain = name.includes("\\")
    ? name.replace(/\\(?:([0-9]{3})|(.))/gs, (_, code, character) => character ?? String.fromCharCode(Number(code)))
    : name;
  return plain === "" ? "@" : canonicalName(plain);
}

function readMeaning(side: Attributes, type: string | undefined, name: string | undefined): string | undefined {
  const { content, priority, data } = side;
  if (type === undefined || isMasked(priority) || isMasked(data)) return undefined;
  const parts = isObject(data) ? Object.entries(data).filter(([, part]) => part != null) : [];
  if (parts.some(([, part]) => isMasked(part) || isObject(part))) return undefined;
  if (parts.length === 0 && (typeof content !== "string" || content.length > LONGEST)) return undefined;
  // Blanks are not part of a key. Other texts at the name are left as they are.
  if (type === "TXT" && typeof content === "string" && name !== undefined && isDkimName(name)) {
    const written = txt(content);
    const tags = dkimTags(written);
    const isOnce = tags.size === written.split(";").length;
    // The version must come first, else it is not a DKIM record (RFC 6376 §3.6.1). The version and the key type have defaults.
    const isFirst = !tags.has("v") || [...tags.keys()][0] === "v";
    if (tags.has("p") && isOnce && isFirst) {
      const full = new Map([["v", "DKIM1"], ["k", "rsa"], ...tags]);
      return JSON.stringify([...full].filter(([tag]) => tag !== "").sort());
    }
  }
  return canonicalValue({
    type,
    content: stringOf(content) ?? null,
    priority: typeof priority === "number" ? priority : null,
    data: parts.length === 0 ? null : (Object.fromEntries(parts) as Readonly<Record<string, string | number>>),
  });
}

function isMasked(value: unknown): boolean {
  return value === UNKNOWN || value instanceof SensitiveValue;
}

/**
 * RFC 1035 §3.2.1: the length of a record's data is a 16-bit number. A longer text cannot be a record, and is slow to parse.
 */
const LONGEST = 65_535;

/**
 * It is not always certain how Cloudflare reads quotes and escapes, such as a single quote. Then the reading that has a policy
 * is used.
 */
function txt(content: string): string {
  if (content.length > LONGEST) return content;
  const text = plainText(content);
  if (isPolicy(text) || !/^\s|["\\]/.test(text)) return text;
  const other = plainText(`"${content.trim().replace(/^"|"$/g, "")}"`);
  return isPolicy(other) ? other : text;
}

function isPolicy(text: string): boolean {
  return isSpf(text) || isDmarc(text);
}
