// Rules for records that take a name away from mail without changing a mail record: delegations, CNAMEs, wildcards (RFC 1034
// §3.6.2, §4.2.1, RFC 4592, RFC 6672).

import { isReportAuthorizationName } from "../../../dns/kinds/dmarc";
import { isWithin } from "../../../dns/names";
import type { MailChange } from "../../changes/change";
import { isNoMailKey } from "../../changes/no-mail";
import type { RecordSide } from "../../changes/record-side";
import { perNewValue, type ReviewFacts, type ReviewRule } from "../rule";
import { type Sentence, say } from "../sentence";

/** Types that redirect a name and everything below it. A DS record makes everything below fail if the keys do not match. */
const DELEGATING: readonly string[] = ["NS", "DS", "DNAME"];

/** Labels that mail usually uses. If nothing else is known about a name, changing one of these is a risk. */
const MAIL_LABEL = /^(?:_[^.]+|mail|e-?mail|bounces?|mx\d*|smtp)\./;

/** Wildcard types that redirect mail, or the records that mail is checked with. */
const FOLLOWED: readonly string[] = ["CNAME", "DNAME", "MX", "NS", "TXT"];

const delegates = ({ type = "" }: RecordSide) => DELEGATING.includes(type);

export const SHADOW_RULES: readonly ReviewRule[] = [
  {
    id: "mail-delegated",
    risk: "danger",
    when: "An NS, DS or DNAME record is added or changed at or above a name that mail depends on.",
    why: "Records at that name and below it are no longer read, including DKIM, MX, SPF and DMARC records.",
    check: perNewValue((change, after, facts) => {
      const { name } = after;
      return (
        delegates(after) &&
        (name === undefined || holdsMail(name, change, facts)) &&
        say`${after.type ?? ""} ${after.value} delegates ${name ?? "a name that is not known"} and all names below it: mail records there are no longer read`
      );
    }),
  },
  {
    id: "name-delegated",
    risk: "caution",
    when: "An NS, DS or DNAME record is added or changed at a name that no mail is known to depend on.",
    why: "Other name servers answer for it and all names below.",
    check: perNewValue(
      (change, after, facts) =>
        delegates(after) &&
        after.name !== undefined &&
        !holdsMail(after.name, change, facts) &&
        say`${after.type ?? ""} ${after.value} answers for ${after.name} and all names below it`,
    ),
  },
  {
    id: "mail-aliased",
    risk: "danger",
    when: "A CNAME is added at a name that has a mail record or that SES sends with, or such a record is added beside a CNAME.",
    why: "No other record can be beside a CNAME: receivers follow it and do not find the mail record.",
    check: perNewValue((change, after, facts) => {
      if (after.name === undefined) return false;
      const other = facts.mail.at.get(after.name)?.find((one) => one !== change && isBeside(one, change));
      if (after.type === "CNAME" && !isApex(after.name, change, facts)) {
        const isUsed = facts.published.mailFrom.has(after.name) || facts.mail.assumed.has(after.name);
        return (other !== undefined || isUsed) && aliased(after.name, after.value);
      }
      const alias = facts.mail.aliases.get(after.name);
      const isBesideAlias = after.type !== "CNAME" && alias?.after?.name === after.name;
      if (!isBesideAlias || ["web", "record"].includes(change.role) || isApex(after.name, change, facts)) return false;
      return aliased(after.name, alias.after?.value ?? "");
    }),
  },
  {
    id: "apex-aliased",
    risk: "caution",
    when: "A CNAME that does not point to CloudFront is added at a domain's own name.",
    why: "At the zone's name Cloudflare answers with addresses instead; anywhere else MX and TXT records beside it are not found.",
    check: perNewValue((change, after, facts) => {
      if (after.type !== "CNAME" || after.name === undefined) return false;
      const isWebsite =
        change.role === "web" && (after.isUnknown || /\.cloudfront\.net\.?$/i.test(after.content ?? ""));
      return (
        facts.mail.domains.has(after.name) &&
        !isWebsite &&
        say`CNAME ${after.value} is at ${after.name}, the domain itself`
      );
    }),
  },
  {
    id: "wildcard-mail",
    risk: "danger",
    when: "A wildcard record of a type that affects mail is added or changed: CNAME, DNAME, MX, NS, TXT.",
    why: "It answers for every name that does not exist, and so decides their mail, SPF, DKIM and DMARC (RFC 4592).",
    check: perNewValue((change, { name = "", type = "", value }, { noMail }) => {
      return (
        isWildcard(name) &&
        FOLLOWED.includes(type) &&
        !isNoMailKey(change, noMail) &&
        !isReportAuthorizationName(name) &&
        say`${type} ${value} answers for every name below ${name.slice(2)} that does not exist`
      );
    }),
  },
  {
    id: "wildcard-other",
    risk: "caution",
    when: "A wildcard record of another type is added or changed.",
    why: "Names that did not exist now have an answer: mail to one of them goes to that host (RFC 5321 §5.1).",
    check: perNewValue((_change, { name = "", type = "", value }) => {
      return (
        isWildcard(name) &&
        !FOLLOWED.includes(type) &&
        say`${type} ${value} answers for every name below ${name.slice(2)} that does not exist`
      );
    }),
  },
  {
    id: "wildcard-hidden",
    risk: "caution",
    when: "A record is added at a name that a wildcard of mail answered for.",
    why: "A wildcard does not answer for a name that exists (RFC 4592 §2.2.1).",
    check: perNewValue((change, { name = "" }, { mail }) => {
      if (isWildcard(name)) return false;
      const wildcard = mail.at.get(`*.${name.slice(name.indexOf(".") + 1)}`)?.find((one) => one !== change);
      return (
        wildcard !== undefined &&
        say`${name} now exists, so the wildcard's ${wildcard.after?.value ?? wildcard.before?.value ?? ""} no longer answers for it`
      );
    }),
  },
];

function aliased(name: string, target: string): Sentence {
  return say`${name} is a CNAME to ${target} beside mail records: receivers follow it and do not find them`;
}

/** Whether a delegation of the name takes mail away, as far as is known. */
function holdsMail(name: string, { after, entry }: MailChange, { mail, zones }: ReviewFacts): boolean {
  const isZone = mail.domains.has(name) || zones.get(after?.zoneId ?? "") === name;
  if (isZone || mail.above.has(name) || MAIL_LABEL.test(name)) return true;
  return entry?.includes(".") === true && isWithin(entry, name);
}

/** At the zone's own name Cloudflare flattens a CNAME, so the other records stay readable. */
function isApex(name: string, { after }: MailChange, { zones, mail }: ReviewFacts): boolean {
  return zones.get(after?.zoneId ?? "") === name && mail.domains.has(name);
}

/** Another mail record at the same name after the apply, unless something says that it is not for mail. */
function isBeside(other: MailChange, change: MailChange): boolean {
  const name = change.after?.name;
  if (other.role === "dkim" && other.after?.type === "CNAME" && change.after?.type === "CNAME") return false;
  return other.after?.name === name || (other.resource.action === "forget" && other.before?.name === name);
}

function isWildcard(name: string): boolean {
  return name === "*" || name.startsWith("*.");
}
