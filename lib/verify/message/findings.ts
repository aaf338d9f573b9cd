// What is wrong with a message, and what to do: rules over the proof. A rule is an error where a record that we publish does
// not do its part, a warning where the message passes without it.
import type { DnsRecord } from "../../dns/record";
import type { DmarcProof, MessageFinding, MessageProof, SignatureFault, SignatureProof } from "./proof";

type Results = Omit<MessageProof, "verdict" | "findings">;
type Rule = (proof: Results, ours: Ours) => readonly MessageFinding[];

/** What we publish for the From domain. */
interface Ours {
  /** The entry's domain: `from`, or a parent of it. */
  readonly domain: string | undefined;
  readonly dkim: readonly DnsRecord[];
  readonly mailFrom: string | null;
  readonly dmarc: boolean;
}

export function messageFindings(proof: Results, records: readonly DnsRecord[]): readonly MessageFinding[] {
  const { from } = proof;
  if (from === null) {
    const message =
      "the message has not exactly one address in one From header, receivers refuse such mail: send another";
    return [{ id: "from", severity: "error", message }];
  }
  const of = entryDomain(from, records);
  const own = records.filter(({ domain }) => domain === of);
  const ours: Ours = {
    domain: of,
    dkim: own.filter(({ purpose }) => purpose === "dkim"),
    mailFrom: own.find(({ purpose }) => purpose === "mail-from-spf")?.name ?? null,
    dmarc: own.some(({ purpose }) => purpose === "dmarc"),
  };
  return [unknownDomain, dkimRule, spfRule, dmarcRule].flatMap((rule) => rule(proof, ours));
}

const unknownDomain: Rule = ({ from }, { dkim, dmarc, mailFrom }) =>
  dkim.length > 0 || dmarc || mailFrom !== null
    ? []
    : [
        {
          id: "foreign",
          severity: "warning",
          message: `the message is from "${from}", for which domains.yaml has no entry: no result stands on a record of ours`,
        },
      ];

const dkimRule: Rule = ({ from, dkim, dmarc }, ours) => {
  const aligned = dkim.filter((signature) => signature.aligned);
  const passing = aligned.filter(({ result }) => result === "pass");
  const findings: MessageFinding[] = [];
  const severity = ours.dkim.length > 0 ? "error" : "warning";
  if (passing.length === 0) {
    findings.push(...aligned.map((signature) => faultFinding(signature, severity)));
    if (aligned.length === 0 && isAlignmentKnown(dmarc)) findings.push(unsigned(from ?? "", dkim, severity));
  }
  const foreign = passing.find(({ record }) => record === null);
  if (foreign !== undefined && ours.dkim.length > 0 && passing.every(({ record }) => record === null)) {
    const message = `dkim passes by the selector "${foreign.selector}" of "${foreign.domain}", which is none of the records of domains.yaml: another sender signed, or the tokens have changed, run "mailzone plan"`;
    findings.push({ id: "dkim-foreign", severity: "warning", message });
  }
  if (passing.some(({ signedInPart }) => signedInPart)) {
    const message = `the signature of "${passing[0]?.domain}" covers the body in part (l=), anybody can add to it: sign without l=`;
    findings.push({ id: "dkim-part", severity: "warning", message });
  }
  const weak = passing.find(({ keyBits }) => keyBits !== null && keyBits < 2048);
  if (weak !== undefined) {
    const message = `the key of "${weak.domain}" has ${weak.keyBits} bits, 2048 are usual (RFC 8301 §3.2): set dkim-key-length to 2048`;
    findings.push({ id: "dkim-bits", severity: "warning", message });
  }
  return findings;
};

function unsigned(from: string, dkim: readonly SignatureProof[], severity: "error" | "warning"): MessageFinding {
  const others = [...new Set(dkim.map(({ domain }) => domain))];
  if (others.some((domain) => domain.endsWith("amazonses.com"))) {
    const message = `the message is signed by amazonses.com alone and not by "${from}", SES does not sign for the domain: run "mailzone verify ${from}", its DKIM status must be SUCCESS and signing on`;
    return { id: "dkim-amazon-only", severity, message };
  }
  const by = others.length === 0 ? "nobody" : others.map((domain) => `"${domain}"`).join(" and ");
  const message = `the message is signed by ${by} and not by "${from}": it was not sent by SES, or signing is off`;
  return { id: "dkim-missing", severity, message };
}

/** In words, with what to do. */
const FAULTS: Readonly<Record<SignatureFault, readonly [string, string]>> = {
  "body-altered": [
    "the body is not the one that was signed",
    "save the message as it came, a relay or program changed it",
  ],
  "headers-altered": [
    "it fits neither headers nor key",
    "save the message as it came, and see whether the key was replaced",
  ],
  "no-key": ["there is no key in DNS", "publish the CNAME, and see whether ses has its target"],
  "bad-key": ["the key in DNS is revoked or cannot be read", "look at what stands at that name"],
  "weak-key": ["the key has less than 1024 bits", "make a new one, receivers take no such key (RFC 8301 §3.2)"],
  expired: ["it has expired", "send a new message"],
  dns: ["DNS does not tell its key", "try again, and look for servers that fail"],
  other: ["it cannot be read", "send a new message"],
};

