// Values of an aggregate report, read tolerantly: receivers write them in any case, with blanks around them, or not at all.
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { DMARC_POLICIES, type DmarcAlignment, type DmarcPolicy } from "../../dns/text/dmarc";

/** A number of messages: digits. Some receivers write `3.0`. */
export function countOf(text: string): number | undefined {
  return /^\d{1,12}(?:\.0+)?$/.test(text) ? Number.parseInt(text, 10) : undefined;
}

/** Seconds since 1970; later than 2001, so that milliseconds and nonsense are seen. */
export function secondsOf(text: string): number | undefined {
  return /^\d{1,10}(?:\.\d+)?$/.test(text) ? Math.trunc(Number(text)) : undefined;
}

/** An address in lower case; an IPv4 address that is written as IPv6 (RFC 4291 §2.5.5.2) as IPv4. */
export function addressOf(text: string): string | undefined {
  const address = text.toLowerCase().replace(/^\[|\]$/g, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  // A zone, as in fe80::1%eth0, is of one machine and could be any text.
  return isIP(address) === 0 || address.includes("%") ? undefined : address;
}

/** A domain in lower-case ASCII without a trailing dot; undefined if it is none, so that a name needs no escaping later. */
export function readDomain(text: string): string | undefined {
  const given = text.toLowerCase().replace(/\.$/, "");
  const domain = /^[\x21-\x7e]*$/.test(given) ? given : domainToASCII(given);
  return /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(domain) ? domain : undefined;
}

export function policyOf(text: string): DmarcPolicy | undefined {
  return DMARC_POLICIES.find((policy) => policy === text.toLowerCase());
}

export function alignmentOf(text: string): DmarcAlignment | undefined {
  const [letter] = text.toLowerCase();
  if (letter === "s") return "strict";
  return letter === "r" ? "relaxed" : undefined;
}
