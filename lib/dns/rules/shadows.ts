// Rules for records that are valid but take mail away from a name: delegations, wildcards, and the targets of an MX.

import { canonicalName } from "../canonical";
import { isReportAuthorizationName } from "../kinds/dmarc";
import { feedbackRegion } from "../kinds/mail-from";
import { isWithin } from "../names";
import type { DnsRecord } from "../record";
import { isAddressType } from "../record-types";
import { recordTarget } from "./names";
import { type CheckFacts, type CheckRule, isForMail, perRecord, recordList } from "./rule";

export const SHADOW_CHECKS: readonly CheckRule[] = [
  {
    id: "mail-delegated",
    severity: "error",
    reference: "RFC 1034 §4.2.1: below an NS another name server answers",
    summary: "No NS or DS record is at or above a name with mail records.",
    check: (facts) => {
      // Few zones delegate names, and each delegation needs a walk over all names.
      const delegating = facts.records.filter(isCut);
      if (delegating.length === 0) return [];
      const mail = facts.records.filter((record) => !isCut(record) && isForMail(record));
      return perRecord((record) => {
        const hidden = mail.filter(({ name }) => isWithin(name, record.name));
        if (hidden.length === 0) return undefined;
        const [type, to] = record.type === "NS" ? ["NS", `"${record.content}"`] : ["DS", "another zone"];
        return `${type} delegates "${record.name}" and all names below it to ${to}, where ${recordList(hidden)} would not be found: delegate another name`;
      })({ ...facts, records: delegating });
    },
  },
  {
    id: "wildcard-mail",
    severity: "warning",
    reference: "RFC 4592 §2.1.1",
    summary: "No wildcard answers for mail, SPF, DKIM and DMARC of every name that does not exist.",
    check: perRecord(({ type, name, purpose }) => {
      // The empty key of a domain without mail is meant for every selector.
      if (purpose === "no-dkim") return undefined;
      if (!name.startsWith("*.") || !["CNAME", "MX", "NS", "TXT"].includes(type)) return undefined;
      if (isReportAuthorizationName(name)) return undefined;
      return `${type} "${name}" answers for every name that does not exist, also for its mail, SPF and DMARC: list the names that you mean`;
    }),
  },
  {
    id: "mx-bounces",
    severity: "error",
    reference: "Amazon SES, Using a custom MAIL FROM domain",
    summary: "Only a MAIL FROM domain has the MX that accepts bounces for SES.",
    check: perRecord(({ type, name, content, purpose }, { domains }) => {
      if (type !== "MX" || purpose !== "record" || feedbackRegion(canonicalName(content ?? "")) === undefined)
        return undefined;
      if (domains.some(({ mailFrom }) => mailFrom?.domain === name)) return undefined;
      return `MX "${name}" points to "${content}", which only accepts bounces: inbound mail of the name would be lost, name its mail server`;
    }),
  },
  {
    id: "mx-host-proxied",
    severity: "warning",
    reference:
      "Cloudflare, Proxied DNS records: only web traffic goes through, and the MX gets a name of Cloudflare's instead",
    summary: "The host that an MX points to is not proxied.",
    check: perRecord((record, facts) => {
      const host = record.type === "MX" ? recordTarget(record)?.toLowerCase() : undefined;
      const proxied = host === undefined ? undefined : proxiedAt(host, facts);
      return (
        proxied &&
        `MX points to "${host}", which is proxied, and the proxy accepts no mail: set proxied of "${proxied.id}" to false`
      );
    }),
  },
];

/** Both say that another zone begins there (RFC 4034 §5). */
function isCut({ type }: DnsRecord): boolean {
  return type === "NS" || type === "DS";
}

function proxiedAt(host: string, { byName }: CheckFacts): DnsRecord | undefined {
  return byName.get(host)?.find(({ proxied, type }) => proxied && isAddressType(type));
}
