// A zone file (RFC 1035 §5.1) as Cloudflare exports it, or any other server's. It has no record ids: it can be matched and
// not imported. Read by characters, because a semicolon or a bracket in a quoted text is text: what is read wrong here would
// be told as a difference.
import type { ZoneRecord } from "../zone/zone-record";

/** Thrown where the file is none, with the line. */
export class ZoneFileFault extends Error {
  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = "ZoneFileFault";
  }
}

/** One entry of the file: its words, brackets taken out and line breaks within them, and the comment behind them. */
interface Entry {
  readonly line: number;
  /** Whether it begins with a blank: the owner is the one before. */
  readonly indented: boolean;
  readonly words: readonly string[];
  readonly comment: string;
}

const TTL = /^(?:\d+[smhdw]?)+$/i;
const CLASSES: readonly string[] = ["IN", "CH", "HS", "CS"];
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * The records of a zone file.
 * @param zone the zone's name, and the origin until the file says another
 * @throws ZoneFileFault
 */
export function readZoneFile(text: string, zone: string): ZoneRecord[] {
  const records: ZoneRecord[] = [];
  let origin = zone;
  let defaultTtl: number | undefined;
  let [lastName, lastTtl]: [string | undefined, number | undefined] = [undefined, undefined];
  for (const { line, indented, words, comment } of entriesOf(text)) {
    const [first = "", value = ""] = words;
    if (/^\$ORIGIN$/i.test(first)) origin = absolute(value, origin);
    else if (/^\$TTL$/i.test(first) && TTL.test(value)) defaultTtl = seconds(value);
    else if (first.startsWith("$"))
      throw new ZoneFileFault(line, `"${first}" cannot be followed here: write its records out`);
    else {
      const rest = [...words];
      const owner: string | undefined = indented ? lastName : absolute(rest.shift() ?? "", origin);
      if (owner === undefined)
        throw new ZoneFileFault(line, "a record has no name, and there is none before it: add it");
      lastName = owner;
      let ttl: number | undefined;
      while (rest[0] !== undefined && (TTL.test(rest[0]) || CLASSES.includes(rest[0].toUpperCase()))) {
        const word = rest.shift() ?? "";
        if (TTL.test(word)) ttl = seconds(word);
      }
      const type = rest.shift()?.toUpperCase();
      if (type === undefined || !/^[A-Z][A-Z0-9]*$/.test(type) || rest.length === 0)
        throw new ZoneFileFault(
          line,
          `expected a name, ttl, class, type and value, got ${JSON.stringify(words.join(" "))}`,
        );
      // RFC 2308 §4: a record without a ttl has $TTL's; RFC 1035: the one before it.
      lastTtl = ttl ?? defaultTtl ?? lastTtl ?? 1;
      records.push({
        ...{ zone, zoneId: null, id: null, type, name: owner, ttl: lastTtl },
        ...valueFields(type, rest, origin),
        ...attributesOf(comment),
        flattened: false,
      });
    }
  }
  return records;
}

function* entriesOf(text: string): Generator<Entry> {
  let line = 1;
  let start = 1;
  let indented = false;
  let depth = 0;
  let words: string[] = [];
  let comment = "";
  const source = `${text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")}\n`;
  for (let at = 0; at < source.length; ) {
    const character = source[at] as string;
    if (words.length === 0 && depth === 0 && (at === 0 || source[at - 1] === "\n")) {
      [start, indented, comment] = [line, /[ \t]/.test(character), ""];
    }
    if (character === "\n") {
      if (depth === 0) {
        if (words.length > 0) yield { line: start, indented, words, comment: comment.trim() };
        words = [];
      }
      line += 1;
      at += 1;
    } else if (character === ";") {
      const end = source.indexOf("\n", at);
      comment = `${comment} ${source.slice(at + 1, end)}`;
      at = end;
    } else if (character === "(" || character === ")") {
      depth += character === "(" ? 1 : -1;
      at += 1;
    } else if (/\s/.test(character)) at += 1;
    else {
      const word = wordAt(source, at, line);
      words.push(word);
      at += word.length;
      line += word.split("\n").length - 1;
    }
  }
  if (depth !== 0) throw new ZoneFileFault(start, "a bracket is not closed: add it");
}

/** The word that begins at `at`, with its quotes and escapes. */
function wordAt(source: string, at: number, line: number): string {
  const pattern = source[at] === '"' ? /"(?:[^"\\]|\\.)*"/sy : /(?:[^\s;()"\\]|\\.)+/sy;
  pattern.lastIndex = at;
  const [word] = pattern.exec(source) ?? [];
  if (word === undefined) throw new ZoneFileFault(line, "a quote is not closed: add it");
  return word;
}

type ValueFields = Pick<ZoneRecord, "content" | "priority" | "data">;

/** A value as Cloudflare's API has it: hosts without their last dot, an MX's priority beside it, CAA and SRV in parts. */
function valueFields(type: string, words: readonly string[], origin: string): ValueFields {
  const host = (name = "") => (name === "." ? name : absolute(name, origin));
  const number = (word = "") => Number(word);
  const bare = (word = "") => word.replace(/^"(.*)"$/s, "$1").replace(/\\(["\\])/g, "$1");
  switch (type) {
    case "CNAME":
    case "NS":
    case "PTR":
      return { content: host(words[0]), priority: null, data: null };
    case "MX":
      return { content: host(words[1]), priority: number(words[0]), data: null };
    case "SRV": {
      const [priority = 0, weight = 0, port = 0] = words.slice(0, 3).map(Number);
      const target = host(words[3]);
      return { content: `${weight} ${port} ${target}`, priority, data: { priority, weight, port, target } };
    }
    case "CAA": {
      const data = { flags: number(words[0]), tag: words[1] ?? "", value: bare(words[2]) };
      return { content: words.join(" "), priority: null, data };
    }
    default:
      return { content: words.join(" "), priority: null, data: null };
  }
}

/**
 * Cloudflare writes a record's comment and tags behind it, and whether it is proxied as a tag of its own:
 * https://developers.cloudflare.com/dns/manage-dns-records/how-to/import-and-export/
 */
function attributesOf(text: string): Pick<ZoneRecord, "comment" | "tags" | "proxied"> {
  const at = /(?:^|\s)cf_tags=/.exec(text);
  const comment = (at === null ? text : text.slice(0, at.index)).trim();
  const tags = at === null ? [] : text.slice(at.index + at[0].length).match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g);
  const all = (tags ?? []).map((tag) => tag.trim());
  return {
    comment: comment === "" ? null : comment,
    tags: all.filter((tag) => !/^cf-[a-z-]+:/.test(tag)),
    proxied: all.includes("cf-proxied:true"),
  };
}

/** A name in full, without the last dot; one without a dot at its end lies below the origin. */
function absolute(name: string, origin: string): string {
  if (name === "@") return origin;
  const isFull = name.endsWith(".") || name === origin;
  return (isFull ? name.replace(/\.$/, "") : `${name}.${origin}`).toLowerCase();
}

function seconds(text: string): number {
  return [...text.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (SECONDS[(unit || "s").toLowerCase()] ?? 1),
    0,
  );
}
