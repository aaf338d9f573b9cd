// Whether CAA allows Amazon to issue a certificate for a name (RFC 8659 §3): the closest name at or above it that has CAA records
// decides. A name that is an alias has the records of its target, but not those above the target.
import { acmConsent } from "../../dns/text/caa";
import type { Dns } from "../dns/answer";
import { formatValue, recordsOf } from "../live/value";

/** The critical flag (RFC 8659 §4.1): an issuer that does not know the tag must refuse. */
const CRITICAL = 128;
const KNOWN_TAGS = ["issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"];

export interface CaaVerdict {
  /** "limited": a parameter of the records decides, such as accounturi (RFC 8657), which cannot be checked here. */
  readonly consent: ReturnType<typeof acmConsent>;
  /** The name whose records decide: the name, one above it, or the target of an alias. @default - there are none, any CA may issue */
  readonly at?: string;
  readonly records: readonly string[];
}

/** Undefined if DNS did not answer. @param name also a wildcard, for which issuewild counts before issue (§4.3) */
export async function caaFor(dns: Pick<Dns, "resolve">, name: string): Promise<CaaVerdict | undefined> {
  const isWildcard = name.startsWith("*.");
  const labels = name.replace(/^\*\./, "").split(".");
  for (let index = 0; index < labels.length; index += 1) {
    const at = labels.slice(index).join(".");
    const answer = await dns.resolve(at, "CAA");
    if (answer.status === "failed") return undefined;
    const found = recordsOf(answer, "CAA");
    const [first] = found;
    if (first === undefined) continue;
    const values = found.flatMap(({ value }) => (value.kind === "caa" ? [value] : []));
    const tagged = (wanted: string) => values.filter(({ tag }) => tag.toLowerCase() === wanted);
    const wild = isWildcard ? tagged("issuewild") : [];
    const issuers = (wild.length > 0 ? wild : tagged("issue")).map(({ value }) => acmConsent(value));
    const refused = values.some(
      ({ flags, tag }) => (flags & CRITICAL) !== 0 && !KNOWN_TAGS.includes(tag.toLowerCase()),
    );
    // §4.2: without an issue property any CA may issue.
    const isOpen = issuers.length === 0 || issuers.includes("allowed");
    const consent = refused ? "refused" : isOpen ? "allowed" : issuers.includes("limited") ? "limited" : "refused";
    return { consent, at: first.name, records: found.map(({ value }) => formatValue(value)) };
  }
  return { consent: "allowed", records: [] };
}
