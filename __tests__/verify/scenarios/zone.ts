// Faults of the zone, its name servers, signatures and caches.

import type { Domain } from "../../../lib/dns/domain";
import { OUTSIDE } from "../../../packages/emulator/internals/dns";
import type { ServerDeclaration } from "../../helpers/dns-zones";
import { ARTICLE, domainNamed } from "../../helpers/domains";
import { LIVE, recordsOf, type ScenarioChanges, sesOf, world } from "../world";
import type { Scenario } from "./scenario";

const OLD = { "example.com": { A: ["192.0.2.7"] } } as const;
const NOBODY = { name: "a.root-servers.net", faults: [{ kind: "refused" }] } as const;
const BEYOND = [{ kind: "refused", name: "example.com", extendedErrors: [OUTSIDE] }] as const;
const none = { zones: {} };
const KEYS = {
  "_domainkey.example.com": {
    records: Object.fromEntries(Object.entries(LIVE).filter(([name]) => name.includes("_domainkey"))),
  },
};
const IMPATIENT = { timeout: 300, tries: 2 };

export const ZONE_SCENARIOS: readonly Scenario[] = [
  {
    name: "zone-unregistered",
    world: world({ servers: { "127.0.0.2": none, "127.0.0.3": none } }),
    verdict: "not-live",
    causes: ["zone-unregistered"],
  },
  {
    name: "zone-undelegated",
    world: world({
      // "com" knows the name, and leads nowhere.
      servers: {
        "127.0.0.2": none,
        "127.0.0.3": none,
        "127.0.0.5": { name: "ns.com", zones: { com: { records: { "www.example.com": { A: ["192.0.2.7"] } } } } },
      },
    }),
    verdict: "not-live",
    causes: ["zone-undelegated"],
  },
  {
    // A zone of its own at Cloudflare, and the domain above, which is in use, knows nothing of it.
    name: "zone-undelegated-below",
    world: world({
      servers: {
        "127.0.0.2": none,
        "127.0.0.3": none,
        "127.0.0.5": { name: "ns1.parent.example", zones: { "example.com": { records: OLD } } },
      },
    }),
    props: below("news.example.com"),
    verdict: "not-live",
    causes: ["zone-undelegated"],
  },
  {
    name: "zone-unregistered-below",
    world: world({ servers: { "127.0.0.2": none, "127.0.0.3": none } }),
    props: below("news.example.com"),
    verdict: "not-live",
    causes: ["zone-unregistered"],
  },
  {
    name: "zone-elsewhere",
    world: world({
      servers: {
        "127.0.0.2": none,
        "127.0.0.3": none,
        "127.0.0.5": { name: "ns1.old-dns.example", zones: { "example.com": { records: OLD } } },
      },
    }),
    verdict: "not-live",
    causes: ["zone-elsewhere", "record-missing"],
  },
  {
    // The mail records were copied when the zone moved away from Cloudflare; the website's name has the new provider's address.
    name: "zone-elsewhere-proxied",
    world: world({
      records: { "www.example.com": { A: ["192.0.2.80"] } },
      servers: { "127.0.0.2": { name: "ns1.old-dns.example" }, "127.0.0.3": { name: "ns2.old-dns.example" } },
    }),
    props: ((domain) => ({ domains: [domain], records: recordsOf(domain) }))({
      ...ARTICLE,
      web: [{ name: "www.example.com", target: "d111111abcdef8.cloudfront.net", proxied: true, ttl: 1 }],
    }),
    verdict: "not-live",
    causes: ["zone-elsewhere"],
  },
  {
    // Somebody has made the records by hand where the zone is, and none of them right.
    name: "zone-elsewhere-by-hand",
    world: world({
      servers: {
        "127.0.0.2": none,
        "127.0.0.3": none,
        "127.0.0.5": {
          name: "ns1.old-dns.example",
          zones: {
            "example.com": {
              records: {
                "aaa._domainkey.example.com": { A: ["192.0.2.7"] },
                "bbb._domainkey.example.com.example.com": { CNAME: ["bbb.dkim.amazonses.com"] },
                "ccc._domainkey.example.com": { CNAME: ["ccc.dkim.eu-south-1.amazonses.com"] },
                "mail.example.com": {
                  MX: ["10 mx.old-dns.example"],
                  TXT: [["v=spf1", "include:amazonses.com", "~all"]],
                },
              },
            },
          },
        },
      },
    }),
    verdict: "not-live",
    causes: [
      "zone-elsewhere",
      "cname-proxied",
      "name-doubled",
      "dkim-region",
      "record-different",
      "txt-unquoted",
      "record-missing",
    ],
  },
  {
    // A registrar's page: every name answers with its address, and the domain sends no mail.
    name: "zone-elsewhere-parked",
    world: world({
      servers: {
        "127.0.0.2": none,
        "127.0.0.3": none,
        "127.0.0.5": {
          name: "ns1.parking.example",
          zones: {
            "example.com": {
              records: {
                "example.com": { A: ["192.0.2.99"], TXT: [["v=spf1 -all"]], MX: ["0 ."] },
                "*.example.com": { A: ["192.0.2.99"] },
              },
            },
          },
        },
      },
    }),
    verdict: "not-live",
    causes: ["zone-elsewhere", "wildcard-answers", "record-missing", "wildcard-answers", "spf-at-apex"],
  },
  {
    name: "name-delegated",
    world: world({
      records: { "mail.example.com": null },
      servers: { "127.0.0.5": { name: "ns1.mailer.example", zones: { "mail.example.com": {} } } },
    }),
    verdict: "not-live",
    causes: ["name-delegated"],
  },
  {
    name: "name-delegated-dead",
    options: IMPATIENT,
    world: away({ zones: {}, faults: [{ kind: "silent" }] }),
    verdict: "not-live",
    causes: ["name-delegated"],
  },
  {
    // Only we cannot hear them, as it seems.
    name: "name-delegated-unheard",
    options: IMPATIENT,
    world: away({ zones: {}, faults: [{ kind: "silent" }] }, undefined, {
      cache: ["aaa", "bbb", "ccc"].map((token) => {
        return {
          name: `${token}._domainkey.example.com`,
          type: "CNAME",
          ttl: 60,
          data: [`${token}.dkim.amazonses.com`],
        };
      }),
    }),
    verdict: "live",
    causes: ["name-delegated"],
  },
  {
    // A provider that has closed the account.
    name: "name-delegated-foreign",
    world: away({ zones: {}, faults: [{ kind: "refused" }] }),
    verdict: "not-live",
    causes: ["name-delegated"],
  },
  {
    name: "name-delegated-missing",
    world: away({ zones: { "_domainkey.example.com": { delegatedTo: ["ns1.gone.example"] } } }),
    verdict: "not-live",
    causes: ["name-delegated"],
  },
  {
    // More name servers than are asked.
    name: "name-delegated-endless",
    world: away({ zones: { "_domainkey.example.com": { delegatedTo: hosts(17) } } }),
    verdict: "not-live",
    causes: ["name-delegated"],
  },
  {
    // Given away on purpose, to servers that have the records; one of them does not.
    name: "name-delegated-well",
    world: away({ zones: KEYS }, { name: "ns2.mailer.example", zones: KEYS, faults: [{ kind: "refused" }] }),
    verdict: "live",
    causes: ["servers-lame"],
  },
  {
    // Published by domains.yaml; those who run the zone have one more name server, which is theirs to say.
    name: "delegation-differs",
    world: world({
      servers: {
        "127.0.0.5": {
          name: "ns1.shop.example",
          zones: {
            "shop.example.com": {
              delegatedTo: ["ns1.shop.example", "ns2.shop.example"],
              nameServers: ["ns2.shop.example", "ns3.shop.example"],
            },
          },
        },
      },
      hosts: { "ns2.shop.example": "127.0.0.5" },
    }),
    props: delegating("shop.example.com", ["ns1.shop.example", "ns2.shop.example"]),
    verdict: "live",
    causes: ["delegation-differs"],
  },
  {
    // domains.yaml gives a name away, with the address of its name server and one more record, and nobody serves it there.
    name: "name-delegated-by-ourselves",
    world: world({
      records: { "ns1.shop.example.com": { A: ["127.0.0.5"] } },
      servers: {
        "127.0.0.5": {
          name: "ns1.shop.example.com",
          zones: { "shop.example.com": {} },
          faults: [{ kind: "refused" }],
        },
      },
    }),
    props: ofArticle([
      { type: "NS", name: "shop.example.com", content: "ns1.shop.example.com" },
      { type: "A", name: "ns1.shop.example.com", content: "127.0.0.5" },
      { type: "A", name: "www.shop.example.com", content: "192.0.2.7" },
    ]),
    verdict: "not-live",
    causes: ["name-delegated", "servers-lame"],
  },
  {
    // Something on the way refuses in place of every server, the root's too.
    name: "dns-intercepted",
    world: world({ servers: { "127.0.0.1": NOBODY, "127.0.0.9": { faults: [{ kind: "refused" }] } } }),
    verdict: "cannot-tell",
    causes: ["dns-intercepted"],
  },
  {
    // As the emulator's servers tell a name that they have not.
    name: "dns-outside",
    options: { outsideCode: OUTSIDE },
    world: world({ servers: { "127.0.0.1": { ...NOBODY, faults: BEYOND }, "127.0.0.9": { faults: BEYOND } } }),
    verdict: "cannot-tell",
    causes: ["dns-outside"],
  },
  {
    // More name servers than are asked, and none has an address: half of an NXNS attack.
    name: "dns-endless",
    world: world({
      servers: {
        "127.0.0.2": { zones: { "example.com": { delegatedTo: hosts(17), records: LIVE } } },
        "127.0.0.3": none,
      },
    }),
    verdict: "cannot-tell",
    causes: ["dns-endless"],
  },
  {
    name: "servers-private",
    options: { allowsAddress: (address) => address !== "127.0.0.3" },
    world: world({}),
    verdict: "live",
    causes: ["servers-private"],
  },
  {
    name: "servers-private-all",
    options: { allowsAddress: (address) => !["127.0.0.2", "127.0.0.3"].includes(address) },
    world: world({ servers: { "127.0.0.9": { faults: [{ kind: "servfail", name: "example.com" }] } } }),
    verdict: "cannot-tell",
    causes: ["servers-private"],
  },
  {
    name: "servers-silent",
    options: IMPATIENT,
    world: world({ servers: { "127.0.0.3": { faults: [{ kind: "silent", name: "example.com" }] } } }),
    verdict: "live",
    causes: ["servers-silent"],
  },
  {
    name: "servers-silent-all",
    options: IMPATIENT,
    world: world({
      servers: {
        "127.0.0.2": { faults: [{ kind: "silent", name: "example.com" }] },
        "127.0.0.3": { faults: [{ kind: "silent", name: "example.com" }] },
        "127.0.0.9": { faults: [{ kind: "silent" }] },
      },
    }),
    verdict: "cannot-tell",
    causes: ["servers-silent"],
  },
  {
    name: "servers-silent-to-one",
    options: IMPATIENT,
    world: world({
      servers: {
        "127.0.0.2": { faults: [{ kind: "silent", name: "_dmarc" }] },
        "127.0.0.3": { faults: [{ kind: "silent", name: "_dmarc" }] },
      },
    }),
    verdict: "cannot-tell",
    causes: ["servers-silent"],
  },
  {
    name: "servers-lame",
    world: world({
      servers: { "127.0.0.3": { name: "ns1.gone.example", zones: {}, faults: [] }, "127.0.0.2": lameDelegation() },
    }),
    verdict: "live",
    causes: ["servers-lame"],
  },
  {
    name: "servers-lame-all",
    world: world({
      servers: {
        "127.0.0.2": { faults: [{ kind: "refused", name: "example.com" }] },
        "127.0.0.3": { faults: [{ kind: "refused", name: "example.com" }] },
      },
    }),
    verdict: "not-live",
    causes: ["servers-lame"],
  },
  {
    name: "servers-lame-lost",
    world: world({
      servers: {
        "127.0.0.2": {
          zones: { "example.com": { delegatedTo: ["ada.ns.cloudflare.com", "ns1.gone.example"], records: LIVE } },
        },
      },
    }),
    verdict: "live",
    causes: ["servers-lame"],
  },
  {
    name: "servers-failing-once",
    world: world({
      servers: {
        "127.0.0.2": { faults: [{ kind: "servfail", name: "_dmarc.example.com" }] },
        "127.0.0.3": { faults: [{ kind: "servfail", name: "_dmarc.example.com" }] },
      },
    }),
    verdict: "cannot-tell",
    causes: ["servers-lame"],
  },
  {
    name: "servers-disagree",
    world: world({ second: { "_dmarc.example.com": { TXT: [["v=DMARC1; p=reject;"]] } } }),
    verdict: "not-live",
    causes: ["servers-disagree"],
  },
  {
    name: "dnssec-broken",
    world: world({
      servers: { "127.0.0.2": signed(), "127.0.0.9": { bogus: ["example.com"] } },
    }),
    verdict: "not-live",
    causes: ["dnssec-broken"],
  },
  {
    // All of "com" is refused, and "example.com" is not even signed.
    name: "dnssec-broken-above",
    world: world({ servers: { "127.0.0.9": { bogus: ["com"] } } }),
    verdict: "not-live",
    causes: ["dnssec-broken"],
  },
  {
    name: "resolver-failing-once",
    world: world({
      servers: { "127.0.0.9": { faults: [{ kind: "servfail", name: "_dmarc.example.com", times: 1 }] } },
    }),
    verdict: "cannot-tell",
    causes: ["resolver-failing"],
  },
  {
    name: "resolver-failing",
    world: world({ servers: { "127.0.0.9": { faults: [{ kind: "servfail", name: "_dmarc.example.com" }] } } }),
    verdict: "cannot-tell",
    causes: ["resolver-failing"],
  },
  {
    name: "resolver-not-resolving",
    world: world({ servers: { "127.0.0.9": { faults: [{ kind: "lame" }] } } }),
    verdict: "cannot-tell",
    causes: ["resolver-failing"],
  },
  {
    name: "cache-old",
    world: world({
      cache: [
        { name: "aaa._domainkey.example.com", type: "CNAME", ttl: 840, absent: "no-name" },
        { name: "_dmarc.example.com", type: "TXT", ttl: 120, data: [["v=DMARC1; p=reject;"]] },
      ],
    }),
    verdict: "not-live",
    causes: ["cache-old"],
  },
  {
    // A server of the old zone, given as a resolver: its word is its own, and stays.
    name: "resolver-differs",
    options: { resolvers: [{ address: "127.0.0.6", port: 0, name: "ns.old.example" }] },
    world: world({
      servers: {
        "127.0.0.6": {
          name: "ns.old.example",
          zones: {
            "example.com": {
              nameServers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
              records: { ...LIVE, "_dmarc.example.com": { TXT: [["v=DMARC1; p=reject;"]] } },
            },
          },
        },
      },
    }),
    verdict: "not-live",
    causes: ["resolver-differs"],
  },
];

