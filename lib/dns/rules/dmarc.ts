// Rules for DMARC (RFC 9989): the entry's record and extra TXT records at _dmarc names. Receivers ignore what they cannot read,
// so a mistake is visible only here.

import type { Domain } from "../domain";
import { suggestion } from "../finding";
import { hasIdentity } from "../has-identity";
import { dmarcDomain, reportAuthorizationName } from "../kinds/dmarc";
import { isSameOwner } from "../kinds/report-consent";
import { SES_SENDER } from "../kinds/spf";
import { isWithin } from "../names";
import { type DmarcRecord, isDmarc, KNOWN_TAGS, REMOVED_TAGS, REPORT_SIZE, reportDomains } from "../text/dmarc";
import { type CheckFacts, type CheckRule, type ParsedText, recordList, recordProblem } from "./rule";

export const DMARC_CHECKS: readonly CheckRule[] = [
  {
    id: "dmarc-syntax",
    severity: "error",
    reference: "RFC 9989 §4.7, §4.8",
    summary: "A DMARC record follows the grammar: v=DMARC1 first, a policy, each tag once and with a valid value.",
    check: perDmarc(({ problems }) => problems),
  },
  {
    id: "dmarc-dropped",
    severity: "warning",
    reference: "RFC 9989 §4.7: receivers drop a tag that they cannot read",
    summary: "Each optional tag of a DMARC record has a value that receivers can read.",
    check: perDmarc(({ dropped }) => dropped.map((what) => `${what}: receivers drop it and keep the rest`)),
  },
  {
    id: "dmarc-one",
    severity: "error",
    reference: "RFC 9989 §4.10: of several records none counts",
    summary: "A name has one DMARC record.",
    check: ({ dmarc }) =>
      [...dmarc].flatMap(([name, all]) => {
        const records = all.filter(({ text }) => isDmarc(text)).map(({ record }) => record);
        const last = records.at(-1);
        if (last === undefined || records.length === 1) return [];
        const message = `dmarc at "${name}" has ${records.length} records, so receivers use none: keep one of ${recordList(records)}`;
        return [recordProblem(last, message)];
      }),
  },
  {
    id: "dmarc-removed",
    severity: "warning",
    reference: "RFC 9989 appendix C: pct, rf, ri and the size limit of addresses are gone",
    summary: "A DMARC record has no tag that was removed from the standard.",
    check: perDmarc(({ tags, dmarc }) => [
      ...tags
        .filter(({ name }) => REMOVED_TAGS.includes(name))
        .map(({ name, value }) => {
          const instead = name === "pct" && value !== "100" ? 'drop it, or write "t=y" to test a policy' : "drop it";
          return `has the tag "${name}=${value}", which receivers ignore since RFC 9989: ${instead}`;
        }),
      ...[...(dmarc?.rua ?? []), ...(dmarc?.ruf ?? [])]
        .filter((uri) => REPORT_SIZE.test(uri))
        .map((uri) => `has a size limit in "${uri}", which receivers ignore since RFC 9989: drop what follows "!"`),
    ]),
  },
  {
    id: "dmarc-unknown",
    severity: "warning",
    reference: "RFC 9989 §4.7: unknown tags are ignored",
    summary: "A DMARC record has no unknown tag.",
    check: perDmarc(({ tags }) =>
      tags
        .filter(({ name }) => !KNOWN_TAGS.includes(name) && !REMOVED_TAGS.includes(name))
        .map(({ name, value }) => {
          const hint = suggestion(name, KNOWN_TAGS, `: the tags are ${KNOWN_TAGS.join(" ")}`);
          return `has the unknown tag "${name}=${value}", which receivers ignore${hint}`;
        }),
    ),
  },
  {
    id: "dmarc-policy-second",
    severity: "warning",
    reference: "RFC 7489 §6.3, which older receivers keep to",
    summary: "The policy follows the version directly.",
    check: perDmarc(({ tags }) => {
      const index = tags.findIndex(({ name }) => name === "p");
      if (index < 2) return [];
      return [`has the policy as tag ${index + 1}, and older receivers then use none: write it after "v=DMARC1;"`];
    }),
  },
  {
    id: "dmarc-unreported",
    severity: "note",
    reference: "RFC 9989 §5.1: p=none only reports",
    summary: "A policy of none says where reports go.",
    check: perDmarc(({ dmarc }) =>
      dmarc?.policy === "none" && dmarc.rua === undefined
        ? [
            'has the policy none and no "rua", so nobody tells you who sends with the name: add an address for reports, or a stricter policy',
          ]
        : [],
    ),
  },
  {
    id: "dmarc-report-uri",
    severity: "warning",
    reference: "RFC 9990 §3: reports are mailed",
    summary: "DMARC reports go to mail addresses.",
    check: perDmarc(({ dmarc }) =>
      [...(dmarc?.rua ?? []), ...(dmarc?.ruf ?? [])]
        .filter((uri) => !/^mailto:/i.test(uri))
        .map((uri) => `sends reports to "${uri}", where receivers send none: write a mailto address`),
    ),
  },
  {
    id: "dmarc-psd",
    severity: "warning",
    reference: "RFC 9989 §4.10: psd=y is for public suffixes",
    summary: "A domain does not call itself a public suffix.",
    check: perDmarc(({ tags }) =>
      tags.some(({ name, value }) => name === "psd" && value.toLowerCase() === "y")
        ? ['has "psd=y", by which its subdomains are no longer aligned with it, MAIL FROM among them: drop it']
        : [],
    ),
  },
  {
    id: "dmarc-spf-strict",
    severity: "warning",
    reference: "RFC 9989 §4.4; Amazon SES, Complying with DMARC",
    summary: "SPF's alignment is not strict: SES's MAIL FROM is never the domain itself.",
    check: perDmarc(({ dmarc }, { record }, { entries }) => {
      const domain = entries.get(record.entry);
      if (dmarc?.spfAlignment !== "strict" || domain === undefined || record.purpose !== "dmarc") return [];
      if (!hasIdentity(domain)) return [];
      const sender = domain.mailFrom?.domain ?? SES_SENDER;
      return [`asks for strict alignment of spf, and SES sends with "${sender}": drop "aspf=s", or only DKIM can pass`];
    }),
  },
  {
    id: "dmarc-report-consent",
    severity: "warning",
    reference: "RFC 9990 §4: reports to another organisation need its consent in DNS",
    summary:
      "Report addresses are of the same domain or zone, or their owner publishes a record that takes the reports.",
    check: perDmarc(({ dmarc }, { record }, { entries, byName }) => {
      const domain = dmarcDomain(record.name);
      if (dmarc === undefined) return [];
      return [...reportDomains(dmarc)].flatMap(([receiver, address]) => {
        if (isSameOwner(receiver, domain, record.zone, entries.get(record.entry)?.zone.name ?? record.zone)) return [];
        const consent = reportAuthorizationName(domain, receiver);
        if (byName.has(consent) || byName.has(reportAuthorizationName("*", receiver))) return [];
        const own = ownIn(receiver, entries);
        if (own !== undefined) {
          return [
            `reports to "${address}": its zone "${own.zone.name}" is yours, and has to say that it takes them, or no reports are sent: add reportConsent: true to "${own.entry}"`,
          ];
        }
        return [
          `reports to "${address}": the owner of "${receiver}" must publish TXT "${consent}" with "v=DMARC1", or no reports are sent`,
        ];
      });
    }),
  },
];

/** A rule about each DMARC record. Its message continues the text `dmarc of "example.com" `. */
function perDmarc(
  check: (parsed: DmarcRecord, published: ParsedText<DmarcRecord>, facts: CheckFacts) => readonly string[],
): CheckRule["check"] {
  return (facts) =>
    [...facts.dmarc.values()].flat().flatMap((published) => {
      const { record, parsed } = published;
      const name = dmarcDomain(record.name);
      return check(parsed, published, facts).map((message) => recordProblem(record, `dmarc of "${name}" ${message}`));
    });
}

/** A domain in the zone that a name is in, whose entry can publish a record at the name. */
function ownIn(name: string, entries: CheckFacts["entries"]): Domain | undefined {
  const within = [...entries.values()].filter(({ zone }) => isWithin(name, zone.name));
  return within.reduce<Domain | undefined>(
    (best, one) => (best === undefined || one.zone.name.length > best.zone.name.length ? one : best),
    undefined,
  );
}