function faultFinding(signature: SignatureProof, severity: "error" | "warning"): MessageFinding {
  const { domain, selector, record } = signature;
  const fault = signature.fault ?? "other";
  const [what, todo] = FAULTS[fault];
  const which = record === null ? `selector "${selector}"` : `"${record.id}", selector "${selector}"`;
  const message = `dkim of "${domain}" (${which}) does not pass, ${what}: ${todo}`;
  return { id: `dkim-${fault}`, severity: fault === "dns" ? "unknown" : severity, message };
}

const spfRule: Rule = ({ from, spf, envelope, dmarc }, ours) => {
  const { result, domain, aligned, comment } = spf;
  const severity = ours.mailFrom !== null ? "error" : "warning";
  if (result === "unknown") {
    const missing = envelope.clientIp === null ? "--client-ip" : "--envelope-from";
    const message = `spf cannot be told, the message does not say who handed it over: give ${missing}`;
    return [{ id: "spf-unknown", severity: "unknown", message }];
  }
  if (result === "temperror") {
    const message = `spf of "${domain}" cannot be told, DNS does not answer: try again`;
    return [{ id: "spf-dns", severity: "unknown", message }];
  }
  if (result === "none") {
    const message = `spf of "${domain}" has no record: publish it`;
    return [{ id: "spf-none", severity, message }];
  }
  if (result === "permerror") {
    const message = `spf of "${domain}" cannot be read (${comment ?? "permerror"}): correct the record`;
    return [{ id: "spf-broken", severity, message }];
  }
  if (result !== "pass") {
    const named = envelope.clientIpFrom === "option" ? "" : `, as the header ${envelope.clientIpFrom} names it`;
    const message = `spf of "${domain}" is ${result} for ${envelope.clientIp}${named}: the message came by another host than SES's, or the record lacks include:amazonses.com`;
    return [{ id: "spf-fails", severity, message }];
  }
  // Without a DMARC record a name is aligned with itself alone: that is the thing to say, and dmarcRule says it.
  if (aligned || dmarc.policyDomain === null) return [];
  if (dmarc.alignment.spf === "strict" && domain?.endsWith(`.${from}`)) {
    const message = `spf passes for "${domain}", but aspf=s wants exactly "${from}", which SES cannot give: take aspf=s out of the DMARC record`;
    return [{ id: "spf-strict", severity: "warning", message }];
  }
  const isAmazon = domain?.endsWith("amazonses.com") === true;
  if (isAmazon && ours.mailFrom !== null) {
    const message = `spf passes for SES's own "${domain}" and is not aligned with "${from}", SES does not use "${ours.mailFrom}": run "mailzone verify ${from}", the MAIL FROM status must be SUCCESS`;
    return [{ id: "spf-amazon", severity: "error", message }];
  }
  const message = isAmazon
    ? `spf passes for SES's own "${domain}" and is not aligned with "${from}": DMARC rests on DKIM alone, set mailFrom`
    : `spf passes for "${domain}" and is not aligned with "${from}": another sender, or a MAIL FROM domain elsewhere`;
  return [{ id: "spf-unaligned", severity: "warning", message }];
};

const dmarcRule: Rule = ({ from, dmarc }, ours) => {
  const { result, policy, testing, policyDomain } = dmarc;
  const fate = testing ? "receivers report it" : FATES[policy ?? "none"];
  if (result === "temperror") {
    const why = isAlignmentKnown(dmarc) ? "neither DKIM nor SPF can be told in full" : "DNS does not answer";
    const message = `dmarc of "${from}" cannot be told, ${why}: try again`;
    return [{ id: "dmarc-dns", severity: "unknown", message }];
  }
  if (result === "none") {
    const message = `dmarc of "${from}" has no record that can be read: ${ours.dmarc ? "publish it" : "set dmarc"}`;
    return [{ id: "dmarc-none", severity: "error", message }];
  }
  if (result === "fail") {
    const message = `dmarc of "${from}" fails, neither DKIM nor SPF passes for the domain, ${fate}: repair one of them`;
    return [{ id: "dmarc-fails", severity: "error", message }];
  }
  if (policyDomain !== from && from === ours.domain && ours.dmarc) {
    const message = `dmarc of "${from}" comes from its parent "${policyDomain}", the record at "_dmarc.${from}" is not there: publish it`;
    return [{ id: "dmarc-parent", severity: "error", message }];
  }
  return [];
};

/** Not where DNS says nothing of DMARC: then a parent or a subdomain may be aligned, or not. */
function isAlignmentKnown({ organizationalDomain }: DmarcProof): boolean {
  return organizationalDomain !== null;
}

const FATES = {
  none: "receivers report it and deliver",
  quarantine: "receivers put it with junk",
  reject: "receivers refuse it",
} as const;

/** The domain of ours that a From domain belongs to: SES signs for the identity, also what is below it. */
function entryDomain(from: string, records: readonly DnsRecord[]): string | undefined {
  const above = records.map(({ domain }) => domain).filter((domain) => from === domain || from.endsWith(`.${domain}`));
  return above.sort((a, b) => b.length - a.length)[0];
}
