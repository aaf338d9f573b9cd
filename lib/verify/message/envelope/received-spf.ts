// A Received-SPF field (RFC 7208 §9.1): the client and the sender as the receiver saw them. The result in it is not used: SPF is
// evaluated again.
import { domainOf, envelopeAddress } from "../names";
import { validIp } from "./received";

export interface ReceivedSpf {
  readonly ip: string | undefined;
  /** The sender, empty for a bounce; if only a domain is written, the postmaster there (RFC 7208 §4.3). */
  readonly sender: string | undefined;
  readonly domain: string | undefined;
  readonly helo: string | null;
}

/**
 * `value` is unfolded. The values are in tags, in the comment, or in both (Google, Yahoo, Outlook). The sender chose its address, which
 * may look like further tags: if a tag occurs twice with different values, nothing is read from the field.
 */
export function parseReceivedSpf(value: string): ReceivedSpf {
  const text = value.slice(0, MAX_LENGTH);
  const tag = (name: string) => {
    const found = [...text.matchAll(new RegExp(`[\\s;)]${name}=([^;]*)`, "gi"))].map(([, one = ""]) => plainTag(one));
    return { value: found[0], isTwofold: new Set(found).size > 1 };
  };
  const tags = { ip: tag("client-ip"), from: tag("envelope-from"), helo: tag("helo"), identity: tag("identity") };
  if (Object.values(tags).some(({ isTwofold }) => isTwofold))
    return { ip: undefined, sender: undefined, domain: undefined, helo: null };
  // There may be several fields, one for each identity; envelope-from is in all of them.
  const isOfSender = /^mailfrom$/i.test(tags.identity.value ?? "mailfrom");
  const named = /\bdomain of (?:transitioning )?"?<?([^\s()<>";:]+)/i.exec(text)?.[1];
  const ip =
    tags.ip.value ??
    /\b(?:designates?|not designate) ([0-9a-f.:]+) as permitted/i.exec(text)?.[1] ??
    /(?<![0-9a-f.:])([0-9a-f.:]+) is neither permitted nor denied/i.exec(text)?.[1];
  const address = tags.from.value ?? (isOfSender ? named : undefined);
  const isWhole = address === undefined || address === "" || address.includes("@");
  const sender = envelopeAddress(isWhole ? address : `postmaster@${address}`);
  const helo = tags.helo.value;
  return {
    ip: validIp(ip),
    sender,
    domain: sender === undefined || sender === "" ? undefined : domainOf(sender),
    helo: helo !== undefined && /^[a-z0-9._-]+$/i.test(helo) ? helo : null,
  };
}

/** The value without quotes (IronPort) or angle brackets (Haraka). */
function plainTag(value: string): string {
  return value.trim().replace(/^(["<])(.*)[">]$/, "$2");
}

const MAX_LENGTH = 4000;
