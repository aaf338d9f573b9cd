// The value of a record in a zone file -> the form that Cloudflare's API uses: hosts without the last dot, the priority of an MX in
// its own field, `data` for types that have it, a TXT as quoted strings.
import { isIPv4, isIPv6 } from "node:net";
import type { ZoneRecord } from "../../cloudflare/zone-record";
import { type Part, partsOf, valueFormat } from "../../dns/record-types";
import { canonicalIpv6 } from "../../rdata/addresses";
import { parseLocation } from "../../rdata/location";
import { mnemonic } from "../../rdata/mnemonics";
import { formatString } from "../../rdata/strings";
import { bytesOf, type Position, type Token, ZoneFileError } from "./entries";
import { nameBelowOrigin } from "./names";

export type ValueFields = Pick<ZoneRecord, "content" | "priority" | "data">;

/**
 * @param at the position for errors about the whole value
 * @throws ZoneFileError if a value has too few or too many tokens, or one that should be a number and is not
 */
export function valueFields(type: string, words: readonly Token[], origin: string, at: Position): ValueFields {
  // The root of a null MX or SRV stays a dot (RFC 7505 §3, RFC 2782).
  const host = (index: number) => nameBelowOrigin(tokenAt(words, index, type, at), origin) || ".";
  const texts = words.map(({ text }) => text);
  const extra = words[tokenCount(type) ?? words.length];
  if (extra !== undefined)
    throw new ZoneFileError(extra, `a record of type ${type} ends before ${JSON.stringify(extra.text)}: remove that`);
  switch (type) {
    case "CNAME":
    case "NS":
    case "PTR":
      return { content: host(0), priority: null, data: null };
    case "MX": {
      const priority = numberOf(words[0], type, at);
      return { content: host(1), priority, data: null };
    }
    case "TXT":
    case "SPF":
      return { content: words.map((word) => formatString(bytesOf(word))).join(" "), priority: null, data: null };
    case "SRV": {
      const [priority, weight, port] = [0, 1, 2].map((index) => numberOf(words[index], type, at));
      const data = { priority: priority ?? 0, weight: weight ?? 0, port: port ?? 0, target: host(3) };
      return { content: `${weight} ${port} ${data.target}`, priority: data.priority, data };
    }
    case "URI": {
      const data = dataOf(type, words.slice(1), origin, at);
      return { content: `${data.weight} "${data.target}"`, priority: numberOf(words[0], type, at), data };
    }
    case "A":
    case "AAAA":
      return { content: addressOf(type, words[0], at), priority: null, data: null };
    case "CAA":
      return { content: caaContent(words), priority: null, data: dataOf(type, words, origin, at) };
    default: {
      const data = type === "LOC" ? parseLocation(texts) : dataOf(type, words, origin, at);
      const isInParts = data !== undefined && Object.keys(data).length > 0;
      const isSpelled = type === "HTTPS" || type === "SVCB";
      return {
        content: isSpelled ? parametersText(words) : texts.join(" "),
        priority: null,
        data: isInParts ? data : null,
      };
    }
  }
}

/** An IPv6 address in the form that Cloudflare stores (RFC 5952 §4). */
function addressOf(type: "A" | "AAAA", word: Token | undefined, at: Position): string {
  const text = word?.text ?? "";
  if (type === "A" && isIPv4(text)) return text;
  if (type === "AAAA" && isIPv6(text) && !text.includes("%")) return canonicalIpv6(text);
  throw new ZoneFileError(
    word ?? at,
    `a record of type ${type} has no address but ${JSON.stringify(text)}: write the address, or remove the record`,
  );
}

/** As Cloudflare's API writes it; only `data` matters. */
function caaContent([flags, tag, value]: readonly Token[]): string {
  return `${flags?.text} ${tag?.text} "${value?.text}"`;
}

/** How many tokens a value has; undefined if the number varies. */
function tokenCount(type: string): number | undefined {
  const { parts = [], content, isAddress, priority } = valueFormat(type);
  const isOpen = parts.some(
    ({ format, fallback, isRequired }) => MULTI_TOKEN.includes(format) || (fallback !== undefined && !isRequired),
  );
  if (isOpen) return undefined;
  const count = parts.length + (content === "name" || isAddress || type === "DNAME" ? 1 : 0);
  return count === 0 ? undefined : count + (priority === "beside" ? 1 : 0);
}

/** Formats that may have several tokens. */
const MULTI_TOKEN: readonly Part["format"][] = ["hex", "base64", "parameters"];

/** The `data` of a record, with the parts in the order of the type's RFC. */
function dataOf(type: string, words: readonly Token[], origin: string, at: Position): Record<string, string | number> {
  return Object.fromEntries(
    partsOf(type).map(({ key, format, isCapital }, index): [string, string | number] => {
      if (format === "parameters") return [key, parametersText(words.slice(index))];
      const word = tokenAt(words, index, type, at);
      if (format === "text") return [key, bytesOf(word).toString("utf8")];
      if (format === "name") return [key, nameBelowOrigin(word, origin) || "."];
      if (!MULTI_TOKEN.includes(format)) return [key, partValue(type, key, word.text)];
      const solid = words
        .slice(index)
        .map(({ text }) => text)
        .join("");
      return [key, isCapital ? solid.toUpperCase() : solid];
    }),
  );
}

/** The parameters of SVCB and HTTPS, quotes kept (RFC 9460 §2.1). */
function parametersText(words: readonly Token[]): string {
  return words.reduce((all, { text, quoted }, index) => {
    // The tokenizer reads `alpn="h2"` as two tokens.
    const before = words[index - 1];
    const isOne = quoted && before?.quoted === false && before.text.endsWith("=");
    return `${all}${all === "" || isOne ? "" : " "}${quoted ? `"${text}"` : text}`;
  }, "");
}

/** The value of a part: a number, the number of a mnemonic, or the text. */
function partValue(type: string, key: string, text: string): string | number {
  return /^\d{1,10}$/.test(text) ? Number(text) : (mnemonic(type, key, text) ?? text);
}

function numberOf(word: Token | undefined, type: string, at: Position): number {
  if (word !== undefined && /^\d{1,10}$/.test(word.text) && Number(word.text) <= 65_535) return Number(word.text);
  const got = word === undefined ? "nothing" : JSON.stringify(word.text);
  throw new ZoneFileError(word ?? at, `a number of a record of type ${type} is ${got}: correct it`);
}

function tokenAt(words: readonly Token[], index: number, type: string, at: Position): Token {
  const word = words[index];
  if (word !== undefined) return word;
  const got = words.map(({ text }) => text).join(" ");
  throw new ZoneFileError(at, `a record of type ${type} is cut short, it has ${JSON.stringify(got)}: complete it`);
}
