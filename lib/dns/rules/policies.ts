// Rules for MTA-STS and BIMI, which depend on other records: the domain's mail servers, the host of the policy, and DMARC.
import type { Domain } from "../domain";
import { dmarcName } from "../kinds/dmarc";
import { listsMx, mtaStsHost, mtaStsUrl } from "../text/mta-sts-policy";
import { type CheckFacts, type CheckRule, perDomain } from "./rule";

/** RFC 8461 §3.2 recommends weeks. */
const DAY = 86_400;

export const POLICY_CHECKS: readonly CheckRule[] = [
  {
    id: "mta-sts-mx",
    severity: "error",
    reference: "RFC 8461 §4.1, §5: senders do not deliver to a mail server that an enforced policy does not list",
    summary: "The policy of MTA-STS lists the domain's mail servers.",
    check: perDomain(({ domain, mtaSts }, { byName }) => {
      const policy = mtaSts?.policy;
      if (policy === undefined || policy.mode === "none") return undefined;
      const hosts = (byName.get(domain) ?? []).flatMap(({ type, content }) =>
        type === "MX" && content ? content : [],
      );
      const missing = hosts.filter((host) => !listsMx(policy, host));
      if (missing.length === 0) return undefined;
      return `mtaSts of "${domain}" does not list its mail server "${missing.join('", "')}": add it to mx, or leave mx out`;
    }, "mta-sts"),
  },
  {
    id: "mta-sts-host",
    severity: "note",
    reference: "RFC 8461 §3.3: the policy is fetched from mta-sts.<domain>",
    summary: "The host of the policy of MTA-STS is published, here or elsewhere.",
    check: perDomain(({ domain, zone, mtaSts }, { byName }) => {
      const policy = mtaSts?.policy;
      const host = mtaStsHost(domain);
      if (policy === undefined || policy.mode === "none" || byName.has(host) || byName.has(`*.${zone.name}`))
        return undefined;
      return `mtaSts of "${domain}" needs a website at ${mtaStsUrl(domain)}, and nothing here publishes "${host}": add it to web or records, and give its host what mailzone records --policy prints`;
    }, "mta-sts"),
  },
  {
    id: "mta-sts-age",
    severity: "warning",
    reference: "RFC 8461 §10.2: a short max_age lets an attacker wait until the policy is forgotten",
    summary: "An enforced policy of MTA-STS is kept for a day at least.",
    check: perDomain(({ domain, mtaSts }) => {
      const policy = mtaSts?.policy;
      return (
        policy?.mode === "enforce" &&
        policy.maxAge < DAY &&
        `mtaSts of "${domain}" is forgotten after ${policy.maxAge} seconds: write a maxAge of weeks, such as 604800`
      );
    }, "mta-sts"),
  },
  {
    id: "bimi-dmarc",
    severity: "warning",
    reference: "BIMI draft, §7.1: the DMARC policy must be quarantine or reject",
    summary: "A domain with a BIMI logo enforces DMARC.",
    check: perDomain((domain, facts) => {
      const why = domain.bimi === undefined ? undefined : unenforced(domain, facts);
      return (
        why && `bimi of "${domain.domain}" shows no logo, because its DMARC ${why}: write dmarc: quarantine or reject`
      );
    }, "bimi"),
  },
];

/** Why receivers show no logo, as a clause after "DMARC"; undefined if they may, or if the policy is not in this file. */
function unenforced({ domain }: Domain, { dmarc }: CheckFacts): string | undefined {
  const policy = dmarc.get(dmarcName(domain))?.[0]?.parsed.dmarc;
  if (policy === undefined) return undefined;
  if (policy.policy === "none") return "has the policy none";
  if (policy.subdomainPolicy === "none") return "has the policy none for subdomains";
  return policy.testing ? "is only tested (t=y)" : undefined;
}
