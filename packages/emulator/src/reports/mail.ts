// Mail in the name of a domain as a receiver sees it: who signed it, whose envelope it has, and whether that is aligned. What SES adds
// is decided by the world as it is: an identity that is not verified signs nothing.
import { SES_SENDER } from "../dns/providers/addresses";
import { AMAZON_SELECTOR } from "../outbox/amazon-key";
import { mailFromDomain, ownSelector } from "../outbox/outbox";
import { refreshIdentity } from "../services/aws/ses-identities";
import type { SesIdentity } from "../world/entities";
import type { World } from "../world/world";
import { dispositionOf, type PublishedRecord, textsAt } from "./policy";

/** `ses`: sent by the domain's identity. `forwarded`: the same, through a forwarder. `forged`: sent by somebody else. */
export const MAIL_KINDS = ["ses", "forwarded", "forged"] as const;

export interface DescribedMail {
  /** One of MAIL_KINDS, or the domain of a sender that signs as itself and has its own envelope. */
  readonly source: string;
  /** Messages a day, over all receivers. */
  readonly messages: number;
}

/** What a receiver sees of messages that are alike. */
export interface SeenMail {
  readonly address: string;
  readonly from: string;
  readonly signatures: readonly { readonly domain: string; readonly selector: string }[];
  readonly envelope: { readonly domain: string; readonly result: "pass" | "fail" | "softfail" | "none" };
}

/** The verdict of a receiver. */
export interface JudgedMail extends SeenMail {
  readonly dkim: boolean;
  readonly spf: boolean;
  readonly disposition: "none" | "quarantine" | "reject";
}

const FORWARDER = { domain: "forwarder.example", address: "198.51.100.130" };
const OTHER_SENDER = "203.0.113.130";
/** Forgers have many. */
const FORGERS = ["203.0.113.201", "203.0.113.202", "203.0.113.203", "203.0.113.204", "203.0.113.205"];

/**
 * @param day counts the days: forgers come from another address each
 * @param identity that sends for the domain; undefined if none does, and there is nothing from SES
 */
export function seenMail(
  world: World,
  { source, from, identity, day }: { source: string; from: string; identity: SesIdentity | undefined; day: number },
): SeenMail | undefined {
  if (source === "forged") {
    const address = FORGERS[day % FORGERS.length] ?? "";
    return { address, from, signatures: [], envelope: { domain: from, result: spfOfStrangers(world, from) } };
  }
  if (source !== "ses" && source !== "forwarded") {
    const envelope = { domain: source, result: "pass" } as const;
    return { address: OTHER_SENDER, from, signatures: [{ domain: source, selector: "s1" }], envelope };
  }
  if (identity === undefined) return undefined;
  const selector = ownSelector(identity);
  const own = selector === undefined ? [] : [{ domain: identity.name.toLowerCase(), selector }];
  const signatures = [...own, { domain: "amazonses.com", selector: AMAZON_SELECTOR }];
  if (source === "ses") {
    const envelope = { domain: mailFromDomain(identity), result: "pass" } as const;
    return { address: SES_SENDER, from, signatures, envelope };
  }
  const { domain, address } = FORWARDER;
  return { address, from, signatures, envelope: { domain, result: "pass" } };
}

/** DMARC's evaluation (RFC 9989 §4.4): one aligned pass is enough. */
export function judge(mail: SeenMail, record: PublishedRecord): JudgedMail {
  const { signatures, envelope, from } = mail;
  const dkim = signatures.some(({ domain }) => isAligned(domain, from, record.dkimAlignment));
  const spf = envelope.result === "pass" && isAligned(envelope.domain, from, record.spfAlignment);
  return { ...mail, dkim, spf, disposition: dkim || spf ? "none" : dispositionOf(record, from) };
}

/** The identity of the domain, or of the nearest one above it; of several the first by account and region. */
export function identityFor(world: World, domain: string): SesIdentity | undefined {
  const all = world.identities.values();
  for (let name = domain; name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
    const [own] = all
      .filter((identity) => identity.name.toLowerCase() === name)
      .sort((a, b) => (`${a.account} ${a.region}` < `${b.account} ${b.region}` ? -1 : 1));
    if (own !== undefined) return refreshIdentity(world, own);
  }
  return undefined;
}

/** All names of a test's world are of one organisation where one is below the other. */
function isAligned(name: string, from: string, alignment: "r" | "s"): boolean {
  return name === from || (alignment === "r" && (name.endsWith(`.${from}`) || from.endsWith(`.${name}`)));
}

function spfOfStrangers(world: World, domain: string): "none" | "fail" | "softfail" {
  const spf = textsAt(world, domain).find((text) => /^v=spf1(?: |$)/i.test(text));
  if (spf === undefined) return "none";
  return /(?:^| )-all\b/i.test(spf) ? "fail" : "softfail";
}
