// The DMARC record that a receiver finds for a domain in the world, read as far as its reports need it (RFC 9989 §4.7, §4.10).
import { parseStrings } from "../../../../lib/rdata/strings";
import type { World } from "../world/world";

const POLICIES = ["none", "quarantine", "reject"] as const;
type Policy = (typeof POLICIES)[number];
type Alignment = "r" | "s";

export interface PublishedRecord {
  /** The domain that has the record: the one that was asked for, or the nearest above it. */
  readonly domain: string;
  readonly policy: Policy;
  /** For names below `domain`. @default - policy */
  readonly subdomainPolicy?: Policy;
  readonly dkimAlignment: Alignment;
  readonly spfAlignment: Alignment;
  readonly testing: boolean;
  /** Whether it asks for aggregate reports. */
  readonly asksForReports: boolean;
}

/** Undefined if receivers find none, or two. */
export function publishedRecord(world: World, domain: string): PublishedRecord | undefined {
  for (let name = domain; name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
    const texts = textsAt(world, `_dmarc.${name}`).filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text));
    const [text] = texts;
    if (text !== undefined) return texts.length === 1 ? readRecord(name, text) : undefined;
  }
  return undefined;
}

/** The texts of the TXT records of a name. */
export function textsAt(world: World, name: string): string[] {
  return world.records
    .inGroup(name)
    .filter(({ type }) => type === "TXT")
    .map(({ content }) => Buffer.concat(parseStrings(content) ?? [Buffer.from(content)]).toString("latin1"));
}

/** What a receiver does with mail that fails: one step less than the policy says if t=y is set (RFC 9989 §4.7). */
export function dispositionOf(record: PublishedRecord, from: string): Policy {
  const { domain, policy, subdomainPolicy = policy, testing } = record;
  const asked = POLICIES.indexOf(from === domain ? policy : subdomainPolicy);
  return POLICIES[testing ? Math.max(0, asked - 1) : asked] ?? "none";
}

function readRecord(domain: string, text: string): PublishedRecord {
  const tags = new Map(
    text.split(";").map((tag) => {
      const [name = "", value = ""] = tag.split("=", 2);
      return [name.trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
  const policy = (tag: string) => POLICIES.find((one) => one === tags.get(tag));
  const subdomainPolicy = policy("sp");
  const alignment = (tag: string): Alignment => (tags.get(tag) === "s" ? "s" : "r");
  return {
    domain,
    policy: policy("p") ?? "none",
    subdomainPolicy,
    dkimAlignment: alignment("adkim"),
    spfAlignment: alignment("aspf"),
    testing: tags.get("t") === "y",
    asksForReports: (tags.get("rua") ?? "") !== "",
  };
}
