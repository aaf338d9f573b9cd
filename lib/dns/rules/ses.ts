// Rules for what Amazon SES requires of an identity and its MAIL FROM domain.

import { roleArnFor } from "../account-roles";
import type { Domain } from "../domain";
import { suggestion } from "../finding";
import { hasIdentity } from "../has-identity";
import { isMailFromId } from "../kinds/mail-from";
import { isWithin } from "../names";
import { SES_REGIONS } from "../regions";
import { type CheckRule, perDomain, recordList } from "./rule";

const MAIL_FROM_PAGE = "Amazon SES, Using a custom MAIL FROM domain";

export const SES_CHECKS: readonly CheckRule[] = [
  {
    id: "region-known",
    severity: "warning",
    reference: "AWS General Reference, Amazon SES endpoints",
    summary: "The region is one in which SES is offered.",
    check: perDomain((domain) => {
      const { entry, region } = domain;
      if (SES_REGIONS.includes(region) || !hasIdentity(domain)) return undefined;
      const hint = suggestion(
        region,
        SES_REGIONS,
        ": the domain's records may point to the wrong hosts, check the region",
      );
      return `"${entry}" is in "${region}", where SES is not known to be${hint}`;
    }),
  },
  {
    id: "identity-once",
    severity: "error",
    reference: "Amazon SES API v2, CreateEmailIdentity: AlreadyExistsException",
    summary: "One entry makes the identity of a domain in a region of an account.",
    check: ({ domains }) => {
      const first = new Map<string, string>();
      return domains.filter(hasIdentity).flatMap(({ entry, domain, region, account }) => {
        const key = JSON.stringify([domain, region, account.profile, roleArnFor(account.assumeRoleArn, "apply")]);
        const other = first.get(key);
        if (other === undefined) first.set(key, entry);
        if (other === undefined) return [];
        const message = `"${entry}" makes the identity "${domain}" in ${region}, and "${other}" does so too: keep one, or use another region`;
        return [{ domain: entry, record: "dkim-1", message }];
      });
    },
  },
  {
    id: "role-shared",
    severity: "warning",
    reference: "AWS IAM, Security best practices: least-privilege permissions",
    summary: "Plan and apply assume different roles; a role that both assume is reported once.",
    check: ({ domains }) => {
      const seen = new Set<string>();
      return domains.flatMap(({ entry, account: { assumeRoleArn } }) => {
        const role = roleArnFor(assumeRoleArn, "apply");
        if (role === undefined || role !== roleArnFor(assumeRoleArn, "plan") || seen.has(role)) return [];
        seen.add(role);
        const message = `plan and apply of "${entry}" assume the same role "${role}": whoever can plan, as a pull request does, may write, so write assumeRoleArn: {plan: …, apply: …}`;
        return [{ domain: entry, record: "dkim-1", message }];
      });
    },
  },
  {
    id: "mail-from-subdomain",
    severity: "error",
    reference: MAIL_FROM_PAGE,
    summary: "The MAIL FROM domain is a subdomain of the identity.",
    check: perDomain(({ domain, mailFrom }) => {
      if (mailFrom === undefined || (mailFrom.domain !== domain && isWithin(mailFrom.domain, domain))) return undefined;
      return `mailFrom "${mailFrom.domain}" is not a subdomain of "${domain}": use a name such as "mail.${domain}"`;
    }, "mail-from-mx"),
  },
  {
    id: "mail-from-alone",
    severity: "error",
    reference: MAIL_FROM_PAGE,
    summary: "The MAIL FROM domain is used for nothing else, another entry's MAIL FROM included.",
    check: perDomain(({ entry, mailFrom }, { byName }) => {
      if (mailFrom === undefined) return undefined;
      const others = (byName.get(mailFrom.domain) ?? []).filter(
        (record) => record.entry !== entry || !isMailFromId(record.id),
      );
      if (others.length === 0) return undefined;
      return `mailFrom "${mailFrom.domain}" is also the name of ${recordList(others)}: give mailFrom a name of its own`;
    }, "mail-from-mx"),
  },
  {
    id: "mail-from-one-mx",
    severity: "error",
    reference: `${MAIL_FROM_PAGE}: with several MX records the setup fails`,
    summary: "The MAIL FROM domain has exactly one MX record.",
    check: perDomain(({ mailFrom }: Domain, { byName }) => {
      if (mailFrom === undefined) return undefined;
      const mx = (byName.get(mailFrom.domain) ?? []).filter(({ type }) => type === "MX");
      if (mx.length === 1) return undefined;
      return `mailFrom "${mailFrom.domain}" has ${mx.length} MX records, SES wants exactly one: ${recordList(mx)}`;
    }, "mail-from-mx"),
  },
];
