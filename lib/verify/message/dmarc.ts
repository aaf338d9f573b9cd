// DMARC by RFC 9989: policy and organizational domain are found by the DNS tree walk (§4.10). mailauth 4 implements RFC 7489 with the
// Public Suffix List, and treats strict alignment as relaxed (getAlignment() falls through to the relaxed comparison), so it is not
// used. The two RFCs differ if a public suffix publishes a record, if a record has `psd`, and if there is no record at all: then a
// subdomain is aligned only with itself.
//
// A DNS failure makes a result unknown, never "no", and only matters if the outcome depends on it: one aligned pass is enough.
import { dmarcName } from "../../dns/kinds/dmarc";
import type { DnsRecord } from "../../dns/record";
import { parseDmarc } from "../../dns/text/dmarc";
import type { Failure } from "../dns/answer";
import { type DmarcTree, policyFor, walkDmarcTree } from "../protocols/dmarc-tree-walk";
import type { DmarcEvaluation, DmarcResult } from "./evaluation";
import { recordRef } from "./record-ref";
import { hasCode, type MessageResolver } from "./resolver";

export interface DmarcDiscovery {
  readonly policy: Omit<DmarcEvaluation, "result" | "record">;
  /** Whether a policy applies; null if DNS did not answer. */
  readonly applies: boolean | null;
  /** Whether a domain is aligned with the From domain; null if DNS did not answer. */
  aligned(domain: string, by: "dkim" | "spf"): Promise<boolean | null>;
}

/** The result and alignment of a signature or of SPF (RFC 9989 §4.4). */
export interface DmarcIdentifier {
  /** A result of DKIM (RFC 8601 §2.7.1) or SPF (§2.7.2). */
  readonly result: string;
  /** Null if DNS did not answer, or the message does not say. */
  readonly aligned: boolean | null;
}

/** Finds the policy for a From domain. */
export async function discoverDmarc(from: string, resolver: MessageResolver): Promise<DmarcDiscovery> {
  const walks = new Map<string, Promise<DmarcTree>>();
  const walkOf = (domain: string) => {
    const known = walks.get(domain) ?? walkDmarcTree((name) => textsOf(resolver, name), domain);
    walks.set(domain, known);
    return known;
  };
  const walk = await walkOf(from);
  // §4.10.1: the domain's own record applies, whatever records are above it.
  const applied = walk.applied ?? walk.records.find(({ domain }) => domain === from);
  const organization = walk.failure === undefined ? walk.organization : null;
  const [ifExists, ifMissing] = [true, false].map((is) => applied && policyFor(applied, from, is));
  // Whether the domain exists is looked up only if it matters.
  const policy = ifExists?.policy === ifMissing?.policy || (await exists(resolver, from)) ? ifExists : ifMissing;
  const { testing = false, dkimAlignment, spfAlignment } = parseDmarc(applied?.text ?? "").dmarc ?? {};
  const alignment = { dkim: dkimAlignment ?? "relaxed", spf: spfAlignment ?? "relaxed" } as const;
  return {
    policy: {
      policy: policy?.policy ?? null,
      testing,
      policyDomain: policy === undefined ? null : (applied?.domain ?? null),
      organizationalDomain: organization,
      alignment,
    },
    applies: applied === undefined && walk.failure !== undefined ? null : policy !== undefined,
    async aligned(domain, by) {
      if (domain === from) return true;
      if (alignment[by] === "strict") return false;
      // The organizational domain is the name itself or one above it: with different top labels it cannot be the same.
      if (topLabel(domain) !== topLabel(from)) return false;
      if (organization === null) return null;
      if (!domain.endsWith(`.${organization}`) && domain !== organization) return false;
      const other = await walkOf(domain);
      return other.failure === undefined ? other.organization === organization : null;
    },
  };
}

/** The result (RFC 9989 §5.3.5). `discovery` is null if the message does not have exactly one author. */
export function evaluateDmarc(
  discovery: DmarcDiscovery | null,
  claims: readonly DmarcIdentifier[],
  records: readonly DnsRecord[],
): DmarcEvaluation {
  // §5.3.1: DMARC does not apply to a message without exactly one author domain.
  if (discovery === null) return { result: "permerror", ...NO_POLICY, record: null };
  const { policy, applies } = discovery;
  const name = policy.policyDomain && dmarcName(policy.policyDomain);
  const record = recordRef(records, (one) => one.purpose === "dmarc" && one.name === name);
  return { result: dmarcResultOf(applies, claims), ...policy, record };
}

/**
 * One aligned identifier that passes is enough, whatever the others are (§4.4.1, §5.3.5). Without one, the result is open if an unknown
 * one might have passed (§5.3.6).
 */
export function dmarcResultOf(applies: boolean | null, claims: readonly DmarcIdentifier[]): DmarcResult {
  if (applies === null) return "temperror";
  if (!applies) return "none";
  if (claims.some(({ result, aligned }) => result === "pass" && aligned === true)) return "pass";
  const isOpen = claims.some(({ result, aligned }) =>
    result === "pass" ? aligned === null : OPEN.has(result) && aligned !== false,
  );
  return isOpen ? "temperror" : "fail";
}

/** Results that might have been a pass: DNS failed, or the client is not known. */
const OPEN: ReadonlySet<string> = new Set(["temperror", "unknown"]);

export const NO_POLICY = {
  policy: null,
  testing: false,
  policyDomain: null,
  organizationalDomain: null,
  alignment: { dkim: "relaxed", spf: "relaxed" },
} as const satisfies DmarcDiscovery["policy"];

async function textsOf(resolver: MessageResolver, name: string): Promise<readonly string[] | Failure> {
  try {
    const answers = await resolver(name, "TXT");
    return answers.map((strings) => (Array.isArray(strings) ? strings.join("") : String(strings)));
  } catch (error) {
    if (hasCode(error, "ENOTFOUND", "ENODATA")) return [];
    return { kind: "servfail", text: `TXT of ${name} could not be looked up`, extendedErrors: [] };
  }
}

/** §3.2.13: only NXDOMAIN means that a domain does not exist. */
async function exists(resolver: MessageResolver, domain: string): Promise<boolean> {
  try {
    await resolver(domain, "MX");
    return true;
  } catch (error) {
    return !hasCode(error, "ENOTFOUND");
  }
}

function topLabel(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
