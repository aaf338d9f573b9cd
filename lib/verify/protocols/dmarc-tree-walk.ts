// The DMARC policy that receivers apply to a domain, and its organizational domain, found by the DNS tree walk (RFC 9989 §4.10). The
// walk queries at most eight names; the evaluation of their texts is pure.

import { dmarcName } from "../../dns/kinds/dmarc";
import { type DmarcPolicy, dmarcTags, isDmarc } from "../../dns/text/dmarc";
import { type Answer, type Dns, type Failure, isFailure } from "../dns/answer";
import { textsAt } from "../live/value";

/** Looks up the texts of a name's TXT records. */
export type TxtLookup = (name: string) => Promise<readonly string[] | Failure>;

/** The only DMARC record at a name. */
export interface DmarcTreeRecord {
  /** The domain, without `_dmarc`. */
  readonly domain: string;
  readonly text: string;
  readonly psd: "y" | "n" | "u";
}

export interface DmarcTree {
  /** Ordered from the longest name to the shortest. */
  readonly records: readonly DmarcTreeRecord[];
  /** The organizational domain (§4.10.2). */
  readonly organization: string;
  /** The record that receivers apply (§4.10.1). @default - there is none */
  readonly applied?: DmarcTreeRecord;
  /** Why the walk ended early. @default - it did not */
  readonly failure?: Failure;
}

/** §4.10: labels beyond this number are skipped, so that a walk takes at most eight queries. */
const MAX_LABELS = 8;

/** The names that a walk from `domain` queries, in order; it stops early at a record with psd=y or psd=n. */
export function treeWalkNames(domain: string): readonly string[] {
  const labels = domain.split(".");
  const rest = labels.length < MAX_LABELS ? labels.slice(1) : labels.slice(-(MAX_LABELS - 1));
  return [domain, ...rest.map((_, index) => rest.slice(index).join("."))];
}

/** Looks texts up at the authoritative servers. */
export function txtLookup(dns: Pick<Dns, "resolve">): TxtLookup {
  return async (name) => {
    const answer = await dns.resolve(name, "TXT");
    return answer.status === "failed" ? answer.failure : textsAt(answer);
  };
}

/** Walks the tree and selects the record that applies. */
export async function walkDmarcTree(textsOf: TxtLookup, domain: string): Promise<DmarcTree> {
  const records: DmarcTreeRecord[] = [];
  for (const target of treeWalkNames(domain)) {
    const found = await textsOf(dmarcName(target));
    if (isFailure(found)) return { records, organization: organizationOf(domain, records), failure: found };
    const [text, second] = found.filter(isDmarc);
    // Two records at a name count as none.
    if (text === undefined || second !== undefined) continue;
    const record: DmarcTreeRecord = { domain: target, text, psd: psdOf(text) };
    records.push(record);
    if (record.psd !== "u") break;
  }
  const organization = organizationOf(domain, records);
  const applied = appliedTo(domain, records, organization);
  return { records, organization, applied };
}

/** §4.10.2: the name with psd=n, or the name one label below psd=y, otherwise the shortest name with a record. */
function organizationOf(domain: string, records: readonly DmarcTreeRecord[]): string {
  for (const record of records) {
    if (record.psd === "n") return record.domain;
    if (record.psd === "y" && record.domain !== domain) return oneBelow(record.domain, domain);
  }
  return records.at(-1)?.domain ?? domain;
}

/** §4.10.1: the domain's own record, then its organization's, then the public suffix's. */
function appliedTo(
  domain: string,
  records: readonly DmarcTreeRecord[],
  organization: string,
): DmarcTreeRecord | undefined {
  return [domain, organization]
    .map((name) => records.find((record) => record.domain === name))
    .concat(records.find(({ psd }) => psd === "y"))
    .find((record) => record !== undefined);
}

/** The policy of a record for its domain or one below, with the tag that it comes from; undefined if receivers apply none. */
export function policyFor(
  record: DmarcTreeRecord,
  domain: string,
  exists: boolean,
): { readonly policy: DmarcPolicy; readonly tag: string } | undefined {
  const tags = dmarcTags(record.text);
  const isPolicy = (tag: string) => /^(?:none|quarantine|reject)$/i.test(tags.get(tag) ?? "");
  const isBroken = !isPolicy("p") || ["sp", "np"].some((tag) => tags.has(tag) && !isPolicy(tag));
  // §4.10.1: such a record counts as p=none if it has a report address.
  if (isBroken) return hasReportUri(tags.get("rua")) ? { policy: "none", tag: "p" } : undefined;
  const wanted = record.domain === domain ? ["p"] : exists ? ["sp", "p"] : ["np", "sp", "p"];
  const tag = wanted.find((name) => tags.has(name)) ?? "p";
  return { policy: (tags.get(tag) ?? "").toLowerCase() as DmarcPolicy, tag };
}

/** §3.2.13: only NXDOMAIN means that a domain does not exist; a CNAME to a missing name is itself a record. */
export function existsAccordingTo(answer: Answer): boolean {
  return answer.status !== "failed" && (answer.status !== "no-name" || answer.records.length > 0);
}

function psdOf(text: string): DmarcTreeRecord["psd"] {
  const value = dmarcTags(text).get("psd")?.toLowerCase();
  return value === "y" || value === "n" ? value : "u";
}

/** Whether it has a URI, which needs a scheme and a colon (RFC 3986 §3). */
function hasReportUri(rua = ""): boolean {
  return rua.split(",").some((uri) => /^[a-z][a-z0-9+.-]*:[^\s<>"]*$/i.test(uri.trim()));
}

function oneBelow(ancestor: string, domain: string): string {
  const below = domain.slice(0, -ancestor.length - 1).split(".");
  return `${below.at(-1)}.${ancestor}`;
}
