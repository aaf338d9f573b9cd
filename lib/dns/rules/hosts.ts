// Rules for names of hosts: mail servers and websites.
import { isIP } from "node:net";
import { type AcmRefusal, acmRefusal } from "../caa";
import { relativeName } from "../names";
import type { DnsRecord } from "../record";
import { ACM_ISSUER } from "../text/caa";
import { recordTarget, webAtMail } from "./names";
import {
  type CheckFacts,
  type CheckRule,
  isForMail,
  perDomain,
  perRecord,
  recordList,
  recordProblem,
  recordSubject,
} from "./rule";

export const HOST_CHECKS: readonly CheckRule[] = [
  {
    id: "host-underscore",
    severity: "warning",
    reference: "RFC 952, RFC 1123 §2.1",
    summary: "Names of websites, of addresses and of mail servers have no underscore.",
    check: perRecord(({ type, name, purpose, content }) => {
      const isHost = ["A", "AAAA", "MX"].includes(type) || purpose === "web";
      if (isHost && name.includes("_"))
        return `"${name}" has an underscore, which names of hosts do not have: use a hyphen`;
      if (type !== "MX" || !content?.includes("_")) return undefined;
      return `the target "${content}" has an underscore, which names of hosts do not have: use another name`;
    }),
  },
  {
    id: "mx-target",
    severity: "error",
    reference: "RFC 5321 §5.1, RFC 2181 §10.3",
    summary: "MX and NS point to a name that has addresses: not to an address, and not to a CNAME.",
    check: perRecord((record, { byName }) => {
      const target = record.type === "MX" || record.type === "NS" ? recordTarget(record) : undefined;
      if (target === undefined) return undefined;
      if (isIP(target) !== 0) return `${record.type} points to the address "${target}": write the name of the host`;
      const cname = byName.get(target.toLowerCase())?.find(({ type }) => type === "CNAME");
      // At the zone's own name Cloudflare answers with addresses.
      if (cname === undefined || cname.name === cname.zone) return undefined;
      return `${record.type} points to "${target}", which is a CNAME (${recordSubject(cname)}): point it to "${cname.content}" or give the host addresses`;
    }),
  },
  {
    id: "mx-null",
    severity: "error",
    reference: "RFC 7505 §3",
    summary: 'The null MX, "." for a domain that accepts no mail, has priority 0 and is the only MX.',
    check: ({ byName }) =>
      [...byName].flatMap(([name, records]) => {
        const mx = records.filter(({ type }) => type === "MX");
        const none = mx.find(({ content }) => content === ".");
        if (none === undefined) return [];
        if (mx.length > 1) {
          return [
            recordProblem(
              none,
              `MX "${name}" is "." beside other MX records: keep "." alone, or drop it, among ${recordList(mx)}`,
            ),
          ];
        }
        if (none.priority === 0) return [];
        return [recordProblem(none, `MX "${name}" is "." with the priority ${none.priority}: write the priority 0`)];
      }),
  },
  {
    id: "web-mail-name",
    severity: "error",
    reference: "RFC 1034 §3.6.2",
    summary: "A website's name is not one that mail uses.",
    check: ({ byName }) =>
      [...byName.values()].flatMap((records) => {
        const web = webAtMail(records);
        if (web === undefined) return [];
        const others = records.filter((record) => record !== web && isForMail(record));
        return [
          recordProblem(
            web,
            `website "${web.name}" is also a name of mail, of ${recordList(others)}: give the website another name`,
          ),
        ];
      }),
  },
  {
    id: "caa-acm",
    severity: "warning",
    reference: "RFC 8659 §3, §4; AWS Certificate Manager, Configure a CAA record",
    summary: "CAA records let ACM issue certificates for websites in front of CloudFront.",
    check: (facts) =>
      facts.records.flatMap((record) => {
        // Of a certificate that is requested here, certificate-caa speaks.
        if (record.purpose !== "web" || facts.entries.get(record.entry)?.certificate !== undefined) return [];
        const refusal = refusalOf(record.name, facts);
        if (refusal === undefined) return [];
        const message =
          refusal.reason === "limited"
            ? `website "${record.name}" may get no certificate from ACM, since ${recordList(refusal.issuers)} at "${refusal.at}" ${refusing(refusal)}: add a CAA record for "amazon.com" without parameters`
            : `website "${record.name}" gets no certificate from ACM while ${recordList(refusal.issuers)} at "${refusal.at}" ${refusing(refusal)}: add a CAA record for "amazon.com"`;
        return [recordProblem(record, message)];
      }),
  },
  {
    id: "certificate-web",
    severity: "note",
    reference: "AWS Certificate Manager API, RequestCertificate: DomainName is required",
    summary: "A certificate is for the names of web.",
    check: perDomain(
      ({ entry, certificate }) =>
        certificate?.names.length === 0 &&
        `certificate of "${entry}" is for the names of web, and it has none, so none is made: add them, or leave certificate out`,
      "certificate",
    ),
  },
  {
    id: "certificate-caa",
    severity: "error",
    reference: "RFC 8659 §3, §4; AWS Certificate Manager, Configure a CAA record",
    summary: "CAA records let ACM issue the requested certificate, if need be with one for Amazon that is added.",
    // Where the records name others only, one for Amazon is published beside them, see certificateIssuers().
    check: perDomain(({ certificate }, facts) => {
      for (const name of certificate?.names ?? []) {
        const refusal = refusalOf(name, facts);
        if (refusal === undefined) continue;
        const { at, tag, issuers } = refusal;
        const { entry, domain } = issuers[0];
        const row = `{type: CAA, name: ${JSON.stringify(relativeName(at, domain))}, data: {flags: 0, tag: ${tag}, value: ${ACM_ISSUER}}}`;
        return `ACM does not issue the certificate for "${name}" while ${recordList(issuers)} at "${at}" ${refusing(refusal)}: if Amazon may, add to records of "${entry}": ${row}`;
      }
      return undefined;
    }, "certificate"),
  },
];

/** Why ACM issues no certificate for a name, by the CAA records of the configuration. */
function refusalOf(name: string, { byName }: CheckFacts) {
  return acmRefusal(name, (at) => (byName.get(at) ?? []).filter(({ type }) => type === "CAA"));
}

/** What the records say, as a verb with its object. */
function refusing({ reason }: AcmRefusal<DnsRecord>): string {
  const words = {
    others: "names others",
    nobody: "lets nobody issue",
    limited: "limits by parameters which ones are issued",
  };
  return words[reason];
}
