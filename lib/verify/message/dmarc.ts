// DMARC as RFC 9989 has it: policy and organizational domain by a walk up the tree of names (§4.10). mailauth 4 goes by RFC
// 7489 and the Public Suffix List, and takes strict alignment for relaxed (getAlignment() falls through to the relaxed
// comparison), so it only supplies DKIM and SPF. The two differ where a public suffix publishes a record, where a record says
// `psd`, and where no record stands anywhere: then a subdomain is aligned with nothing but itself.
import { type Dmarc, isDmarc, parseDmarc } from "../../dns/text/dmarc";
import type { DmarcProof } from "./proof";
import { hasCode, type MessageResolver } from "./resolver";

/** A DMARC record where the walk found it. */
interface Found {
  readonly domain: string;
  readonly text: string;
  readonly psd: string | undefined;
}

export interface DmarcDiscovery {
  readonly policy: Omit<DmarcProof, "result" | "record">;
  /** Whether a domain may speak for the From domain. */
  aligned(domain: string, by: "dkim" | "spf"): Promise<boolean>;
}

const RELAXED = { dkim: "relaxed", spf: "relaxed" } as const;

/** The policy for a From domain; throws the resolver's error where DNS cannot tell. */
export async function discoverDmarc(from: string, resolver: MessageResolver): Promise<DmarcDiscovery> {
  const walks = new Map<string, Promise<Found[]>>();
  const walkOf = (domain: string) => {
    const known = walks.get(domain) ?? walk(domain, resolver);
    walks.set(domain, known);
    return known;
  };
  const found = await walkOf(from);
  const organizational = organizationalDomain(from, found);
  // §4.10.1: the record of the From domain, else that of the organizational domain, else that of the public suffix.
  const record =
    found.find(({ domain }) => domain === from) ??
    found.find(({ domain }) => domain === organizational) ??
    found.find(({ psd }) => psd === "y");
  const dmarc = record === undefined ? undefined : meaningOf(record.text);
  const isOwn = record?.domain === from;
  const inherited = async () => {
    const { policy, subdomainPolicy = policy, nonexistentSubdomainPolicy = subdomainPolicy } = dmarc!;
    if (nonexistentSubdomainPolicy === subdomainPolicy) return subdomainPolicy;
    return (await exists(from, resolver)) ? subdomainPolicy : nonexistentSubdomainPolicy;
  };
  const alignment = { dkim: dmarc?.dkimAlignment ?? "relaxed", spf: dmarc?.spfAlignment ?? "relaxed" } as const;
  return {
    policy: {
      policy: dmarc === undefined ? null : isOwn ? dmarc.policy : await inherited(),
      testing: dmarc?.testing ?? false,
      policyDomain: dmarc === undefined ? null : (record?.domain ?? null),
      organizationalDomain: organizational,
      alignment: dmarc === undefined ? RELAXED : alignment,
    },
    async aligned(domain, by) {
      if (domain === from) return true;
      if (alignment[by] === "strict") return false;
      return organizationalDomain(domain, await walkOf(domain)) === organizational;
    },
  };
}

/** §4.7: a record without a policy that can be read, but with a place for reports, stands for p=none. */
function meaningOf(text: string): Dmarc | undefined {
  const { dmarc, tags } = parseDmarc(text);
  return dmarc ?? (tags.some(({ name }) => name === "rua") ? { policy: "none" } : undefined);
}

/** §4.10: at most eight questions, from the domain itself to its last label. */
async function walk(domain: string, resolver: MessageResolver): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of walkNames(domain)) {
    const record = await recordAt(name, resolver);
    if (record === undefined) continue;
    found.push(record);
    if (record.psd === "y" || record.psd === "n") break;
  }
  return found;
}

function walkNames(domain: string): string[] {
  const labels = domain.split(".");
  const above = labels.slice(labels.length > 7 ? labels.length - 7 : 1);
  return [domain, ...above.map((_, index) => above.slice(index).join("."))];
}

async function recordAt(domain: string, resolver: MessageResolver): Promise<Found | undefined> {
  const texts = (await answerOr(resolver, `_dmarc.${domain}`, "TXT"))
    .map((strings) => (Array.isArray(strings) ? strings.join("") : String(strings)))
    .filter(isDmarc);
  const [text] = texts;
  // Two records at a name are none (§4.10).
  if (text === undefined || texts.length > 1) return undefined;
  const psd = parseDmarc(text)
    .tags.find(({ name }) => name === "psd")
    ?.value.toLowerCase();
  return { domain, text, psd };
}

/** §4.10.2. */
function organizationalDomain(start: string, found: readonly Found[]): string {
  const own = found.find(({ psd }) => psd === "n");
  if (own !== undefined) return own.domain;
  const suffix = found.find(({ domain, psd }) => psd === "y" && domain !== start);
  if (suffix !== undefined) {
    const labels = start.split(".");
    return labels.slice(labels.length - suffix.domain.split(".").length - 1).join(".");
  }
  return found.at(-1)?.domain ?? start;
}

/** §4.10.1: a domain without address and MX does not exist, as far as DMARC goes. */
async function exists(domain: string, resolver: MessageResolver): Promise<boolean> {
  for (const type of ["A", "AAAA", "MX"]) if ((await answerOr(resolver, domain, type)).length > 0) return true;
  return false;
}

async function answerOr(resolver: MessageResolver, name: string, type: string): Promise<readonly unknown[]> {
  try {
    return await resolver(name, type);
  } catch (error) {
    if (hasCode(error, "ENOTFOUND", "ENODATA")) return [];
    throw error;
  }
}
