// Rules for the names of records and for the names that records point to.
import type { Domain } from "../domain";
import { isMailFromId } from "../kinds/mail-from";
import { isWithin, nameFault } from "../names";
import type { DnsRecord } from "../record";
import { conflictsWithCname, targetName } from "../record-types";
import {
  type CheckFacts,
  type CheckProblem,
  type CheckRule,
  isForMail,
  perRecord,
  recordList,
  recordProblem,
  recordSubject,
} from "./rule";

/**
 * Top-level domains that nobody uses as a label in their own zone. If one comes before the zone, the name was completed by
 * mistake.
 */
const TOP_LEVELS = new Set(["com", "net", "org", "edu", "gov", "info", "biz", "aws"]);

/** Matches nearly all valid names. nameFault() is slow and says what is wrong with the others. */
const PLAIN = /^(?:[a-z0-9_][a-z0-9_-]{0,61}[a-z0-9_]\.)+[a-z0-9]{2,63}$/;

export const NAME_CHECKS: readonly CheckRule[] = [
  {
    id: "record-name",
    severity: "error",
    fixed: true,
    reference: "RFC 1035 §2.3.1, §2.3.4",
    summary: "A name has at most 253 characters, in labels of 1 to 63 letters, digits, hyphens and underscores.",
    check: perRecord(({ name }) => {
      if (PLAIN.test(name) && name.length <= 253) return undefined;
      const fault = nameFault(name);
      return fault && `the name "${name}" ${fault}: shorten or correct it`;
    }),
  },
  {
    id: "record-in-zone",
    severity: "error",
    fixed: true,
    reference: "Cloudflare, Create DNS records",
    summary: "A record's name lies in the zone it is written to.",
    check: perRecord(
      ({ name, zone }) => !isWithin(name, zone) && `"${name}" does not lie in the zone "${zone}": use a name below it`,
    ),
  },
  {
    id: "cname-alone",
    severity: "error",
    fixed: true,
    reference:
      "RFC 1034 §3.6.2, RFC 2181 §10.1; at the zone's own name Cloudflare flattens it, and it may stand beside others",
    summary:
      "A CNAME shares its name with no other record; at the zone's own name with no address and no second CNAME.",
    check: ({ byName }) => [...byName.values()].flatMap(checkCname),
  },
  {
    id: "name-doubled",
    severity: "warning",
    reference: "RFC 1034 §3.1: a name without its dot is completed by the zone",
    summary: "No name ends in its zone or domain twice.",
    check: (facts) => [
      ...facts.domains.flatMap(checkDomainName),
      ...facts.records.flatMap((record) => checkName(record, facts)),
    ],
  },
  {
    id: "target-name",
    severity: "error",
    reference: "RFC 1035 §3.3; Cloudflare trims the trailing dot, and the plan would differ for ever",
    summary: "Records that lead to a name, such as CNAME, MX and SRV, lead to a valid one without a trailing dot.",
    check: perRecord((record) => {
      const target = recordTarget(record);
      if (target === undefined || target === ".") return undefined;
      if (target.endsWith(".")) return `the target "${target}" ends in a dot: leave it out`;
      const fault = nameFault(target.toLowerCase());
      return fault && `the target "${target}" ${fault}: correct it`;
    }),
  },
  {
    id: "target-doubled",
    severity: "warning",
    reference: "RFC 1034 §3.1: a name without its dot is completed by the zone",
    summary: "No target is a full name with the zone's name after it.",
    check: perRecord((record) => {
      const target = recordTarget(record)?.toLowerCase();
      if (target === undefined || !target.endsWith(`.${record.zone}`)) return undefined;
      const name = target.slice(0, -record.zone.length - 1);
      if (!isWithin(name, record.zone) && !TOP_LEVELS.has(name.slice(name.lastIndexOf(".") + 1))) return undefined;
      return `the target "${target}" has "${record.zone}" after a full name: was "${name}" meant?`;
    }),
  },
  {
    id: "cname-loop",
    severity: "error",
    reference: "RFC 1034 §3.6.2",
    summary: "CNAMEs do not lead back to themselves.",
    check: ({ records, byName }) =>
      records.flatMap((record) => {
        if (record.type !== "CNAME") return [];
        const names = new Set<string>();
        let next: DnsRecord | undefined = record;
        while (next !== undefined && !names.has(next.name) && names.size < 20) {
          names.add(next.name);
          const target: string | undefined = recordTarget(next)?.toLowerCase();
          next = byName.get(target ?? "")?.find(({ type }) => type === "CNAME");
        }
        if (next?.name !== record.name) return [];
        const message = `${recordSubject(record)}: CNAME "${record.name}" leads back to itself: point it to the real host`;
        return [recordProblem(record, message)];
      }),
  },
];

/** The name that a record points to; undefined for types that point to nothing. */
export function recordTarget(record: DnsRecord): string | undefined {
  const target = targetName(record);
  // Terraform's tokens and placeholders are not names yet.
  return target === undefined || /[<>${}]/.test(target) ? undefined : target;
}

/** The website's record, if mail uses its name too. At the zone's own name Cloudflare allows both. */
export function webAtMail(records: readonly DnsRecord[]): DnsRecord | undefined {
  if (records.length < 2 || records.some(({ id }) => isMailFromId(id))) return undefined;
  const web = records.find(({ purpose, name, zone }) => purpose === "web" && name !== zone);
  return web !== undefined && records.some((record) => record !== web && isForMail(record)) ? web : undefined;
}

function checkCname(records: readonly DnsRecord[]): CheckProblem[] {
  const cname = records.findLast(({ type }) => type === "CNAME");
  // The rules mail-from-alone and web-mail-name already report this, with better messages.
  const isReported = records.some(({ id }) => isMailFromId(id)) || webAtMail(records) !== undefined;
  if (cname === undefined || records.length === 1 || isReported) return [];
  const isApex = cname.name === cname.zone;
  const others = records.filter((record) => record !== cname && conflictsWithCname(record.type, isApex));
  if (others.length === 0) return [];
  const message = `CNAME "${cname.name}" shares its name with ${recordList(others)}: nothing can be beside a CNAME, keep one of them`;
  return [recordProblem(cname, message)];
}

function doubledIn(name: string, ancestors: readonly string[]): string | undefined {
  return ancestors.find((ancestor) => name.length > 2 * ancestor.length && isWithin(name, `${ancestor}.${ancestor}`));
}

function checkDomainName({ entry, domain, zone }: Domain): CheckProblem[] {
  const doubled = doubledIn(domain, [zone.name]);
  if (doubled === undefined) return [];
  return [
    {
      domain: entry,
      message: `"${domain}" has "${doubled}" twice: was "${domain.slice(0, -doubled.length - 1)}" meant?`,
    },
  ];
}

/** Below a doubled domain every name is doubled, so one finding is enough. */
function checkName(record: DnsRecord, { entries }: CheckFacts): CheckProblem[] {
  const { name, zone, entry } = record;
  const domain = entries.get(entry)?.domain ?? zone;
  const doubled = doubledIn(domain, [zone]) === undefined ? doubledIn(name, [domain, zone]) : undefined;
  if (doubled === undefined) return [];
  const intended = name.slice(0, -doubled.length - 1);
  return [
    recordProblem(record, `${recordSubject(record)}: "${name}" has "${doubled}" twice: was "${intended}" meant?`),
  ];
}
