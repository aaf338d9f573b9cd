// Rules for what publishes a policy or takes reports, and goes: MTA-STS, TLS reports, BIMI, consent to DMARC reports. Mail goes on, with less
// protection or without being seen.
import { BIMI_KIND } from "../../../dns/kinds/bimi";
import { dmarcDomain } from "../../../dns/kinds/dmarc";
import { MTA_STS_KIND } from "../../../dns/kinds/mta-sts";
import { TLS_RPT_KIND } from "../../../dns/kinds/tls-rpt";
import { append } from "../../../dns/maps";
import { isDmarc } from "../../../dns/text/dmarc";
import { MTA_STS, policyTags, txtPolicyFault } from "../../../dns/text/txt-policy";
import { isChanged, type MailChange, shownName } from "../../changes/change";
import { type DmarcSide, dmarcSide } from "../../changes/dmarc-change";
import type { RecordSide } from "../../changes/record-side";
import { baseName } from "../../changes/zone-names";
import { perChange, type ReviewFacts, type ReviewRule, statementOf, without } from "../rule";
import { listed, type Sentence, say } from "../sentence";
import { type Use, useOfName } from "./beside-rules";

/** @param check says what is lost; it gets the record before, and after if it is still there under its name */
function perLoss(
  use: Use,
  check: (before: RecordSide, after: RecordSide | undefined, change: MailChange) => Sentence | false,
): ReviewRule["check"] {
  return perChange(["record", "web"], (change) => {
    const { before, after, resource } = change;
    if (before === undefined || useOfName(before.name) !== use) return false;
    if (resource.action === "delete") return check(before, undefined, change);
    if (!isChanged(change)) return false;
    return check(before, after?.name === before.name ? after : undefined, change);
  });
}

export const POLICY_REMOVAL_RULES: readonly ReviewRule[] = [
  {
    id: "mta-sts-removed",
    risk: "caution",
    when: "The record of MTA-STS is deleted, or becomes one that senders do not read.",
    why: "Senders without a cached policy deliver without TLS if somebody in between wants that; those with one follow it until its max_age ends. A policy with mode none takes it back first (RFC 8461 §8.3).",
    check: perLoss(
      "mta-sts",
      (before, after) =>
        isMtaSts(before) &&
        !(after !== undefined && isMtaSts(after)) &&
        say`MTA-STS of ${baseName(before.name ?? "")} ends: mail can be intercepted, and senders that have its policy follow it until its max_age ends`,
    ),
  },
  {
    id: "mta-sts-host-removed",
    risk: "caution",
    when: "The host of the MTA-STS policy is deleted.",
    why: "Senders find no policy any more; those that have one follow it until its max_age ends, and do not see a newer one (RFC 8461 §3.3).",
    check: perLoss(
      "mta-sts-host",
      (_before, after, change) =>
        after === undefined &&
        say`the host of the MTA-STS policy ${shownName(change)} is gone: senders that have the policy follow it until its max_age ends, and see no newer one`,
    ),
  },
  {
    id: "tls-reports-removed",
    risk: "caution",
    when: "Reports of failed TLS end, or an address gets them no more.",
    why: "Mail that senders could not deliver with TLS is then seen by nobody (RFC 8460 §3).",
    check: perLoss("tls-reports", (before, after) => {
      const lost = without(reportAddresses(before), after === undefined ? [] : reportAddresses(after));
      const domain = baseName(before.name ?? "");
      return lost.length > 0 && say`TLS reports of ${domain} go to ${listed(lost)} no more`;
    }),
  },
  {
    id: "bimi-removed",
    risk: "caution",
    when: "A BIMI record is deleted, or names no logo any more.",
    why: "Receivers show no logo beside the mail (BIMI draft, §4.2).",
    check: perLoss(
      "bimi",
      (before, after) =>
        hasLogo(before) &&
        !(after !== undefined && hasLogo(after)) &&
        say`BIMI of ${baseName(before.name ?? "")} names no logo any more`,
    ),
  },
  {
    id: "bimi-unenforced",
    risk: "caution",
    when: "DMARC of a domain with a BIMI logo is no longer enforced, or goes.",
    why: "Receivers show the logo of mail under quarantine or reject only (BIMI draft, §7.1).",
    check: (facts) => {
      const logos = facts.dmarc.length === 0 ? [] : logoDomains(facts);
      if (logos.length === 0) return [];
      const [before, after] = [dmarcByDomain(facts, "before"), dmarcByDomain(facts, "after")];
      const lost = new Map<MailChange, string[]>();
      for (const domain of logos) {
        const enforced = enforcing(domain, before);
        if (enforced !== undefined && enforcing(domain, after) === undefined) append(lost, enforced, domain);
      }
      return facts.dmarc.flatMap(({ change, domain }) => {
        const domains = lost.get(change);
        return statementOf(
          change,
          domains !== undefined &&
            say`DMARC of ${domain} is enforced no more: receivers no longer show the BIMI logo of ${listed(domains)}`,
        );
      });
    },
  },
  {
    id: "report-consent-removed",
    risk: "caution",
    when: "A domain no longer accepts the DMARC reports of another.",
    why: "Receivers send no reports there, and nobody is told (RFC 9990 §4).",
    check: perLoss(
      "consent",
      (before, after, change) =>
        isConsent(before) &&
        !(after !== undefined && isConsent(after)) &&
        say`${baseName(before.name ?? "")} accepts no DMARC reports by ${shownName(change)} any more: receivers send none there`,
    ),
  },
];

