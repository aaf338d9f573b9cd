// Whether CAA lets Amazon issue a certificate for a name (RFC 8659 §3): the closest ancestor that has CAA records decides. Where a
// name on that way is an alias, it has the records of its target, but not those above the target.
import { ACM_ISSUERS } from "../../dns/rules/hosts";
import type { Dns } from "../dns/answer";
import { formatValue, recordsOf } from "../live/value";

/** Critical (RFC 8659 §4.1): an issuer that does not know the tag must refuse. */
const CRITICAL = 128;
const KNOWN_TAGS = ["issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"];

export interface CaaVerdict {
  readonly allowed: boolean;
  /** Where the records stand that decided: the name, one above it, or the target of an alias. @default - nowhere: everybody may issue */
  readonly at?: string;
  readonly records: readonly string[];
}

/** Undefined where DNS did not answer. */
export async function caaFor(dns: Pick<Dns, "resolve">, name: string): Promise<CaaVerdict | undefined> {
  const labels = name.split(".");
  for (let index = 0; index < labels.length; index += 1) {
    const at = labels.slice(index).join(".");
    const answer = await dns.resolve(at, "CAA");
    if (answer.status === "failed") return undefined;
    const found = recordsOf(answer, "CAA");
    const [first] = found;
    if (first === undefined) continue;
    const values = found.flatMap(({ value }) => (value.kind === "caa" ? [value] : []));
    const issuers = values.filter(({ tag }) => tag.toLowerCase() === "issue").map(({ value }) => issuerOf(value));
    const refused = values.some(
      ({ flags, tag }) => (flags & CRITICAL) !== 0 && !KNOWN_TAGS.includes(tag.toLowerCase()),
    );
    // §4.2: without an issue property anybody may issue.
    const allowed = !refused && (issuers.length === 0 || issuers.some((issuer) => ACM_ISSUERS.includes(issuer)));
    return { allowed, at: first.name, records: found.map(({ value }) => formatValue(value)) };
  }
  return { allowed: true, records: [] };
}

function issuerOf(value: string): string {
  return (value.split(";")[0] ?? "").trim().toLowerCase();
}
