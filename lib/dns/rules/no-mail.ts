// Rules for domains without mail: what else must not be there, and what still sends in their name.
import type { Domain } from "../domain";
import { hasIdentity } from "../has-identity";
import { parseDkimName } from "../kinds/dkim";
import { isNullMx } from "../kinds/no-mail";
import { isWithin } from "../names";
import { dkimTags } from "../text/dkim";
import { reportDomains } from "../text/dmarc";
import { plainText } from "../text/txt";
import { policyTags } from "../text/txt-policy";
import { type CheckFacts, type CheckRule, perDomain, perRecord, recordProblem, recordSubject } from "./rule";

export const NO_MAIL_CHECKS: readonly CheckRule[] = [
  {
    id: "no-mail-once",
    severity: "error",
    reference: "RFC 7505 §3; domains.yaml, mail",
    summary: "A domain with mail: none has no other entry.",
    check: ({ domains }) => {
      const noMail = new Map(noMailDomains(domains).map((one) => [one.domain, one.entry]));
      return domains.flatMap(({ entry, domain }) => {
        const first = noMail.get(domain);
        if (first === undefined || first === entry) return [];
        const message = `"${entry}" is an entry of "${domain}", which has mail: none in "${first}": keep one of them`;
        return [{ domain: entry, message }];
      });
    },
  },
  {
    id: "null-mx-sends",
    severity: "warning",
    reference: "RFC 7505 §4.2: receivers may refuse mail from a domain that takes none",
    summary: "A domain that sends has no null MX.",
    check: perDomain((sender, { byName }) => {
      const { domain } = sender;
      if (!hasIdentity(sender) || !(byName.get(domain) ?? []).some(isNullMx)) return undefined;
      return `"${domain}" sends mail and has a null MX, so receivers may refuse its mail, and answers to it bounce: name its mail server, or drop the MX`;
    }),
  },
  {
    id: "no-mail-key",
    severity: "warning",
    reference: "RFC 4592 §2.2.1: a wildcard does not answer for a name that exists",
    summary: "A domain without mail has no DKIM key that still signs.",
    check: perRecord(({ purpose, type, name, content }, { domains }) => {
      const at = purpose === "record" ? parseDkimName(name) : undefined;
      if (at === undefined || !noMailDomains(domains).some(({ domain }) => domain === at.domain)) return undefined;
      const isEmpty = type === "TXT" && dkimTags(plainText(content ?? "")).get("p") === "";
      if (isEmpty) return undefined;
      return `whoever has the private key of "${name}" signs for "${at.domain}", which has mail: none, and the empty key at "*._domainkey" does not cover a name that exists: drop the record`;
    }),
  },
  {
    id: "no-mail-reports",
    severity: "warning",
    reference: "RFC 7505 §3: mail to a name with a null MX bounces",
    summary: "Reports do not go to an address at a domain without mail.",
    check: (facts) => {
      const noMail = new Set(noMailDomains(facts.domains).map(({ domain }) => domain));
      if (noMail.size === 0) return [];
      return reportAddresses(facts).flatMap(({ record, hosts }) =>
        hosts
          .filter((host) => noMail.has(host))
          .map((host) => {
            const message = `${recordSubject(record)} sends reports to an address at "${host}", which has mail: none, so they bounce: name an address elsewhere`;
            return recordProblem(record, message);
          }),
      );
    },
  },
  {
    id: "no-mail-parent",
    severity: "note",
    reference: "RFC 9989 §4.4: relaxed alignment takes a signature of the domain above",
    summary: "A subdomain without mail asks for strict alignment where the domain above sends.",
    check: perDomain(({ domain, mail, dmarc }, { domains, dmarc: policies }) => {
      if (mail !== "none" || dmarc === undefined) return undefined;
      const parent = domains.find((one) => hasIdentity(one) && one.domain !== domain && isWithin(domain, one.domain));
      const policy = policies.get(`_dmarc.${domain}`)?.[0]?.parsed.dmarc;
      if (parent === undefined || policy === undefined || policy.dkimAlignment === "strict") return undefined;
      return `who may send as "${parent.domain}" may also send as "${domain}", which has mail: none, and DMARC passes: write dmarc: {alignment: {dkim: strict, spf: strict}} to have such mail discarded`;
    }, "dmarc"),
  },
  {
    id: "no-mail-inherited",
    severity: "warning",
    reference: "RFC 9989 §4.10: a name without a record takes that of the domain above",
    summary: "A domain below one without mail has a DMARC record of its own.",
    check: perDomain((sender, { domains }) => {
      if (!hasIdentity(sender) || sender.dmarc !== undefined) return undefined;
      const above = noMailDomains(domains).find(({ domain }) => isWithin(sender.domain, domain));
      return (
        above &&
        `"${sender.domain}" publishes no DMARC, so the policy reject of "${above.domain}", which has mail: none, applies to its mail: write a policy for it, unless somebody else publishes one`
      );
    }),
  },
];

function noMailDomains(domains: readonly Domain[]): readonly Domain[] {
  return domains.filter((domain) => !hasIdentity(domain));
}

/** The records that ask for reports, with the hosts of their mail addresses. */
function reportAddresses({ dmarc, records }: CheckFacts) {
  const ofDmarc = [...dmarc.values()].flat().map(({ record, parsed }) => ({
    record,
    hosts: parsed.dmarc === undefined ? [] : [...reportDomains(parsed.dmarc).keys()],
  }));
  const ofTls = records
    .filter(({ purpose }) => purpose === "tls-rpt")
    .map((record) => ({ record, hosts: mailHosts(policyTags(plainText(record.content ?? "")).get("rua") ?? "") }));
  return [...ofDmarc, ...ofTls];
}

function mailHosts(uris: string): readonly string[] {
  return uris.split(",").flatMap((uri) => /^mailto:[^@]+@([^?]+)$/i.exec(uri.trim())?.[1]?.toLowerCase() ?? []);
}
