// A Received field: who handed a message to whom (RFC 5321 §4.4). What stands between "from" and "by" has as many forms as there
// are receivers; the forms that are known, with their sources, are in the test of this file.
import { isIP, isIPv4, isIPv6 } from "node:net";
import { canonicalIpv6 } from "../../../rdata/addresses";

/** One hop, as its receiver wrote it. */
export interface Hop {
  /** Of the client; undefined where none is written. */
  readonly ip: string | undefined;
  /** What the client called itself; null where that is not written, or is no name. */
  readonly helo: string | null;
  /** The name that DNS has for the address, where the receiver has seen that it leads back. */
  readonly reverseName: string | undefined;
  /** The receiver's name, and its address where it is written. */
  readonly by: string;
  readonly byIp: string | undefined;
  /** Such as `esmtps`; empty where it is not written. */
  readonly protocol: string;
  /** The envelope's sender, which Exim and Haraka write. */
  readonly envelopeFrom: string | undefined;
}

/** Undefined where nobody handed it over: a program on the same host, or no such field. `value` is unfolded. */
export function parseReceived(value: string): Hop | undefined {
  const text = value.slice(0, MAX_LENGTH);
  const words = wordsOf(text);
  if (words[0]?.toLowerCase() !== "from") return undefined;
  const at = words.findIndex((word, index) => index > 1 && word.toLowerCase() === "by");
  const [name = "", ...rest] = words.slice(1, at < 0 ? undefined : at);
  const [by = "", ...more] = at < 0 ? [] : words.slice(at + 1);
  const comments = rest.filter(isComment);
  const called = HELO.exec(comments.join(" "))?.[1];
  const protocol = more[more.findIndex((word) => word.toLowerCase() === "with") + 1] ?? "";
  const isExim = more.some((word) => word.startsWith("(Exim "));
  const looked = called === undefined && !isExim ? nameInComment(comments) : hostName(name);
  return {
    ip: clientIp(name, rest),
    // Exim and qmail begin with the name that DNS says, the others with what the client says.
    helo: hostName(called ?? name) ?? null,
    reverseName: more.includes("(OpenSMTPD)") || QMAIL.test(comments[0] ?? "") ? undefined : looked,
    by: by.toLowerCase(),
    byIp: more[0] === undefined ? undefined : (bracketedIp(more[0]) ?? bareIp(more[0])),
    protocol: protocol.toLowerCase(),
    envelopeFrom: envelopeFrom(more.join(" ")),
  };
}

/**
 * Whether both ends are of one house, which hands a message on inside: no SPF is asked there. What the client calls itself says
 * nothing of that, anybody may call himself as he likes.
 */
export function isInternal({ ip, protocol, reverseName, by, byIp }: Hop): boolean {
  if (ip === undefined || isPrivate(ip) || INTERNAL_PROTOCOL.test(protocol)) return true;
  if (byIp !== undefined && network(ip) === network(byIp)) return true;
  return reverseName !== undefined && isSameOrganization(reverseName, by);
}

/** Whether two names are of one organization, as far as names tell. */
export function isSameOrganization(one: string, other: string): boolean {
  const base = baseName(one);
  return base !== undefined && baseName(other) === base;
}

/** RFC 1918, RFC 6598, loopback, link-local, and the network in which Exchange Online hands on: hosts within the receiver. */
export function isPrivate(ip: string): boolean {
  return /^(10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^(::1$|f[cd]|fe80|2603:10[0-9a-f]{2}:)/.test(
    ip,
  );
}

/** An address in its one form (RFC 5952; Sendmail writes all zeros), IPv4 in the form of IPv6 as IPv4; undefined where it is none. */
export function validIp(text: string | undefined): string | undefined {
  const plain = (text ?? "").replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIPv6(plain)) return isIPv4(plain) ? plain : undefined;
  return plain.includes("%") ? undefined : canonicalIpv6(plain);
}

