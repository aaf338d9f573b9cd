// DNS answers in the form that diagnosis needs: "the name does not exist" and "no server answered" are different results.

/** A name server or resolver. */
export interface DnsServer {
  /** Its IP address. */
  readonly address: string;
  readonly port: number;
  /** Its name, such as `ada.ns.cloudflare.com`. @default - only the address is known */
  readonly name?: string;
}

/** A record as a server sent it. Names are in lower case, without the trailing dot. */
export interface ResourceRecord {
  readonly name: string;
  /** Such as `CNAME`; `TYPE65280` for a type without a known name (RFC 3597 §5). */
  readonly type: string;
  /** Seconds. An authoritative server sends the full TTL, a resolver what is left of it. */
  readonly ttl: number;
  readonly value: RecordValue;
}

/** The fields of the types that checks read; of other types the zone file's text, and the canonical bytes for comparison. */
export type RecordValue =
  | { readonly kind: "host"; readonly host: string } // CNAME, NS, PTR, DNAME
  | { readonly kind: "address"; readonly address: string } // A, AAAA
  | { readonly kind: "mx"; readonly priority: number; readonly host: string }
  | { readonly kind: "txt"; readonly strings: readonly Buffer[] } // the bytes as received, one Buffer for each character-string
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
      /** The host name in it; empty for the root. @default - the type has none */
      readonly host?: string;
    };

export type FailureKind =
  | "timeout" // no answer after all tries
  | "unreachable" // an error of the socket
  | "servfail"
  | "refused"
  | "lame" // the server should be authoritative and is not (RFC 9499), or a resolver does not resolve
  | "without-authority" // the same, but it sent an answer
  | "intercepted" // something else than the servers of the root or a top-level domain answers for them
  | "malformed" // not a DNS message, or not an answer to the question
  | "rcode" // any other RCODE
  | "loop" // a loop of CNAMEs or of delegations
  | "no-servers" // a delegation to servers without an address
  | "private" // the server's address is not public, so it is not queried
  | "outside" // the emulator does not have the name and cannot answer for it
  | "gave-up"; // more queries, servers or records than allowed for one name

/** Failures of a server that is not authoritative for the name. */
export const LAME_FAILURES: readonly FailureKind[] = ["lame", "without-authority", "refused"];

/** Why there is no answer. */
export interface Failure {
  readonly kind: FailureKind;
  /** For people, with the server: `ada.ns.cloudflare.com (192.0.2.53) did not answer within 2 s, 3 times`. */
  readonly text: string;
  /** Extended DNS errors in the response (RFC 8914); 6 to 12 are about DNSSEC. */
  readonly extendedErrors: readonly number[];
  /** The zone whose servers could not be found. @default - the failure is another one */
  readonly delegation?: Pick<Delegation, "zone" | "nameServers">;
}

interface ServerResponse {
  readonly server: DnsServer;
  /** AA: whether the server is authoritative for the name. */
  readonly authoritative: boolean;
  /** AD: whether a validating resolver has validated it. */
  readonly authenticated: boolean;
}

/** The answer of one server for one name and type. `records` starts with the CNAMEs from the name on. */
export type Answer =
  | (ServerResponse & { readonly status: "answer"; readonly records: readonly ResourceRecord[] })
  | (ServerResponse & {
      /** `no-data`: the name exists, the type does not (NODATA); `no-name`: NXDOMAIN. */
      readonly status: "no-data" | "no-name";
      readonly records: readonly ResourceRecord[];
      /** Seconds for which a resolver may cache it (RFC 2308 §5); null if the response has no SOA. */
      readonly negativeTtl: number | null;
    })
  | { readonly status: "failed"; readonly server: DnsServer | null; readonly failure: Failure };

/** Options of a query. */
export interface QueryOptions {
  /** RD. @default true for resolvers, false for authoritative servers */
  readonly recurse?: boolean;
  /** CD: the resolver must not validate signatures (RFC 4035 §3.2.2). @default false */
  readonly checkingDisabled?: boolean;
  /** Sends the query again although its answer is known. @default false */
  readonly repeat?: boolean;
}

/** A zone and its servers, found by following referrals from the root. */
export interface Delegation {
  /** The zone's name. */
  readonly zone: string;
  readonly servers: readonly DnsServer[];
  /** The names in the parent's NS records, including those without an address. */
  readonly nameServers: readonly string[];
  /** Those that have no address, or whose address could not be found. @default - none */
  readonly unresolved?: readonly UnresolvedServer[];
  /** Whether the parent has a DS for the zone: it must be signed. */
  readonly signed: boolean;
}

/** A name server without an address. */
export interface UnresolvedServer {
  readonly name: string;
  /** Why its address could not be found. @default - it has none */
  readonly failure?: Failure;
}

/** DNS as verify uses it. Each query is sent once in a run; answers are cached. */
export interface Dns {
  /** The closest zone at or above `name`, found by following referrals from the root; a failure if that ends too early. */
  zoneOf(name: string): Promise<Delegation | Failure>;
  /** The answer of each authoritative server of the name's zone. Never empty: if the zone cannot be found, it is one failed answer. */
  authoritativeAnswers(name: string, type: string): Promise<readonly Answer[]>;
  /** The NS records at `name` by which each server of the parent zone refers to the zone there, not that zone's own NS records. */
  referrals(name: string): Promise<readonly Answer[]>;
  /** The answer of each resolver; empty if none is configured. */
  resolverAnswers(name: string, type: string, options?: QueryOptions): Promise<readonly Answer[]>;
  /** The complete answer with CNAMEs followed through all zones, from authoritative servers only, so never from a cache. */
  resolve(name: string, type: string): Promise<Answer>;
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "kind" in value && "extendedErrors" in value;
}
