// Reads a zone file (RFC 1035 §5.1) of Cloudflare or any other server. It has no record ids, so its records can be matched but not
// imported. The result is the same as that of named-checkzone -D, so it is what a server publishes.

import type { ZoneRecord } from "../../cloudflare/zone-record";
import { isWithin } from "../../dns/names";
import { entriesOf, type Position, type Token, type ZoneFileEntry, ZoneFileError } from "./entries";
import { genericTokens, typeMnemonic } from "./generic";
import { nameBelowOrigin } from "./names";
import { type ValueFields, valueFields } from "./values";

/** A number of seconds, or numbers with units. */
const TTL = /^(?:\d+|(?:\d+[smhdw])+\d*)$/i;
/** RFC 2181 §8. */
const TTL_LIMIT = 2 ** 31 - 1;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** `CLASS1` is IN (RFC 3597 §5); cli53 writes Route 53's aliases as `AWS ALIAS`, which no other server answers. */
const CLASS = /^(?:IN|CH|CS|HS|CLASS\d+|AWS)$/i;
/** Windows DNS writes the age of dynamically registered records. */
const AGE = /^\[AGE:\d+\]$/i;

/** The state that applies to the following entries. */
interface Scope {
  origin: string;
  ttl?: number;
  lastTtl?: number;
  lastName?: string;
  /** Whether the SOA's owner name has no last dot, as in Cloudflare's exports: it means the zone apex. */
  isUndotted?: boolean;
}

/**
 * The records of a zone file, without duplicates and without those outside the zone, which servers ignore too.
 * @param zone the zone's name, which is the origin until the file sets another
 * @throws ZoneFileError
 */
export function readZoneFile(text: string, zone: string): ZoneRecord[] {
  const records = new Map<string, ZoneRecord>();
  const scope: Scope = { origin: zone };
  for (const entry of entriesOf(text)) {
    if (entry.tokens[0]?.text.startsWith("$") && !entry.tokens[0].quoted) {
      applyDirective(entry, scope, zone);
      continue;
    }
    const record = readRecord(entry, scope, zone);
    if (record.type === "SOA" && record.name !== zone)
      throw new ZoneFileError(
        entry,
        `the file is of the zone "${record.name}", not of "${zone}": name it with --zone-file ${record.name}=FILE`,
      );
    if (!isWithin(record.name, zone)) continue;
    const { type, name, content, priority } = record;
    const key = JSON.stringify([type, name, priority, content]);
    if (!records.has(key)) records.set(key, record);
  }
  return [...records.values()];
}

/** `$ORIGIN` and `$TTL` (RFC 1035 §5.1, RFC 2308 §4). */
function applyDirective({ tokens, ...place }: ZoneFileEntry, scope: Scope, zone: string): void {
  const [first, value, extra] = tokens;
  const name = first?.text.toUpperCase();
  if (extra !== undefined && (name === "$ORIGIN" || name === "$TTL"))
    throw new ZoneFileError(extra, `"${first?.text}" ends before ${JSON.stringify(extra.text)}: remove that`);
  if (name === "$ORIGIN" && value !== undefined) scope.origin = originOf(value, scope, zone);
  else if (name === "$TTL" && value !== undefined && TTL.test(value.text)) scope.ttl = seconds(value);
  else {
    const isKnown = name === "$ORIGIN" || name === "$TTL";
    throw new ZoneFileError(
      place,
      isKnown
        ? `"${first?.text}" needs ${name === "$TTL" ? "a ttl" : "a name"}, got ${JSON.stringify(value?.text ?? "")}: correct it`
        : `"${first?.text}" cannot be followed here: write its records out, as named-checkzone -D does`,
    );
  }
}