/** All below _domainkey is given away, to one server or two. */
function away(server: ServerDeclaration, second?: ServerDeclaration, changes: ScenarioChanges = {}) {
  const keys = Object.keys(KEYS["_domainkey.example.com"].records);
  const zones = { "_domainkey.example.com": {}, ...server.zones };
  return world({
    ...changes,
    records: Object.fromEntries(keys.map((name) => [name, null])),
    servers: {
      "127.0.0.5": { name: "ns1.mailer.example", ...server, zones },
      ...(second && { "127.0.0.6": second }),
    },
  });
}

/** The article's domain, with NS records of a name below. */
function delegating(name: string, nameServers: readonly string[]) {
  return ofArticle(nameServers.map((content) => ({ type: "NS", name, content })));
}

/** The article's domain with further records. */
function ofArticle(more: readonly Pick<Domain["records"][number], "type" | "name" | "content">[]) {
  const records = more.map((one, index) => ({ key: `more-${index}`, proxied: false, ttl: 1, ...one }));
  const domain = { ...ARTICLE, records };
  return { domains: [domain], records: recordsOf(domain) };
}

/** A domain in a zone of that name. */
function below(name: string) {
  const domain = domainNamed(name);
  const mailFrom = { domain: `mail.${name}`, status: "SUCCESS", behaviorOnMxFailure: "" } as const;
  return { domains: [domain], records: recordsOf(domain), ses: sesOf({ identity: { mailFrom } }) };
}

/** Two name servers at the parent, of which one knows nothing of the zone. */
function lameDelegation() {
  const { zones } = world({}).servers["127.0.0.2"]!;
  const zone = { ...zones!["example.com"]!, delegatedTo: ["ada.ns.cloudflare.com", "ns1.gone.example"] };
  return { zones: { "example.com": zone } };
}

function signed() {
  const { zones } = world({}).servers["127.0.0.2"]!;
  return { zones: { "example.com": { ...zones!["example.com"]!, signed: true } } };
}

function hosts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `ns${index}.many.example`);
}
