// Rules for what Cloudflare and its Terraform provider accept, and for what they refuse only during the apply.

import { isIPv4, isIPv6 } from "node:net";
import { digestProblem, rdataProblem } from "../../rdata/publishable";
import { suggestion } from "../finding";
import { isDmarcName } from "../kinds/dmarc";
import { kindOf } from "../kinds/kinds";
import type { DnsRecord } from "../record";
import { isAddressType, requiredParts, valueFormat } from "../record-types";
import { isDmarc } from "../text/dmarc";
import { isSpf } from "../text/spf-parser";
import { wireLength } from "../text/txt";
import { type CheckRule, perRecord, recordList, recordProblem, recordSubject } from "./rule";

const RECORD_TYPES_PAGE = "Cloudflare, DNS record types";

/** Bytes of a TXT record in wire form, and of all TXT records at a name. Cloudflare's limits since March 2026. */
const TXT_LIMIT = 4_096;
const TXT_TOTAL_LIMIT = 8_192;

export const CLOUDFLARE_CHECKS: readonly CheckRule[] = [
  {
    id: "ttl-range",
    severity: "error",
    fixed: true,
    reference: "Cloudflare, Time to Live (TTL)",
    summary: "A ttl is 1 (automatic) or 60 to 86400 seconds.",
    check: perRecord(
      ({ ttl }) => ttl !== 1 && !(ttl >= 60 && ttl <= 86_400) && `the ttl is ${ttl}: use 1 (automatic) or 60 to 86400`,
    ),
  },
  {
    id: "ttl-proxied",
    severity: "error",
    fixed: true,
    reference: "cloudflare_dns_record 5.14.0, Create: refused only when it is applied",
    summary: "A proxied record has the ttl 1.",
    check: perRecord(
      ({ ttl, proxied }) =>
        proxied && ttl !== 1 && `the record is proxied and has the ttl ${ttl}: proxied records take ttl 1`,
    ),
  },
  {
    id: "mail-proxied",
    severity: "error",
    fixed: true,
    reference: "Cloudflare, Proxied DNS records: a proxied CNAME answers with addresses",
    summary: "A record that mail needs is never proxied.",
    check: perRecord(
      ({ purpose, proxied, type, name }) =>
        proxied &&
        kindOf(purpose).isMail &&
        `${type} "${name}" is proxied, mail would not find it: set proxied to false`,
    ),
  },
  {
    id: "record-proxied",
    severity: "error",
    fixed: true,
    reference: "Cloudflare, Proxied DNS records",
    summary: "Only A, AAAA and CNAME records are proxied.",
    check: perRecord(
      ({ proxied, type, purpose }) =>
        proxied && !kindOf(purpose).isMail && !isAddressType(type) && `${type} cannot be proxied: set proxied to false`,
    ),
  },
  {
    id: "record-data",
    severity: "error",
    fixed: true,
    reference: RECORD_TYPES_PAGE,
    summary: "A record has what its type takes: an address, a name, a priority, or its parts, each as DNS carries it.",
    check: perRecord(dataFault),
  },
  {
    id: "record-digest",
    severity: "warning",
    reference: "RFC 4509, RFC 6594 §4.1, RFC 6698 §7.4, RFC 8162 §2",
    summary: "The digest of a DS, SSHFP, TLSA or SMIMEA record is as long as its kind is.",
    check: perRecord((record) => {
      const fault = digestProblem(record);
      return fault && `${record.type} matches nothing, ${fault}: copy all of it again`;
    }),
  },
  {
    id: "record-duplicate",
    severity: "error",
    reference: "Cloudflare, error 81058: an identical record already exists",
    summary: "No two records have the same type, name and value.",
    check: ({ byName }) =>
      [...byName.values()].flatMap((records) => {
        if (records.length === 1) return [];
        const seen = new Map<string, DnsRecord>();
        return records.flatMap((record) => {
          const key = JSON.stringify([record.type, record.content, record.priority, record.data]);
          const first = seen.get(key);
          if (first === undefined) seen.set(key, record);
          // The rules that allow one record for each name already report this.
          if (first === undefined || isOnePerName(record)) return [];
          const message = `${recordSubject(record)}: ${record.type} "${record.name}" is the same as ${recordSubject(first)}: keep one of them`;
          return [recordProblem(record, message)];
        });
      }),
  },
  {
    id: "txt-size",
    severity: "error",
    reference: RECORD_TYPES_PAGE,
    summary: "A TXT record has at most 4,096 bytes in wire form, and all TXT records of a name at most 8,192.",
    check: ({ byName }) =>
      [...byName].flatMap(([name, records]) => {
        const texts = records.filter(({ type, content }) => type === "TXT" && content !== null);
        const size = ({ content }: DnsRecord) => (content === null ? 0 : wireLength(content));
        const large = texts.filter((record) => size(record) > TXT_LIMIT);
        const total = texts.reduce((sum, record) => sum + size(record), 0);
        const last = texts.at(-1);
        const problems = large.map((record) =>
          recordProblem(
            record,
            `${recordSubject(record)}: the text has ${size(record)} bytes, the limit is ${TXT_LIMIT}: shorten it`,
          ),
        );
        if (total <= TXT_TOTAL_LIMIT || last === undefined) return problems;
        const message = `the TXT records of "${name}" have ${total} bytes together, the limit is ${TXT_TOTAL_LIMIT}: shorten or drop some of ${recordList(texts)}`;
        return [...problems, recordProblem(last, message)];
      }),
  },
  {
    id: "override-known",
    severity: "error",
    reference: "domains.yaml, overrides",
    summary: "An override names a record that the entry has.",
    check: ({ domains, records }) => {
      const overridden = new Set(
        domains.filter(({ overrides }) => Object.keys(overrides).length > 0).map(({ entry }) => entry),
      );
      const ids = new Map<string, string[]>([...overridden].map((entry) => [entry, []]));
      for (const { entry, id } of records) ids.get(entry)?.push(id);
      return domains.flatMap(({ entry, overrides }) =>
        Object.keys(overrides).flatMap((id) => {
          const known = ids.get(entry) ?? [];
          if (known.includes(id)) return [];
          const hint = suggestion(id, known, `: its records are ${known.join(", ")}`);
          return [{ domain: entry, message: `override "${id}" of "${entry}" names no record of it${hint}` }];
        }),
      );
    },
  },
];