/** A line has 1,000 bytes (RFC 5321 §4.5.3.1.6), and the field some of them. */
const MAX_LENGTH = 4000;

/** Strangers hand over by SMTP. */
const INTERNAL_PROTOCOL = /^(?:https?|mapi|lmtps?a?)$/;

/** The names that qmail and OpenSMTPD write are DNS's own word for the address: whoever has the address writes them. */
const QMAIL = /^\((?:HELO|EHLO) /;

const HELO = /[("\s](?:helo|ehlo)[=\s]\s*([^\s()"]+)/i;

/** Words and comments; a comment with those inside it is one. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let depth = 0;
  const end = () => {
    if (word !== "") words.push(word);
    word = "";
  };
  for (const char of text) {
    const isBlank = char === " " || char === "\t" || char === "\r" || char === "\n";
    if (depth === 0 && (char === "(" || isBlank)) end();
    if (char === "(") depth++;
    if (depth > 0 || !isBlank) word += char;
    if (char === ")" && depth > 0 && --depth === 0) end();
  }
  end();
  return words;
}

function isComment(word: string): boolean {
  return word.startsWith("(");
}

/**
 * The address that the receiver saw: in brackets within a comment, bare as a whole comment, or in brackets behind the name. What
 * the client says of itself comes first and is asked last.
 */
function clientIp(name: string, rest: readonly string[]): string | undefined {
  const comments = rest.filter(isComment);
  const others = rest.filter((word) => !isComment(word));
  const found = [...comments.map(bracketedIp), ...comments.map(bareIp), ...others.map(bracketedIp)];
  return found.find((ip) => ip !== undefined) ?? bracketedIp(name) ?? validIp(name);
}

function bracketedIp(text: string): string | undefined {
  const found = /\[(?:IPv6:)?([0-9a-f.:]+) ?\]/i.exec(text)?.[1];
  // Momentum puts the port inside, behind an IPv4 address.
  return validIp(found?.replace(/^([0-9.]+):[0-9]+$/, "$1"));
}

/** `(192.0.2.1)`, and `(ident@192.0.2.1)` of qmail. */
function bareIp(comment: string): string | undefined {
  return validIp(/^\((?:[^\s()]*@)?([0-9a-f.:]+)\)$/i.exec(comment)?.[1]);
}

function hostName(name: string): string | undefined {
  return /^(?:[a-z0-9_-]+\.)+[a-z0-9-]+\.?$/i.test(name) && isIP(name) === 0 ? name.replace(/\.$/, "") : undefined;
}

/** Of what stands behind "by"; undefined where it stands there twice, since the sender has chosen the address. */
function envelopeFrom(text: string): string | undefined {
  return text.split(/envelope-from/i).length === 2
    ? /(?:^|[\s(])envelope-from <([^<>\s]*)>/i.exec(text)?.[1]
    : undefined;
}

/** `(NAME [ADDRESS])`; Sendmail says where the name does not lead back to the address. */
function nameInComment(comments: readonly string[]): string | undefined {
  const named = comments.find((comment) => /^\(\S+ \[/.test(comment));
  return named === undefined || /may be forged/i.test(named) ? undefined : hostName(named.slice(1, named.indexOf(" ")));
}

/** The last two labels of a name, three below a country's `co` or `com`; undefined where it says nothing. */
function baseName(name: string): string | undefined {
  const labels = name.toLowerCase().replace(/\.$/, "").split(".");
  if (hostName(name) === undefined) return undefined;
  const [second = "", first = ""] = labels.slice(-2);
  const length = first.length === 2 && second.length <= 3 ? 3 : 2;
  return labels.length < length ? undefined : labels.slice(-length).join(".");
}

/** Of IPv4 24 bits, of IPv6 32. */
function network(ip: string): string {
  return isIP(ip) === 4 ? ip.split(".").slice(0, 3).join(".") : ip.split(":").slice(0, 2).join(":");
}