/** The domains that have a BIMI record with a logo afterwards. */
function logoDomains({ all }: ReviewFacts): readonly string[] {
  const sides = all.map(({ before, after, resource }) => (resource.action === "forget" ? before : after));
  return [
    ...new Set(
      sides.flatMap((side) => {
        const [, domain] = /\._bimi\.(.+)$/.exec(side?.name ?? "") ?? [];
        return side !== undefined && domain !== undefined && hasLogo(side) ? [domain] : [];
      }),
    ),
  ];
}

type DmarcRecords = ReadonlyMap<string, { readonly change: MailChange; readonly side: DmarcSide }>;

/** What Terraform forgets stays. */
function dmarcByDomain({ all }: ReviewFacts, when: "before" | "after"): DmarcRecords {
  const found = new Map<string, { readonly change: MailChange; readonly side: DmarcSide }>();
  for (const change of all) {
    const { name, text } = change[change.resource.action === "forget" ? "before" : when] ?? {};
    if (name?.startsWith("_dmarc.") && text !== undefined && isDmarc(text))
      found.set(dmarcDomain(name), { change, side: dmarcSide(text) });
  }
  return found;
}

/** The nearest DMARC record at or above a domain, if it asks to quarantine or reject the domain's mail, and not only as a test. */
function enforcing(domain: string, records: DmarcRecords): MailChange | undefined {
  for (let at = domain; at.includes("."); at = at.slice(at.indexOf(".") + 1)) {
    const found = records.get(at);
    if (found === undefined) continue;
    const { policies, dmarc } = found.side;
    const policy = policies?.[at === domain ? "domain" : "subdomains"] ?? "none";
    return policy === "none" || dmarc?.testing ? undefined : found.change;
  }
  return undefined;
}

/** RFC 8461 §3.1: the version first, and an id. An alias leads to a record of somebody else. */
function isMtaSts({ type, text = "" }: RecordSide): boolean {
  return type === "CNAME" || (MTA_STS_KIND.singleton.matches(text) && txtPolicyFault(MTA_STS, [text]) === undefined);
}

function reportAddresses({ type, text = "", value }: RecordSide): readonly string[] {
  if (type === "CNAME") return [value];
  if (!TLS_RPT_KIND.singleton.matches(text)) return [];
  return (policyTags(text).get("rua") ?? "")
    .split(",")
    .map((uri) => uri.trim())
    .filter((uri) => uri !== "");
}

function hasLogo({ type, text = "" }: RecordSide): boolean {
  return type === "CNAME" || (BIMI_KIND.singleton.matches(text) && (policyTags(text).get("l") ?? "") !== "");
}

function isConsent({ type, text = "" }: RecordSide): boolean {
  return type === "CNAME" || isDmarc(text);
}
