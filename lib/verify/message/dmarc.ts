// DMARC as RFC 9989 has it: policy and organizational domain by a walk up the tree of names (§4.10). mailauth 4 goes by RFC
// 7489 and the Public Suffix List, and takes strict alignment for relaxed (getAlignment() falls through to the relaxed
// comparison), so it only supplies DKIM and SPF. The two differ where a public suffix publishes a record, where a record says
// `psd`, and where no record stands anywhere: then a subdomain is aligned with nothing but itself.
import { parseDmarc } from "../../dns/text/dmarc";
import { policyFor, type Walk, walkDmarc } from "../mail/dmarc-walk";
import type { DmarcProof } from "./proof";
import { hasCode, type MessageResolver } from "./resolver";

export interface DmarcDiscovery {
  readonly policy: Omit<DmarcProof, "result" | "record">;
  /** Whether a domain may speak for the From domain. */
  aligned(domain: string, by: "dkim" | "spf"): Promise<boolean>;
}

/** The policy for a From domain; throws the resolver's error where DNS cannot tell. */
export async function discoverDmarc(from: string, resolver: MessageResolver): Promise<DmarcDiscovery> {
  const walks = new Map<string, Promise<Walk>>();
  const walkOf = (domain: string) => {
    const known = walks.get(domain) ?? walkDmarc((name) => textsOf(resolver, name), domain);
    walks.set(domain, known);
    return known;
  };
  const { applied, organization } = await walkOf(from);
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
    async aligned(domain, by) {
      if (domain === from) return true;
      if (alignment[by] === "strict") return false;
      return (await walkOf(domain)).organization === organization;
    },
  };
}

/** The resolver's error is thrown on: what it means is the caller's to say. */
async function textsOf(resolver: MessageResolver, name: string): Promise<readonly string[]> {
  const answers = await resolver(name, "TXT").catch((error: unknown) => {
    if (hasCode(error, "ENOTFOUND", "ENODATA")) return [];
    throw error;
  });
  return answers.map((strings) => (Array.isArray(strings) ? strings.join("") : String(strings)));
}

/** §3.2.13: only "no such name" says that a domain does not exist. */
async function exists(resolver: MessageResolver, domain: string): Promise<boolean> {
  try {
    await resolver(domain, "MX");
    return true;
  } catch (error) {
    if (hasCode(error, "ENOTFOUND", "ENODATA")) return hasCode(error, "ENODATA");
    throw error;
  }
}
