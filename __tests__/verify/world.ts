// The article's domain, live on real DNS servers on loopback with SES's side of it, and small ways to break it.
import type { Domain } from "../../lib/dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import type { DnsRecord } from "../../lib/dns/record";
import type { Identity, Ses, SesAccount } from "../../lib/ses/identity";
import type { ConfigurationSetState } from "../../lib/ses/set";
import { createDns } from "../../lib/verify/dns/dns";
import type { DnsOptions } from "../../lib/verify/dns/options";
import type { VerifyOptions } from "../../lib/verify/options";
import type { Verification } from "../../lib/verify/verification";
import { verify } from "../../lib/verify/verify";
import {
  type CacheEntry,
  type DnsDeclaration,
  type RecordSet,
  type ServerDeclaration,
  startDns,
} from "../helpers/dns-zones";
import { ARTICLE } from "../helpers/domains";
import { FakeClock } from "../helpers/fake-clock";
import { rsaPair } from "../run/keys";

export type Records = Readonly<Record<string, RecordSet>>;

export const NOW = Date.UTC(2026, 10, 20, 12);
export const TOKENS = ["aaa", "bbb", "ccc"] as const;

export function recordsOf(domain: Domain): readonly DnsRecord[] {
  return domainRecords(domain, { ...PLACEHOLDER_REFS, dkimTokens: [...TOKENS] });
}

/** A `p=` of an RSA key of so many bits, as SES publishes it. */
export function rsaKey(bits: number): string {
  return `p=${rsaPair(bits).publicKey}`;
}

const KEY = rsaKey(2048);

/** Strings of at most 255 bytes. */
export function inStrings(text: string): string[] {
  return text.match(/.{1,250}/gs) ?? [""];
}

export const LIVE: Records = {
  "aaa._domainkey.example.com": { CNAME: ["aaa.dkim.amazonses.com"] },
  "bbb._domainkey.example.com": { CNAME: ["bbb.dkim.amazonses.com"] },
  "ccc._domainkey.example.com": { CNAME: ["ccc.dkim.amazonses.com"] },
  "mail.example.com": {
    MX: ["10 feedback-smtp.us-east-1.amazonses.com"],
    TXT: [["v=spf1 include:amazonses.com ~all"]],
  },
  "_dmarc.example.com": { TXT: [["v=DMARC1; p=none;"]] },
  "www.example.com": { CNAME: ["d111111abcdef8.cloudfront.net"] },
};

/** One of three keys signs, the others wait for a rotation. */
export const SES_ZONE: Records = {
  "amazonses.com": { TXT: [["v=spf1 ip4:192.0.2.0/24 -all"]] },
  "aaa.dkim.amazonses.com": { TXT: [inStrings(KEY)] },
  "bbb.dkim.amazonses.com": { TXT: [[""]] },
  "ccc.dkim.amazonses.com": { TXT: [[""]] },
  "feedback-smtp.us-east-1.amazonses.com": { A: ["192.0.2.25"] },
};

export interface ScenarioChanges {
  /** Other records of example.com, by name; null takes them away. */
  readonly records?: Readonly<Record<string, RecordSet | null>>;
  /** What the second name server has. @default - the same */
  readonly second?: Readonly<Record<string, RecordSet | null>>;
  /** The same for amazonses.com. */
  readonly ses?: Readonly<Record<string, RecordSet | null>>;
  /** Other zones of the world's other server. */
  readonly zones?: Readonly<Record<string, Records>>;
  /** What the resolver has cached. */
  readonly cache?: readonly CacheEntry[];
  /** Addresses of further name servers' names. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Whole servers, by address. */
  readonly servers?: Readonly<Record<string, Partial<ServerDeclaration>>>;
}

