// What DNS answers, in the words that diagnosis needs: "there is no such name" and "nobody could tell" are different things.

/** A server as it was asked. */
export interface DnsServer {
  /** Its IP address. */
  readonly address: string;
  readonly port: number;
  /** Its name, such as `ada.ns.cloudflare.com`. @default - only the address is known */
  readonly name?: string;
}

/** A record as a server gave it. Names are lower-case, without the trailing dot. */
export interface ResourceRecord {
  readonly name: string;
  /** Such as `CNAME`; `TYPE65280` where the type has no name here. */
  readonly type: string;
  /** Seconds. An authoritative server gives the whole, a resolver what is left of it. */
  readonly ttl: number;
  readonly value: RecordValue;
}

/** The parts that somebody looks at; the rest is its text as in a zone file, and its bytes in the form in which they are compared. */
export type RecordValue =
  | { readonly kind: "host"; readonly host: string } // CNAME, NS, PTR, DNAME
  | { readonly kind: "address"; readonly address: string } // A, AAAA
  | { readonly kind: "mx"; readonly priority: number; readonly host: string }
  | { readonly kind: "txt"; readonly strings: readonly Buffer[] } // bytes as they came, one Buffer per character-string
  | { readonly kind: "caa"; readonly flags: number; readonly tag: string; readonly value: string }
  | { readonly kind: "soa"; readonly primary: string; readonly serial: number; readonly minimum: number }
  | {
      readonly kind: "srv";
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly host: string;
    }
  | {
      readonly kind: "rdata";
      readonly text: string;
      readonly bytes: Buffer;
      /** The name that it leads to; empty for the root. @default - none */
      readonly host?: string;
    };

export type FailureKind =
  | "timeout" // no answer, several times
  | "unreachable" // the socket said so
  | "servfail"
  | "refused"
  | "lame" // a server that should be authoritative is not, or a resolver does not resolve
  | "without-authority" // the same, and yet it has an answer
  | "intercepted" // nobody who answers for the root or a top-level domain is an authority of it
  | "malformed" // not a DNS message, or not an answer to the question
  | "rcode" // any other code
  | "loop" // CNAMEs or delegations without end
  | "no-servers" // a delegation without a server that has an address
  | "private" // a server at an address that is not the Internet's, and is not asked
  | "outside" // a name that the emulator has not, and nobody in it can tell of
  | "gave-up"; // more questions, servers or records than a name may cost

/** Failures of a server that is not in charge. */
export const LAME_FAILURES: readonly FailureKind[] = ["lame", "without-authority", "refused"];

/** Why a server could not be heard. */
export interface Failure {
  readonly kind: FailureKind;
  /** Which server, and how: `ada.ns.cloudflare.com (192.0.2.53) did not answer within 2 s, 3 times`. */
  readonly text: string;
  /** Extended DNS errors that came with it (RFC 8914): 6 to 12 are DNSSEC's. */
  readonly extendedErrors: readonly number[];
  /** The zone whose servers could not be found. @default - the failure is of another kind */
  readonly delegation?: Pick<Delegation, "zone" | "nameServers">;
}

interface ServerResponse {
  readonly server: DnsServer;
  /** Whether the server is an authority for the name (AA). */
  readonly authoritative: boolean;
  /** Whether a validating resolver vouches for it (AD). */
  readonly authenticated: boolean;
}

/** What one server says of one name and type. `records` begin with the CNAMEs that lead away from the name. */
export type Answer =
  | (ServerResponse & { readonly status: "answer"; readonly records: readonly ResourceRecord[] })
  | (ServerResponse & {
      /** `no-data`: the name exists, the type does not (NODATA); `no-name`: NXDOMAIN. */
      readonly status: "no-data" | "no-name";
      readonly records: readonly ResourceRecord[];
      /** Seconds for which a resolver may go on saying so (RFC 2308 §5); null where no SOA came. */
      readonly negativeTtl: number | null;
    })
  | { readonly status: "failed"; readonly server: DnsServer | null; readonly failure: Failure };

/** What is asked of one server, beside name and type. */
export interface QueryOptions {
  /** RD. @default true for resolvers, false for authorities */
  readonly recurse?: boolean;
  /** CD: a resolver is to answer though the signatures are wrong. @default false */
  readonly checkingDisabled?: boolean;
  /** Asks once more although the answer is known. @default false */
  readonly repeat?: boolean;
}

/** The servers of a zone, as the walk from the root found them. */
export interface Delegation {
  /** The zone's name. */
  readonly zone: string;
  readonly servers: readonly DnsServer[];
  /** The names in the parent's NS records, also of those without an address. */
  readonly nameServers: readonly string[];
  /** Those of them that have no address, or whose address is not known. @default - none */
  readonly unresolved?: readonly UnresolvedServer[];
  /** Whether the parent has a DS for the zone: it must be signed. */
  readonly signed: boolean;
}

/** A name server without an address. */
export interface UnresolvedServer {
  readonly name: string;
  /** Why its address is not known. @default - it has none */
  readonly failure?: Failure;
}

/** DNS as verify sees it. Every question is asked once per run: answers are kept. */
export interface Dns {
  /** The closest zone above or at `name`, by walking from the root; its failure where the walk ends too early. */
  zoneOf(name: string): Promise<Delegation | Failure>;
  /** What each authority of the name's zone says, side by side. Empty never: a walk that fails is one failed answer. */
  authoritativeAnswers(name: string, type: string): Promise<readonly Answer[]>;
  /**
   * What each authority of the zone above `name` says of the NS records there: those by which it refers, which are its word and
   * not that of the zone that begins there.
   */
  referrals(name: string): Promise<readonly Answer[]>;
  /** What each public resolver says, side by side; empty where there is none. */
  resolverAnswers(name: string, type: string, options?: QueryOptions): Promise<readonly Answer[]>;
  /** The whole answer, CNAMEs followed to their end through other zones, from the authorities alone: nothing cached. */
  resolve(name: string, type: string): Promise<Answer>;
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "kind" in value && "extendedErrors" in value;
}
