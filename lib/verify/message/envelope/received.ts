// A Received field: who delivered a message to whom (RFC 5321 §4.4). Each receiver has its own form between "from" and "by"; the known
// forms and their sources are in the test of this file.
import { isIP, isIPv4, isIPv6 } from "node:net";
import { canonicalIpv6 } from "../../../rdata/addresses";

/** One hop, as the receiving host wrote it. */
export interface Hop {
  /** The client's address; undefined if it is not written. */
  readonly ip: string | undefined;
  /** The client's HELO name; null if it is not written or not a name. */
  readonly helo: string | null;
  /** The name of the address in DNS, if the receiver has confirmed that it resolves to the address. */
  readonly reverseName: string | undefined;
  /** The receiving host's name. */
  readonly by: string;
  /** The receiving host's address; undefined if it is not written. */
  readonly byIp: string | undefined;
  /** Such as `esmtps`; empty if it is not written. */
  readonly protocol: string;
  /** The envelope's sender, which Exim and Haraka write. */
  readonly envelopeFrom: string | undefined;
}

/** Undefined if there is no client, as for a program on the same host, or if it is not such a field. `value` is unfolded. */
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
    // Exim and qmail begin with the name from DNS, the others with the HELO name.
    helo: hostName(called ?? name) ?? null,
    reverseName: more.includes("(OpenSMTPD)") || QMAIL.test(comments[0] ?? "") ? undefined : looked,
    by: by.toLowerCase(),
    byIp: more[0] === undefined ? undefined : (bracketedIp(more[0]) ?? bareIp(more[0])),
    protocol: protocol.toLowerCase(),
    envelopeFrom: envelopeFrom(more.join(" ")),
  };
}

/**
 * Whether both ends belong to one organization, where SPF is not evaluated. The HELO name says nothing about that, since the client
 * chooses it.
 */
export function isInternal({ ip, protocol, reverseName, by, byIp }: Hop): boolean {
  if (ip === undefined || isPrivate(ip) || INTERNAL_PROTOCOL.test(protocol)) return true;
  if (byIp !== undefined && network(ip) === network(byIp)) return true;
  return reverseName !== undefined && isSameOrganization(reverseName, by);
}

/** Whether two names belong to one organization, as far as the names show it. */
export function isSameOrganization(one: string, other: string): boolean {
  const base = baseName(one);
  return base !== undefined && baseName(other) === base;
}

/** Private (RFC 1918, RFC 6598), loopback or link-local, or Exchange Online's internal network: a host within the receiver. */
export function isPrivate(ip: string): boolean {
  return /^(10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^(::1$|f[cd]|fe80|2603:10[0-9a-f]{2}:)/.test(
    ip,
  );
}

/** An address in canonical form (RFC 5952), an IPv4-mapped one as IPv4; undefined if it is not an address. */
export function validIp(text: string | undefined): string | undefined {
  const plain = (text ?? "").replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIPv6(plain)) return isIPv4(plain) ? plain : undefined;
  return plain.includes("%") ? undefined : canonicalIpv6(plain);
}

/** A field has some lines of at most 1,000 bytes (RFC 5321 §4.5.3.1.6). */
const MAX_LENGTH = 4000;

/** Protocols other than SMTP are only used within an organization. */
const INTERNAL_PROTOCOL = /^(?:https?|mapi|lmtps?a?)$/;

/** qmail and OpenSMTPD write the unconfirmed reverse name, which the owner of the address chooses. */
const QMAIL = /^\((?:HELO|EHLO) /;

const HELO = /[("\s](?:helo|ehlo)[=\s]\s*([^\s()"]+)/i;

/** Splits into words and comments; a comment includes its nested ones. */
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
 * The address that the receiver saw: in brackets within a comment, alone as a comment, or in brackets behind the name. The HELO name,
 * which the client chooses, is tried last.
 */
function clientIp(name: string, rest: readonly string[]): string | undefined {
  const comments = rest.filter(isComment);
  const others = rest.filter((word) => !isComment(word));
  const found = [...comments.map(bracketedIp), ...comments.map(bareIp), ...others.map(bracketedIp)];
  return found.find((ip) => ip !== undefined) ?? bracketedIp(name) ?? validIp(name);
}

function bracketedIp(text: string): string | undefined {
  const found = /\[(?:IPv6:)?([0-9a-f.:]+) ?\]/i.exec(text)?.[1];
  // Momentum writes the port into the brackets, behind an IPv4 address.
  return validIp(found?.replace(/^([0-9.]+):[0-9]+$/, "$1"));
}

/** `(192.0.2.1)`, and `(ident@192.0.2.1)` of qmail. */
function bareIp(comment: string): string | undefined {
  return validIp(/^\((?:[^\s()]*@)?([0-9a-f.:]+)\)$/i.exec(comment)?.[1]);
}

function hostName(name: string): string | undefined {
  return /^(?:[a-z0-9_-]+\.)+[a-z0-9-]+\.?$/i.test(name) && isIP(name) === 0 ? name.replace(/\.$/, "") : undefined;
}

/** The sender in the part behind "by"; undefined if there are two, since the sender chooses the address. */
function envelopeFrom(text: string): string | undefined {
  return text.split(/envelope-from/i).length === 2
    ? /(?:^|[\s(])envelope-from <([^<>\s]*)>/i.exec(text)?.[1]
    : undefined;
}

/** The name in `(NAME [ADDRESS])`; Sendmail writes "may be forged" if it does not resolve to the address. */
function nameInComment(comments: readonly string[]): string | undefined {
  const named = comments.find((comment) => /^\(\S+ \[/.test(comment));
  return named === undefined || /may be forged/i.test(named) ? undefined : hostName(named.slice(1, named.indexOf(" ")));
}

/** The last two labels of a name, or three below a country's `co` or `com`; undefined if it has fewer. */
function baseName(name: string): string | undefined {
  const labels = name.toLowerCase().replace(/\.$/, "").split(".");
  if (hostName(name) === undefined) return undefined;
  const [second = "", first = ""] = labels.slice(-2);
  const length = first.length === 2 && second.length <= 3 ? 3 : 2;
  return labels.length < length ? undefined : labels.slice(-length).join(".");
}

/** The first 24 bits of an IPv4 address, or 32 of an IPv6 address. */
function network(ip: string): string {
  return isIP(ip) === 4 ? ip.split(".").slice(0, 3).join(".") : ip.split(":").slice(0, 2).join(":");
}