function isOnePerName({ type, name, content }: DnsRecord): boolean {
  if (type === "CNAME") return true;
  const text = content?.replace(/^"/, "") ?? "";
  return type === "TXT" && (isSpf(text.replace(/"$/, "")) || (isDmarcName(name) && isDmarc(text)));
}

function dataFault(record: DnsRecord): string | undefined {
  const { type, content, priority, data, purpose } = record;
  if (purpose !== "record") return undefined;
  const place = valueFormat(type).priority;
  const parts = requiredParts(type);
  if (parts.length === 0) {
    if (data !== null) return `${type} takes content and has data: write content`;
    if (content === null || content === "") return `${type} has no content: add it`;
  } else {
    if (content !== null) return `${type} is written in parts and has content: write data with ${parts.join(", ")}`;
    const missing = parts.filter((part) => !Object.hasOwn(data ?? {}, part));
    if (missing.length > 0)
      return `${type} has no ${missing.join(", ")} in its data: add ${missing.length === 1 ? "it" : "them"}`;
  }
  if (type === "A" && !isIPv4(content ?? "")) return `A has the content "${content}": write an IPv4 address`;
  if (type === "AAAA" && (!isIPv6(content ?? "") || content?.includes("%"))) {
    return `AAAA has the content "${content}": write an IPv6 address`;
  }
  if (place === "beside" && priority === null) return `${type} has no priority: add one, such as 10`;
  if (place === undefined && priority !== null) return `${type} has a priority and takes none: leave it out`;
  // Other rules check names.
  if (data === null && type !== "OPENPGPKEY") return undefined;
  const fault = rdataProblem(record);
  return fault === undefined ? undefined : `${type} cannot be published, ${fault}`;
}
