// DMARC as RFC 9989 has it: policy and organizational domain by a walk up the tree of names (§4.10). mailauth 4 goes by RFC
// 7489 and the Public Suffix List, and takes strict alignment for relaxed (getAlignment() falls through to the relaxed
// comparison), so it is not asked. The two differ where a public suffix publishes a record, where a record says `psd`, and where
// no record stands anywhere: then a subdomain is aligned with nothing but itself.
//
// What DNS does not tell is unknown, never "no", and only matters where the answer rests on it: one aligned pass is enough.
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
  /** Whether there is a policy to apply; null where DNS does not tell. */
  readonly applies: boolean | null;
  /** Whether a domain may speak for the From domain; null where DNS does not tell. */
  aligned(domain: string, by: "dkim" | "spf"): Promise<boolean | null>;
}

/** A domain that a signature or SPF speaks for. */
export interface DmarcIdentifier {
  /** Of DKIM (RFC 8601 §2.7.1) or SPF (§2.7.2). */
  readonly result: string;
  /** Null where DNS, or the message, does not tell. */
  readonly aligned: boolean | null;
}

/** The policy for a From domain. */
export async function discoverDmarc(from: string, resolver: MessageResolver): Promise<DmarcDiscovery> {
  const walks = new Map<string, Promise<DmarcTree>>();
  const walkOf = (domain: string) => {
    const known = walks.get(domain) ?? walkDmarcTree((name) => textsOf(resolver, name), domain);
    walks.set(domain, known);
    return known;
  };
  const walk = await walkOf(from);
  // §4.10.1: the domain's own record is the one that is applied, whatever stands above it.
  const applied = walk.applied ?? walk.records.find(({ domain }) => domain === from);
  const organization = walk.failure === undefined ? walk.organization : null;
  const [there, gone] = [true, false].map((is) => applied && policyFor(applied, from, is));
  // Whether the domain exists is asked where it matters.
  const said = there?.policy === gone?.policy || (await exists(resolver, from)) ? there : gone;
  const { testing = false, dkimAlignment, spfAlignment } = parseDmarc(applied?.text ?? "").dmarc ?? {};
  const alignment = { dkim: dkimAlignment ?? "relaxed", spf: spfAlignment ?? "relaxed" } as const;
  return {
    policy: {
      policy: said?.policy ?? null,
      testing,
      policyDomain: said === undefined ? null : (applied?.domain ?? null),
      organizationalDomain: organization,
      alignment,
    },
    applies: applied === undefined && walk.failure !== undefined ? null : said !== undefined,
    async aligned(domain, by) {
      if (domain === from) return true;
      if (alignment[by] === "strict") return false;
      // An organization is its name or a name above it: with nothing in common no record can make them one.
      if (topLabel(domain) !== topLabel(from)) return false;
      if (organization === null) return null;
      if (!domain.endsWith(`.${organization}`) && domain !== organization) return false;
      const theirs = await walkOf(domain);
      return theirs.failure === undefined ? theirs.organization === organization : null;
    },
  };
}

/** The outcome (RFC 9989 §5.3.5). `discovery` is null where the message has not exactly one author. */
export function evaluateDmarc(
  discovery: DmarcDiscovery | null,
  claims: readonly DmarcIdentifier[],
  records: readonly DnsRecord[],
): DmarcEvaluation {
  // §5.3.1: a message without exactly one author domain is no case for DMARC.
  if (discovery === null) return { result: "permerror", ...NO_POLICY, record: null };
  const { policy, applies } = discovery;
  const name = policy.policyDomain && dmarcName(policy.policyDomain);
  const record = recordRef(records, (one) => one.purpose === "dmarc" && one.name === name);
  return { result: dmarcResultOf(applies, claims), ...policy, record };
}

/**
 * One aligned identifier that passes is enough, and what the others are does not matter (§4.4.1, §5.3.5). Without one, what
 * could not be told and might have been it leaves the outcome open (§5.3.6).
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

/** Results that might have been a pass: of DNS that failed, and of a client that nobody names. */
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

/** §3.2.13: only "no such name" says that a domain does not exist. */
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