function readRecord(entry: ZoneFileEntry, scope: Scope, zone: string): ZoneRecord {
  const { indented, tokens, comment } = entry;
  const owner = indented ? undefined : tokens[0];
  let ttl: number | undefined;
  let at = owner === undefined ? 0 : 1;
  for (let word = tokens[at]; word !== undefined && isBeforeType(word); at += 1, word = tokens[at]) {
    if (TTL.test(word.text)) ttl = seconds(word);
    else if (/^(?:CH|CS|HS|CLASS(?!0*1$)\d+)$/i.test(word.text))
      throw new ZoneFileError(word, `the class ${word.text} is not IN, the internet's: remove the record`);
  }
  const written = tokens[at]?.text.toUpperCase();
  const rest = tokens.slice(at + 1);
  const type = written === undefined ? undefined : typeMnemonic(written);
  if (type === undefined || !/^[A-Z][A-Z0-9-]*$/.test(type) || rest.length === 0) {
    const got = JSON.stringify(tokens.map(({ text }) => text).join(" "));
    throw new ZoneFileError(entry, `expected a name, ttl, class, type and value, got ${got}`);
  }
  const name = owner === undefined ? scope.lastName : ownerName(owner, type, scope, zone);
  if (name === undefined)
    throw new ZoneFileError(entry, "a record has no name, and neither has the line before it: add it");
  scope.lastName = name;
  // A record without a ttl has that of $TTL (RFC 2308 §4), else that of the record before it (RFC 1035). BIND uses the SOA's minimum
  // for the first record.
  const minimum = type === "SOA" && TTL.test(rest.at(-1)?.text ?? "") ? seconds(rest.at(-1) as Token) : undefined;
  scope.lastTtl = ttl ?? scope.ttl ?? scope.lastTtl ?? minimum ?? 1;
  return {
    zone,
    zoneId: null,
    id: null,
    type,
    name,
    ttl: scope.lastTtl,
    ...recordValueOf(type, rest, scope.origin, entry),
    ...attributesOf(comment),
    flattened: false,
  };
}

function recordValueOf(type: string, words: readonly Token[], origin: string, entry: ZoneFileEntry): ValueFields {
  const generic = genericTokens(type, words, entry);
  if (generic === undefined) return valueFields(type, words, origin, entry);
  return "content" in generic ? generic : valueFields(type, generic, origin, entry);
}

function isBeforeType({ text, quoted }: Token): boolean {
  return !quoted && (TTL.test(text) || CLASS.test(text) || AGE.test(text));
}

/** The zone's name without the last dot means the zone, unless the file has set another origin. BIND would find no SOA then. */
function originOf(value: Token, { origin }: Scope, zone: string): string {
  return origin === zone && value.text.toLowerCase() === zone ? zone : nameBelowOrigin(value, origin);
}

function ownerName(owner: Token, type: string, scope: Scope, zone: string): string {
  const isZone = owner.text.toLowerCase() === zone;
  // Cloudflare's exports of 2018 and before have the SOA at `@` below `$ORIGIN .`.
  if (type === "SOA" && owner.text === "@" && scope.origin === "") return zone;
  if (type === "SOA" && isZone && scope.origin === zone) scope.isUndotted = true;
  return isZone && scope.isUndotted ? zone : nameBelowOrigin(owner, scope.origin);
}

/**
 * Cloudflare writes a record's comment and tags after it, and whether it is proxied as a special tag:
 * https://developers.cloudflare.com/dns/manage-dns-records/how-to/import-and-export/
 */
function attributesOf(text: string): Pick<ZoneRecord, "comment" | "tags" | "proxied"> {
  const at = /(?:^|\s)cf_tags=/.exec(text);
  const comment = (at === null ? text : text.slice(0, at.index)).trim();
  const tags = at === null ? [] : tagsOf(text.slice(at.index + at[0].length));
  return {
    comment: comment === "" ? null : comment,
    tags: tags.filter((tag) => !/^cf-[a-z-]+:/.test(tag)),
    proxied: tags.includes("cf-proxied:true"),
  };
}

/** Comma-separated tags; a comma in quotes is part of its tag. */
function tagsOf(text: string): string[] {
  const tags: string[] = [];
  let [start, quoted] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === "," && !quoted) {
      tags.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...tags, text.slice(start)].map((tag) => tag.trim()).filter((tag) => tag !== "");
}

function seconds(word: Position & Pick<Token, "text">): number {
  const sum = [...word.text.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (total, [, count, unit]) => total + Number(count) * (SECONDS[(unit || "s").toLowerCase()] ?? 1),
    0,
  );
  if (sum > TTL_LIMIT)
    throw new ZoneFileError(
      word,
      `the ttl ${JSON.stringify(word.text.slice(0, 40))} is above ${TTL_LIMIT} seconds: correct it`,
    );
  return sum;
}
