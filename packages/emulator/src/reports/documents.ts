// Reports as receivers write them: DMARC aggregate reports (RFC 9990, appendix A) and SMTP TLS reports (RFC 8460 §4.4).
import type { JudgedMail } from "./mail";
import type { PublishedRecord } from "./policy";

export interface ReportHead {
  /** The receiver's domain. */
  readonly receiver: string;
  readonly id: string;
  /** Seconds since 1970; the last second is within. */
  readonly begin: number;
  readonly end: number;
}

export interface ReportRow extends JudgedMail {
  readonly count: number;
}

export function aggregateXml(
  { receiver, id, begin, end }: ReportHead,
  record: PublishedRecord,
  rows: readonly ReportRow[],
): string {
  const { domain, policy, subdomainPolicy = policy, dkimAlignment, spfAlignment, testing } = record;
  return `<?xml version="1.0" encoding="UTF-8"?>
<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">
  <version>1.0</version>
  <report_metadata>
    <org_name>${receiver}</org_name>
    <email>noreply-dmarc@${receiver}</email>
    <report_id>${id}</report_id>
    <date_range><begin>${begin}</begin><end>${end}</end></date_range>
    <generator>mailzone emulator</generator>
  </report_metadata>
  <policy_published>
    <domain>${domain}</domain><p>${policy}</p><sp>${subdomainPolicy}</sp>
    <adkim>${dkimAlignment}</adkim><aspf>${spfAlignment}</aspf>
    <testing>${testing ? "y" : "n"}</testing><discovery_method>treewalk</discovery_method>
  </policy_published>
${rows.map(rowXml).join("\n")}
</feedback>
`;
}

function rowXml({ address, count, disposition, dkim, spf, from, envelope, signatures }: ReportRow): string {
  const signed = signatures.map(
    ({ domain, selector }) =>
      `<dkim><domain>${domain}</domain><selector>${selector}</selector><result>pass</result></dkim>`,
  );
  const results = `<dkim>${dkim ? "pass" : "fail"}</dkim><spf>${spf ? "pass" : "fail"}</spf>`;
  return `  <record>
    <row>
      <source_ip>${address}</source_ip><count>${count}</count>
      <policy_evaluated><disposition>${disposition === "none" && (dkim || spf) ? "pass" : disposition}</disposition>${results}</policy_evaluated>
    </row>
    <identifiers><header_from>${from}</header_from><envelope_from>${envelope.domain}</envelope_from></identifiers>
    <auth_results>${signed.join("")}<spf><domain>${envelope.domain}</domain><scope>mfrom</scope><result>${envelope.result}</result></spf></auth_results>
  </record>`;
}

export interface TlsSessions {
  /** Sessions a day that went well, and those that failed. */
  readonly succeeded: number;
  readonly failed: number;
}

/** @param policyType `sts` where the domain has a policy of MTA-STS */
export function tlsJson(
  { receiver, id, begin, end }: ReportHead,
  domain: string,
  { succeeded, failed, policyType }: TlsSessions & { readonly policyType: "sts" | "no-policy-found" },
): string {
  const time = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000", "");
  const details = [{ "result-type": "certificate-expired", "failed-session-count": failed }];
  return JSON.stringify(
    {
      "organization-name": receiver,
      "date-range": { "start-datetime": time(begin), "end-datetime": time(end) },
      "contact-info": `noreply-tls@${receiver}`,
      "report-id": id,
      policies: [
        {
          policy: { "policy-type": policyType, "policy-string": [], "policy-domain": domain },
          summary: { "total-successful-session-count": succeeded, "total-failure-session-count": failed },
          ...(failed > 0 && { "failure-details": details }),
        },
      ],
    },
    null,
    2,
  );
}
