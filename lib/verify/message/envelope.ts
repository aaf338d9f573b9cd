// Who handed a message over, from its headers, where nobody says it: the receiver's own Received-SPF (RFC 7208 §9.1), else the
// topmost Received of a host that SES names, else the topmost of a public address. Headers are what the file holds, no more:
// whoever writes the file writes them too.
import { isIP } from "node:net";
import type { EnvelopeProof, EnvelopeSource } from "./proof";

/** A header field as mailauth parses it: the name in lower case, the whole line. */
export interface HeaderField {
  readonly key: string;
  readonly line: Buffer | string;
}

export interface EnvelopeOptions {
  readonly clientIp?: string;
  readonly envelopeFrom?: string;
  readonly helo?: string;
}

/** With what SPF is asked: the address of the sender is for its macros (RFC 7208 §7) and is shown nowhere. */
export interface Envelope extends EnvelopeProof {
  readonly mailFrom: string | null;
  readonly helo: string | null;
}

export function envelopeOf(fields: readonly HeaderField[], options: EnvelopeOptions): Envelope {
  const values = (key: string) => fields.filter((field) => field.key === key).map(({ line }) => unfolded(line));
  const [receivedSpf = ""] = values("received-spf");
  const handover = bestHandover(values("received").map(parseReceived));
  const spfIp = validIp(/\bclient-ip=\s*"?([0-9a-f.:]+)/i.exec(receivedSpf)?.[1]);
  const spfFrom = /\benvelope-from="?<?([^\s;"<>]*@[^\s;"<>]+)/i.exec(receivedSpf)?.[1];
  const returnPath = /^<?([^\s<>]*@[^\s<>]+)>?$/.exec(values("return-path")[0] ?? "")?.[1];

  const ip = firstOf([
    ["option", options.clientIp],
    ["Received-SPF", spfIp],
    ["Received", handover?.ip],
  ]);
  const from = firstOf([
    ["option", options.envelopeFrom],
    ["Received-SPF", spfFrom],
    ["Return-Path", returnPath],
  ]);
  return {
    clientIp: ip.value,
    clientIpFrom: ip.source,
    mailFrom: from.value,
    mailFromDomain: from.value === null ? null : domainOf(from.value),
    mailFromFrom: from.source,
    helo: options.helo ?? (handover?.ip === ip.value ? (handover?.helo ?? null) : null),
  };
}

/** What stands behind the last `@`. */
export function domainOf(address: string): string {
  return plainName(address.slice(address.lastIndexOf("@") + 1));
}

/** A name that the message holds, in lower case: it may be anything, and must neither move a cursor nor begin markup. */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .slice(0, 253)
    .replace(/[^a-z0-9._-]/g, "?");
}

interface Handover {
  readonly helo: string;
  readonly names: string;
  readonly ip: string;
}

/** `from HELO (NAME [ADDRESS])`: RFC 5321 §4.4; Exchange writes the address without brackets. */
function parseReceived(value: string): Handover | undefined {
  const [, helo, names = ""] = /^from\s+(\S+)\s*((?:\([^)]*\)\s*)*)/i.exec(value) ?? [];
  if (helo === undefined) return undefined;
  const bracketed = /\[(?:IPv6:)?([0-9a-f.:]+)\]/i.exec(`${names} ${helo}`)?.[1];
  const ip = validIp(bracketed ?? /\(\s*([0-9a-f.:]+)\s*\)/i.exec(names)?.[1]);
  return ip === undefined ? undefined : { helo, names: `${helo} ${names}`, ip };
}

function bestHandover(handovers: readonly (Handover | undefined)[]): Handover | undefined {
  const known = handovers.filter((handover) => handover !== undefined);
  return known.find(({ names }) => /\.amazonses\.com\b/i.test(names)) ?? known.find(({ ip }) => !isPrivate(ip));
}

/** RFC 1918, RFC 6598, loopback and link-local: hosts within the receiver. */
function isPrivate(ip: string): boolean {
  return /^(10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^(::1$|f[cd]|fe80)/i.test(
    ip,
  );
}

function validIp(text: string | undefined): string | undefined {
  return text !== undefined && isIP(text) !== 0 ? text : undefined;
}

function firstOf(candidates: readonly (readonly [EnvelopeSource, string | undefined])[]) {
  const [source = null, value = null] = candidates.find(([, candidate]) => candidate !== undefined) ?? [];
  return { source, value };
}

/** Unfolded (RFC 5322 §2.2.3). */
function unfolded(line: Buffer | string): string {
  const text = line.toString("latin1");
  return text
    .slice(text.indexOf(":") + 1)
    .replace(/\r?\n(?=[ \t])/g, "")
    .trim();
}
