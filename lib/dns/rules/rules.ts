// What must be true for the records of a configuration before anything is synthesised. The rules are small functions in one
// array. They see all domains of all stacks at once, because two stacks can write into one zone.
import type { Domain } from "../domain";
import { domainRecords } from "../domain-records";
import { type Finding, suggestion } from "../finding";
import { isMailFromId } from "../kinds/mail-from";
import type { DnsRecord, Refs } from "../record";
import { BESIDE_CHECKS } from "./beside";
import { CLOUDFLARE_CHECKS } from "./cloudflare";
import { DMARC_CHECKS } from "./dmarc";
import { EVENT_CHECKS } from "./events";
import { HOST_CHECKS } from "./hosts";
import { NAME_CHECKS } from "./names";
import { NO_MAIL_CHECKS } from "./no-mail";
import { PASTED_CHECKS } from "./pasted";
import { POLICY_CHECKS } from "./policies";
import { type CheckRule, gatherCheckFacts } from "./rule";
import { SENDER_CHECKS } from "./senders";
import { SES_CHECKS } from "./ses";
import { SHADOW_CHECKS } from "./shadows";
import { SPF_CHECKS } from "./spf";
import { TEST_ADDRESS_CHECKS } from "./test-addresses";

const IGNORE_KNOWN: CheckRule = {
  id: "ignore-known",
  severity: "warning",
  reference: "domains.yaml, ignore",
  summary: "A rule that is ignored exists and can be ignored.",
  check: ({ domains }) =>
    domains.flatMap(({ entry, ignore }) =>
      Object.keys(ignore).flatMap((id) => {
        const rule = RULE_BY_ID.get(id);
        if (rule !== undefined && !rule.fixed) return [];
        const fault =
          rule === undefined ? "which is no rule" : "which cannot be ignored, as it would be refused anyway: drop it";
        const hint =
          rule === undefined ? suggestion(id, [...RULE_BY_ID.keys()], ": see docs/rules.md for their ids") : "";
        return [{ domain: entry, message: `"${entry}" ignores "${id}", ${fault}${hint}` }];
      }),
    ),
};

/** All rules of `mailzone check`, see docs/rules.md. */
export const CHECK_RULES: readonly CheckRule[] = [
  ...SES_CHECKS,
  ...EVENT_CHECKS,
  ...SENDER_CHECKS,
  ...TEST_ADDRESS_CHECKS,
  ...NAME_CHECKS,
  ...CLOUDFLARE_CHECKS,
  ...PASTED_CHECKS,
  ...HOST_CHECKS,
  ...SHADOW_CHECKS,
  ...BESIDE_CHECKS,
  ...SPF_CHECKS,
  ...DMARC_CHECKS,
  ...POLICY_CHECKS,
  ...NO_MAIL_CHECKS,
  IGNORE_KNOWN,
];

const RULE_BY_ID: ReadonlyMap<string, CheckRule> = new Map(CHECK_RULES.map((rule) => [rule.id, rule]));

/** All findings of all rules, in the order of domains, then of rules. Findings that an entry ignores are left out. */
export function checkDomains(domains: readonly Domain[]): Finding[] {
  const seen = new Map<string, number>();
  const records = domains.flatMap((domain) => {
    const before = seen.get(domain.domain) ?? 0;
    seen.set(domain.domain, before + 1);
    return domainRecords(domain, sampleRefs(before));
  });
  return checkRecords(domains, records);
}

/** checkDomains() for records that were made already. */
export function checkRecords(domains: readonly Domain[], records: readonly DnsRecord[]): Finding[] {
  const facts = gatherCheckFacts(domains, records);
  const order = new Map(domains.map(({ entry }, index) => [entry, index]));
  const ignored = new Map(domains.map(({ entry, ignore }) => [entry, ignore]));
  const findings = CHECK_RULES.flatMap(({ id, severity, fixed, check }) =>
    check(facts)
      .filter(({ domain }) => fixed || !Object.hasOwn(ignored.get(domain) ?? {}, id))
      .map((problem): Finding => ({ source: "check", rule: id, severity, ...problem })),
  );
  const outside = new Set(findings.flatMap(({ rule, domain }) => (rule === "mail-from-subdomain" ? [domain] : [])));
  // A MAIL FROM domain elsewhere has records with strange names and in no zone. That is one mistake.
  const isConsequence = ({ rule, domain, record = "" }: Finding) =>
    outside.has(domain) && isMailFromId(record) && /^record-(?:name|in-zone)$/.test(rule);
  const told = findings.filter((finding) => !isConsequence(finding));
  return told.sort((a, b) => (order.get(a.domain ?? "") ?? 0) - (order.get(b.domain ?? "") ?? 0));
}

/**
 * As long as real tokens, so that lengths are checked before AWS has created any. They differ for each entry of a domain,
 * because each region creates its own.
 */
function sampleRefs(before: number): Refs {
  const end = before === 0 ? "" : `x${before}`;
  const token = (digit: string) => digit.repeat(32 - end.length) + end;
  return {
    dkimTokens: [token("1"), token("2"), token("3")],
    distributionDomain: () => "d111111abcdef8.cloudfront.net",
    validation: (name) => ({
      name: `_${"0".repeat(32)}.${name}`,
      target: `_${"0".repeat(32)}.${"a".repeat(10)}.acm-validations.aws`,
    }),
  };
}
