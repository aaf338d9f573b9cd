// A state in which a domain may be served by real name servers, and what verify has to say of it.
import type { CauseId } from "../../../lib/verify/causes/table";
import type { Verdict } from "../../../lib/verify/verification";
import type { Middlebox } from "./middleboxes";
import type { Authority, Resolver } from "./programs";

export const AUTHORITIES: readonly Authority[] = ["BIND", "NSD", "Knot DNS", "PowerDNS"];

/** Name servers, by what they are to a domain: those of the program in question, those of another one, and none. */
export type Role =
  | "own"
  | "next"
  | "dead" // nobody listens at its address
  | "silent" // somebody listens and never answers
  | "gone" // its name has no address
  | `gone-${number}`
  | Middlebox; // before the own

export interface Case {
  /** The domain's label, which the program's name follows. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly causes: readonly CauseId[];
  /** @default AUTHORITIES */
  readonly by?: readonly Authority[];
  /** The resolvers whose answers the case is about. @default - none in particular */
  readonly resolvers?: readonly Resolver[];
  /** Lines of the zone that are others, `{zone}` its name; null takes one away. @default - all as they should be */
  readonly lines?: Readonly<Partial<Record<Line, string | null>>>;
  /** Further lines. */
  readonly more?: readonly string[];
  /** The DMARC record that the other program has. @default - it does not serve the zone */
  readonly nextDmarc?: string;
  /** Name servers that the parent names; none: it does not delegate. @default ["own"] */
  readonly delegatedTo?: readonly Role[];
  /** Where the parent knows the name without delegating it. @default false */
  readonly isKnown?: boolean;
  /** Whether its name servers are called as Cloudflare's. @default true */
  readonly isCloudflare?: boolean;
  /** Servers of the zone. @default ["own"] */
  readonly servedBy?: readonly ("own" | "next")[];
  /** To whom `_domainkey` is delegated, so that the zone has no keys. @default - to nobody */
  readonly keysAt?: Role;
  /** Whether the other program has a zone `_domainkey`, without the records. @default false */
  readonly hasEmptyKeys?: boolean;
  /** A zone that begins at `shop`, served by the other program, which names these as its name servers. */
  readonly shop?: readonly Role[];
  /** NS records of `shop` that domains.yaml publishes. */
  readonly publishes?: readonly Role[];
  /** Whether they are not in the zone. @default false */
  readonly isForgotten?: boolean;
  /** `ds-left`: it is not signed, and its parent has a DS. */
  readonly signing?: "well" | "ds-left" | "ds-wrong" | "expired" | "signature-missing";
  /** Whether resolvers still ask the other program, where the zone was before. @default false */
  readonly isMoved?: boolean;
  /** Whether unbound has a DMARC record of its own for it, as filters and company networks have. @default false */
  readonly isFiltered?: boolean;
  /** What answers in place of the root. @default - the root */
  readonly root?: "unbound";
  /** The top-level domain. `broken` is signed, and the root has a wrong DS of it. @default example */
  readonly top?: "example" | "broken";
}

type Line = keyof typeof LINES;

/** What a domain publishes, relative to it. */
export const LINES = {
  aaa: "aaa._domainkey CNAME aaa.dkim.amazonses.com.",
  bbb: "bbb._domainkey CNAME bbb.dkim.amazonses.com.",
  ccc: "ccc._domainkey CNAME ccc.dkim.amazonses.com.",
  mx: "mail MX 10 feedback-smtp.us-east-1.amazonses.com.",
  spf: 'mail TXT "v=spf1 include:amazonses.com ~all"',
  dmarc: '_dmarc TXT "v=DMARC1; p=none;"',
} as const;

export const NO_KEYS = { aaa: null, bbb: null, ccc: null };

/** `good-knot.example` */
export function domainOf({ name, top = "example" }: Case, by: Authority): string {
  return `${name}-${slug(by)}.${top}`;
}

export function slug(program: string): string {
  return program.toLowerCase().replace(/ .*/, "");
}

/** The program beside the one in question. */
export function nextTo(by: Authority): Authority {
  return AUTHORITIES[(AUTHORITIES.indexOf(by) + 1) % AUTHORITIES.length]!;
}
