// A Received-SPF field (RFC 7208 §9.1): the receiver's own word of the client and the sender. Only who they were is taken from it,
// never the result: that is asked anew.
import { domainOf, envelopeAddress } from "../names";
import { validIp } from "./received";

export interface ReceivedSpf {
  readonly ip: string | undefined;
  /** An address, empty of a bounce; where only its domain is written, that of the postmaster there (RFC 7208 §4.3). */
  readonly sender: string | undefined;
  readonly domain: string | undefined;
  readonly helo: string | null;
}

/**
 * `value` is unfolded. Its words stand in tags, in the comment, or in both (Google, Yahoo, Outlook). The sender's address is one of
 * them, as its owner wrote it, and may hold others: a tag that stands there twice with different values makes the field void.
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
  // Several may stand there, one for each identity; the envelope's sender is in all of them.
  const isOfSender = /^mailfrom$/i.test(tags.identity.value ?? "mailfrom");
  const named = /\bdomain of (?:transitioning )?"?<?([^\s()<>";:]+)/i.exec(text)?.[1];
  const ip =
    tags.ip.value ??
    /\b(?:designates?|not designate) ([0-9a-f.:]+) as permitted/i.exec(text)?.[1] ??
    /(?<![0-9a-f.:])([0-9a-f.:]+) is neither permitted nor denied/i.exec(text)?.[1];
  const said = tags.from.value ?? (isOfSender ? named : undefined);
  const isWhole = said === undefined || said === "" || said.includes("@");
  const sender = envelopeAddress(isWhole ? said : `postmaster@${said}`);
  const helo = tags.helo.value;
  return {
    ip: validIp(ip),
    sender,
    domain: sender === undefined || sender === "" ? undefined : domainOf(sender),
    helo: helo !== undefined && /^[a-z0-9._-]+$/i.test(helo) ? helo : null,
  };
}

/** Without the quotes (IronPort) or brackets (Haraka) around it. */
function plainTag(value: string): string {
  return value.trim().replace(/^(["<])(.*)[">]$/, "$2");
}

const MAX_LENGTH = 4000;