export function world({
  records = {},
  second,
  ses = {},
  zones = {},
  cache,
  hosts,
  servers = {},
}: ScenarioChanges): DnsDeclaration {
  const others = Object.fromEntries(Object.entries(zones).map(([name, own]) => [name, { records: own }]));
  const base: Record<string, ServerDeclaration> = {
    "127.0.0.2": { zones: { "example.com": { records: changed(LIVE, records) } } },
    "127.0.0.3": { zones: { "example.com": { records: changed(LIVE, second ?? records) } } },
    "127.0.0.4": {
      name: "ns.elsewhere.example",
      zones: {
        "amazonses.com": { records: changed(SES_ZONE, ses) },
        "cloudfront.net": { records: { "d111111abcdef8.cloudfront.net": { A: ["192.0.2.80"] } } },
        ...others,
      },
    },
    "127.0.0.9": { name: "resolver.example", resolver: true, ...(cache === undefined ? {} : { cache }) },
  };
  const addresses = [...new Set([...Object.keys(base), ...Object.keys(servers)])];
  const declared = Object.fromEntries(addresses.map((at) => [at, { ...base[at], ...servers[at] }]));
  return { servers: declared, ...(hosts && { hosts }) };
}

function changed(base: Records, changes: Readonly<Record<string, RecordSet | null>>): Records {
  const merged = Object.entries({ ...base, ...changes });
  return Object.fromEntries(merged.flatMap(([name, set]) => (set === null ? [] : [[name, set]])));
}

/** Starts the servers, verifies, ends them; the port, which differs each time, is left out of what is said. */
export async function verifyIn(
  declaration: DnsDeclaration,
  props: Partial<VerifyOptions> = {},
  options: DnsOptions = {},
): Promise<Verification> {
  const clock = new FakeClock();
  const servers = await startDns(declaration, clock);
  const { roots, port, resolvers } = servers;
  const dns = createDns({
    roots: roots.map(({ name, address }) => ({ name, addresses: [address] })),
    port,
    resolvers,
    clock,
    ...options,
    ...(options.resolvers && { resolvers: options.resolvers.map((server) => ({ ...server, port })) }),
    ...(options.nameServers && { nameServers: options.nameServers.map((server) => ({ ...server, port })) }),
  });
  try {
    const records = recordsOf(ARTICLE);
    const looked = verify({
      domains: [ARTICLE],
      records,
      ses: sesOf({}),
      tls: trusted,
      dns,
      now: () => NOW,
      clock,
      ...props,
    });
    const found = await clock.through(looked, () => servers.isQuiet(dns));
    // Which question it was that a silent server was given up at, is chance.
    const text = JSON.stringify(found)
      // Behind an address; behind a quote it is a number, such as a ttl that happens to be the same.
      .replaceAll(new RegExp(`(?<!"):${port}\\b`, "g"), "")
      .replaceAll(", and was not asked again", "");
    return JSON.parse(text) as Verification;
  } finally {
    dns.close();
    await servers.close();
  }
}

export async function trusted(host: string) {
  return { ok: true, names: [host], expires: NOW } as const;
}

const HOUR = 3_600_000;

export const VERIFIED: Identity = {
  domain: "example.com",
  region: "us-east-1",
  verifiedForSending: true,
  verification: "SUCCESS",
  errorType: null,
  dkim: {
    status: "SUCCESS",
    signingEnabled: true,
    origin: "AWS_SES",
    tokens: TOKENS,
    signingHostedZone: "dkim.amazonses.com",
    keyMade: NOW - 24 * HOUR,
    currentKeyLength: "RSA_2048_BIT",
    nextKeyLength: "RSA_2048_BIT",
  },
  mailFrom: { domain: "mail.example.com", status: "SUCCESS", behaviorOnMxFailure: "USE_DEFAULT_VALUE" },
  configurationSet: null,
  tags: {},
};

export const ACCOUNT: SesAccount = {
  region: "us-east-1",
  production: true,
  sendingEnabled: true,
  enforcement: "HEALTHY",
  quota: { max24Hours: 50_000, sent24Hours: 12 },
};

type DkimChanges = Partial<Identity["dkim"]>;

export function sesOf(changes: {
  readonly identity?: Partial<Omit<Identity, "dkim">> | null;
  readonly dkim?: DkimChanges;
  readonly account?: Partial<SesAccount>;
  readonly set?: ConfigurationSetState | null;
}): Ses {
  const { identity = {}, dkim = {}, account = {}, set } = changes;
  return {
    ...(set !== undefined && { configurationSet: async () => set }),
    identity: async () =>
      identity === null ? null : { ...VERIFIED, ...identity, dkim: { ...VERIFIED.dkim, ...dkim } },
    account: async () => ({ ...ACCOUNT, ...account }),
  };
}

export const PENDING = { status: "PENDING", keyMade: NOW - 10 * HOUR } as const satisfies DkimChanges;
