// Rules for names of hosts: mail servers and websites.
import { isIP } from "node:net";
import type { DnsRecord } from "../record";
import { acmConsent } from "../text/caa";
import { recordTarget, webAtMail } from "./names";
import {
  type CheckFacts,
  type CheckRule,
  isForMail,
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
        const caa = record.purpose === "web" ? caaFor(record, facts) : [];
        const isWildcard = record.name.startsWith("*.");
        const tagged = (tag: string) => caa.filter(({ data }) => String(data?.tag).toLowerCase() === tag);
        // §4.3: for a wildcard, issuewild replaces issue if there is one.
        const wild = isWildcard ? tagged("issuewild") : [];
        const issuers = wild.length > 0 ? wild : tagged("issue");
        const [first] = issuers;
        const consents = issuers.map(({ data }) => acmConsent(String(data?.value ?? "")));
        if (first === undefined || consents.includes("allowed")) return [];
        const message = consents.includes("limited")
          ? `website "${record.name}" may get no certificate from ACM, since ${recordList(issuers)} at "${first.name}" limits by parameters which ones are issued: add a CAA record for "amazon.com" without parameters`
          : `website "${record.name}" gets no certificate from ACM while ${recordList(issuers)} at "${first.name}" names others: add a CAA record for "amazon.com"`;
        return [recordProblem(record, message)];
      }),
  },
];

/** RFC 8659 §3: the CAA records of the name, or of its nearest ancestor that has any, as far as they are in the zone. */
function caaFor({ name, zone }: DnsRecord, { byName }: CheckFacts): readonly DnsRecord[] {
  for (let at = name; at.length >= zone.length; at = at.slice(at.indexOf(".") + 1)) {
    const caa = (byName.get(at) ?? []).filter(({ type }) => type === "CAA");
    if (caa.length > 0) return caa;
    if (!at.includes(".")) break;
  }
  return [];
}
