// A first domains.yaml says what stands, and nothing else: the plan after it changes nothing.
import fc from "fast-check";
import { parse } from "yaml";
import type { AdoptInitOptions } from "../../../lib/adopt/init/entry-sources";
import { initConfiguration } from "../../../lib/adopt/init/init";
import { matchIdentity } from "../../../lib/adopt/matching/identity";
import { desiredRecords } from "../../../lib/adopt/matching/records/desired";
import { matchRecords } from "../../../lib/adopt/matching/records/records";
import type { ZoneRecord } from "../../../lib/cloudflare/zone-record";
import { parseConfiguration } from "../../../lib/config/configuration";
import type { Identity } from "../../../lib/ses/identity";
import { count } from "../../run/cases";
import { ARTICLE, articleBut, identity, live, others, ZONE, ZONE_ID } from "../zones";

const zone = { name: ZONE, id: ZONE_ID };
const init = (options: Partial<AdoptInitOptions>) =>
  initConfiguration({
    zone,
    live: ARTICLE,
    identities: [identity()],
    ...options,
  });
const body = (yaml: string | undefined) => yaml?.split("\n").slice(1).join("\n");

/** What the first plan would do beside importing, and the errors of the file. */
function surprises(yaml: string, records: readonly ZoneRecord[], identities: readonly Identity[]): string[] {
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: yaml }]);
  const errors = findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
  const matches = domains.flatMap((domain) => {
    const seen = identities.find((one) => one.domain === domain.domain && one.region === domain.region) ?? null;
    const [one = "", two = "", three = ""] = seen?.dkim.tokens ?? [];
    const wanted = desiredRecords(domain, {
      dkimTokens: [one, two, three],
      distributionDomain: () => "",
    });
    const own = domain.mail === "none" ? [] : matchIdentity(domain, seen);
    return [...own, ...matchRecords(wanted, records).matches];
  });
  return [...errors, ...others(matches)];
}

test("the article's zone", () => {
  const { yaml, notes } = init({});
  expect(notes).toEqual([]);
  expect(yaml).toMatchInlineSnapshot(`
    "# The zone as it stands, written by mailzone adopt --init. Next: mailzone adopt --write, then mailzone plan.
    zones:
      example.com: 0123456789abcdef0123456789abcdef
    domains:
      - domain: example.com
        aws:
          region: us-east-1
        mailFrom: mail
        dmarc:
          policy: none
        web:
          www: d111111abcdef8.cloudfront.net
    "
  `);
  expect(surprises(yaml ?? "", ARTICLE, [identity()])).toEqual([]);
});

test("what SES, and the records have of their own", () => {
  const zoneRecords = [
    ...articleBut(({ type, name }) => ({
      ttl: type === "CNAME" ? 300 : 3600,
      ...(name.startsWith("_dmarc") ? { comment: "DMARC: ask the mail team" } : {}),
      ...(name.startsWith("www") ? { proxied: true, ttl: 1 } : {}),
    })),
    live('TXT example.com "v=spf1 include:_spf.google.com ip4:192.0.2.0/24 -all"', { ttl: 300 }),
    live("CNAME example.com d222222abcdef8.cloudfront.net", { ttl: 300 }),
    live("MX example.com 1 smtp.google.com"),
    live("A blog.example.com 192.0.2.7"),
  ];
  const seen = identity({
    configurationSet: "transactional",
    tags: {
      team: "mail",
      cost: "0123",
      "aws:cloudformation:stack-name": "old",
    },
    mailFrom: {
      domain: "mail.example.com",
      status: "SUCCESS",
      behaviorOnMxFailure: "REJECT_MESSAGE",
    },
  });
  const { yaml, notes } = init({ live: zoneRecords, identities: [seen] });
  expect(notes).toEqual([
    'the configuration set "transactional" of "example.com" is named and not managed: to manage it, write it as a map and run mailzone adopt, which says what would change (docs/events.md)',
    'left alone: the SPF record of "example.com" is not for SES; a comment in the file says how to manage it',
  ]);
  expect(body(yaml)).toMatchInlineSnapshot(`
    "zones:
      example.com: 0123456789abcdef0123456789abcdef
    domains:
      - domain: example.com
        aws:
          region: us-east-1
          tags:
            team: mail
            cost: "0123"
        configurationSet: transactional
        mailFrom:
          domain: mail
          onMxFailure: reject
        dmarc:
          policy: none
        web:
          "@": d222222abcdef8.cloudfront.net
          www:
            target: d111111abcdef8.cloudfront.net
            proxied: true
        ttl: 300
        overrides:
          mail-from-mx:
            ttl: 3600
          mail-from-spf:
            ttl: 3600
          dmarc:
            ttl: 3600
            comment: "DMARC: ask the mail team"
        # The SPF record of example.com names other senders than SES, which does not need it: it is left alone. To have it here,
        # write this line, then run mailzone adopt --write:
        # spf: {raw: v=spf1 include:_spf.google.com ip4:192.0.2.0/24 -all}
    "
  `);
  expect(surprises(yaml ?? "", zoneRecords, [seen])).toEqual([]);
});

test("a domain in two regions, a subdomain, and DKIM records of nobody", () => {
  const dkim = (domain: string, tokens: readonly string[], host = "dkim.amazonses.com") =>
    tokens.map((token) => live(`CNAME ${token}._domainkey.${domain} ${token}.${host}`));
  const shop = ["sss", "ttt", "uuu"];
  const records = [
    ...ARTICLE,
    ...dkim("example.com", ["ddd", "eee", "fff"], "dkim.eu-south-1.amazonses.com"),
    ...dkim("shop.example.com", shop),
    ...dkim("example.com", ["old"]),
    live("CNAME www.shop.example.com d333333abcdef8.cloudfront.net"),
  ];
  const keys = (tokens: string[]) => ({
    ...identity().dkim,
    tokens,
    signingHostedZone: null,
  });
  const identities = [
    identity({ domain: "shop.example.com", mailFrom: null, dkim: keys(shop) }),
    identity({
      region: "eu-south-1",
      mailFrom: null,
      dkim: keys(["ddd", "eee", "fff"]),
    }),
    identity({ region: "us-east-1" }),
  ];
  const { yaml, notes } = init({ live: records, identities });
  expect(notes).toMatchInlineSnapshot(`
    [
      ""example.com" has DKIM records of an identity that SES was not found to have (old): left alone, name its region with --region if it is yours",
      ""shop.example.com" has no DMARC record, and that of "example.com" applies to it: dmarc is false, since p=none here would weaken it",
    ]
  `);
  expect(body(yaml)).toMatchInlineSnapshot(`
    "zones:
      example.com: 0123456789abcdef0123456789abcdef
    domains:
      - domain: example.com
        aws:
          region: eu-south-1
        mailFrom: false
        dmarc:
          policy: none
        web:
          www: d111111abcdef8.cloudfront.net
      - domain: example.com
        name: example.com-us-east-1
        aws:
          region: us-east-1
        mailFrom: mail
      - domain: shop.example.com
        aws:
          region: us-east-1
        mailFrom: false
        dmarc: false
        web:
          www: d333333abcdef8.cloudfront.net
    "
  `);
  expect(surprises(yaml ?? "", records, identities)).toEqual([]);
});

test("what cannot be expressed stays as it is, and is reported", () => {
  const records = [
    ...articleBut(({ type, name, content }) => {
      if (name.startsWith("_dmarc")) return { content: '"v=DMARC1; p=none; pct=50"' };
      if (type === "TXT") return { content: content.slice(1, -1) };
      if (name.startsWith("aaa")) return { proxied: true };
      return name.startsWith("bbb") ? null : {};
    }),
    live('TXT example.com "v=spf1 ?include:_spf.example.net ptr -all"'),
    live('TXT example.com "v=spf1 -all"', { id: "second" }),
  ];
  const { yaml, notes } = init({ live: records });
  expect(notes).toMatchInlineSnapshot(`
    [
      ""example.com" has 2 SPF records, which receivers take for an error: left alone, keep one of them",
      "the first plan changes dkim-1 of "example.com": proxied true -> false; it is proxied and answers with addresses, so that mail does not find it: the apply ends that",
      "the first plan creates dkim-2 of "example.com", which the zone has not",
      "the first plan changes mail-from-spf of "example.com": content v=spf1 include:amazonses.com ~all -> "v=spf1 include:amazonses.com ~all"; the text is the same: only its quotes, or where it is split, change",
    ]
  `);
  expect(body(yaml)).toMatchInlineSnapshot(`
    "zones:
      example.com: 0123456789abcdef0123456789abcdef
    domains:
      - domain: example.com
        aws:
          region: us-east-1
        mailFrom: mail
        dmarc:
          raw: v=DMARC1; p=none; pct=50
        web:
          www: d111111abcdef8.cloudfront.net
    "
  `);
});

test("a ttl or a comment that domains.yaml cannot say", () => {
  const zoneRecords = articleBut(({ name }) => {
    if (name.startsWith("aaa")) return { ttl: 30 };
    if (name.startsWith("www")) return { ttl: 30, comment: "two\nlines" };
    return name.startsWith("_dmarc") ? { tags: ["team:mail"] } : {};
  });
  const { yaml, notes } = init({ live: zoneRecords });
  expect(notes).toMatchInlineSnapshot(`
    [
      "the first plan changes dkim-1 of "example.com": ttl 30 -> 1",
      "the first plan changes web-www of "example.com": ttl 30 -> 1, comment two\\010lines -> (none)",
    ]
  `);
  expect(
    parseConfiguration([{ file: "domains.yaml", text: yaml ?? "" }]).findings.filter(
      ({ severity }) => severity === "error",
    ),
  ).toEqual([]);
  const short = init({
    live: ARTICLE.map((record) => ({ ...record, ttl: 30 })),
  });
  expect(short).toMatchInlineSnapshot(`
    {
      "notes": [
        "the first plan changes dkim-1 of "example.com": ttl 30 -> 1",
        "the first plan changes dkim-2 of "example.com": ttl 30 -> 1",
        "the first plan changes dkim-3 of "example.com": ttl 30 -> 1",
        "the first plan changes mail-from-mx of "example.com": ttl 30 -> 1",
        "the first plan changes mail-from-spf of "example.com": ttl 30 -> 1",
        "the first plan changes dmarc of "example.com": ttl 30 -> 1",
        "the first plan changes web-www of "example.com": ttl 30 -> 1",
      ],
      "yaml": "# The zone as it stands, written by mailzone adopt --init. Next: mailzone adopt --write, then mailzone plan.
    zones:
      example.com: 0123456789abcdef0123456789abcdef
    domains:
      - domain: example.com
        aws:
          region: us-east-1
        mailFrom: mail
        dmarc:
          policy: none
        web:
          www: d111111abcdef8.cloudfront.net
    ",
    }
  `);
});

test("a record that the rules refuse, and secrets in tags and comments, are left out and told", () => {
  const records = [
    ...articleBut(({ name }) => {
      if (name.startsWith("_dmarc")) return { content: '"v=DMARC1; p=bogus"', ttl: 600 };
      return name.startsWith("www") ? { comment: "https://admin:hunter2@example.com/" } : {};
    }),
    live('TXT example.com "v=spf1 include:amazonses.com include:example.com -all"'),
  ];
  const seen = identity({
    tags: { team: "mail", panel: "https://admin:hunter2@example.com/" },
  });
  const { yaml, notes } = init({ live: records, identities: [seen] });
  expect(notes).toMatchInlineSnapshot(`
    [
      "the tags panel of "example.com" look like secrets and are left out: the apply takes them off",
      "left alone: spf of "example.com" includes itself, through others or directly: drop the include",
      "left alone: dmarc of "example.com" has p=bogus, expected none or quarantine or reject",
      "the first plan changes web-www of "example.com": comment https://admin:hunter2@example.com/ -> (none)",
    ]
  `);
  expect(body(yaml)).toMatchInlineSnapshot(`
    "zones:
      example.com: 0123456789abcdef0123456789abcdef
    domains:
      - domain: example.com
        aws:
          region: us-east-1
          tags:
            team: mail
        mailFrom: mail
        dmarc: false
        web:
          www: d111111abcdef8.cloudfront.net
    "
  `);
});

test("a MAIL FROM whose MX is not as SES wants it stays as it is", () => {
  const records = articleBut(({ type }) => (type === "MX" ? { priority: 20 } : {}));
  const { yaml, notes } = init({ live: records });
  expect(notes).toEqual(['left alone: mail-from-mx of "example.com": priority 20 is to be 10']);
  expect(yaml).toContain("mailFrom: false");
  const none = init({
    live: articleBut(({ type }) => (type === "MX" ? null : {})),
  });
  expect(none.notes).toEqual([
    '"example.com" has the MAIL FROM "mail.example.com" without the MX and SPF that SES wants, so mailFrom is false: write mailFrom: mail.example.com to publish them',
  ]);
});

test("the zone of the keys is the one that SES says", () => {
  const dkim = {
    ...identity().dkim,
    signingHostedZone: "dkim.cell.example.net",
  };
  const records = ARTICLE.map((record) => ({
    ...record,
    content: record.content.replace("dkim.amazonses.com", "dkim.cell.example.net"),
  }));
  const { yaml } = init({ live: records, identities: [identity({ dkim })] });
  expect(yaml).toContain("signingHostedZone: dkim.cell.example.net");
  expect(surprises(yaml ?? "", records, [identity({ dkim })])).toEqual([]);
});

test("each domain has the MAIL FROM that is nearest to it", () => {
  const shop = ARTICLE.slice(0, 6).map((record) => ({
    ...record,
    name: record.name.replace("example.com", "shop.example.com"),
  }));
  const { yaml, notes } = initConfiguration({
    zone,
    live: [...shop, ...articleBut(({ name }) => (name.startsWith("mail.") ? null : {}))],
    region: "us-east-1",
  });
  expect(notes).toEqual([]);
  expect(body(yaml)).toMatchInlineSnapshot(`
    "zones:
      example.com: 0123456789abcdef0123456789abcdef
    domains:
      - domain: example.com
        aws:
          region: us-east-1
        mailFrom: false
        dmarc:
          policy: none
        web:
          www: d111111abcdef8.cloudfront.net
      - domain: shop.example.com
        aws:
          region: us-east-1
        mailFrom: mail
        dmarc:
          policy: none
    "
  `);
});

test("the records are believed if SES is not asked", () => {
  const { yaml, notes } = initConfiguration({
    zone: { ...zone, id: null },
    live: ARTICLE,
  });
  expect(notes).toEqual([]);
  expect(body(yaml)).toMatchInlineSnapshot(`
    "zones:
      example.com:
    domains:
      - domain: example.com
        aws:
          region: us-east-1
        mailFrom: mail
        dmarc:
          policy: none
        web:
          www: d111111abcdef8.cloudfront.net
    "
  `);
  const unknown = articleBut(({ type }) => (type === "MX" ? null : {}));
  expect(initConfiguration({ zone, live: unknown })).toEqual({
    yaml: undefined,
    notes: ['"example.com" uses SES in a region that its records do not tell: name it with --region'],
  });
});

test("a zone without SES has nothing to write before its region is known", () => {
  expect(init({ live: [live("A example.com 192.0.2.1")], identities: [] })).toEqual({
    yaml: undefined,
    notes: ['"example.com" is not in SES yet: name the region where it is to be with --region'],
  });
});

const ttl = fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.integer({ min: 60, max: 86400 }));
const comment = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  fc.constantFrom("by hand", "#1: a\\b", "'", "null", "007", "x".repeat(100)),
);
const spfText = fc
  .tuple(
    fc.subarray([
      "ip4:192.0.2.0/24",
      "a",
      "mx:example.net",
      "include:_spf.example.net",
      "exists:%{i}.example.net",
      "?ptr",
    ]),
    fc.constantFrom("~all", "-all", "redirect=_spf.example.org"),
  )
  .map(([terms, end]) => ["v=spf1", ...terms, end].join(" "));
const dmarcText = fc
  .tuple(
    fc.constantFrom(
      "v=DMARC1; p=none;",
      "v=DMARC1; p=reject; sp=none;",
      "v=DMARC1;p=quarantine",
      "v=DMARC1; p=none; pct=20; ri=3600",
    ),
    fc.constantFrom(
      "",
      " rua=mailto:a@example.com;",
      " rua=mailto:a@example.com,mailto:b@example.com; ruf=mailto:c@example.com;",
      " fo=1:d;",
    ),
  )
  .map(([head, tail]) => (head.endsWith(";") || tail === "" ? head + tail : `${head};${tail}`));

const WITHOUT_MAIL = [
  live("MX parked.example.com 0 ."),
  live('TXT parked.example.com "v=spf1 -all"'),
  live('TXT _dmarc.parked.example.com "v=DMARC1; p=reject; rua=mailto:d@example.com;"', { ttl: 300 }),
  live('TXT *._domainkey.parked.example.com "v=DKIM1; p="'),
  live("CNAME www.parked.example.com d111111abcdef8.cloudfront.net"),
];
const text = (name: string, value: string) => live(`TXT ${name} "${value}"`);

test("TLS-RPT, MTA-STS and BIMI are settings, byte for byte, and two texts of one are left alone", () => {
  const cases: [ZoneRecord[], Record<string, unknown>, RegExp[]][] = [
    [
      [text("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:t@example.com")],
      { tlsRpt: { rua: "t@example.com" } },
      [],
    ],
    [
      [text("_smtp._tls.example.com", "v=TLSRPTv1;rua=mailto:t@example.com")],
      { tlsRpt: { raw: "v=TLSRPTv1;rua=mailto:t@example.com" } },
      [],
    ],
    [
      [text("_mta-sts.example.com", "v=STSv1; id=1;")],
      { mtaSts: { raw: "v=STSv1; id=1;" } },
      [/^mtaSts of "example.com" keeps the text/],
    ],
    [
      [text("default._bimi.example.com", "v=BIMI1; l=https://example.com/a.svg;")],
      { bimi: { logo: "https://example.com/a.svg" } },
      [],
    ],
    [
      [
        text("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:a@example.com"),
        text("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:b@example.com"),
      ],
      {},
      [/^left alone: "example.com" has 2 texts of a TLS-RPT record/],
    ],
    [[text("_smtp._tls.example.com", "v=TLSRPTv1; rua=ftp://x")], { tlsRpt: { raw: "v=TLSRPTv1; rua=ftp://x" } }, []],
    [
      [text("default._bimi.example.com", "v=BIMI1; l=https://e.x/a.svg; a=;")],
      { bimi: { raw: "v=BIMI1; l=https://e.x/a.svg; a=;" } },
      [],
    ],
    [
      [text("a.example.net._report._dmarc.example.com", "v=DMARC1")],
      {},
      [/^left alone: the consent to DMARC reports at a\.example\.net\._report/],
    ],
  ];
  for (const [records, settings, said] of cases) {
    const zone = [
      ...ARTICLE.map((one) => ({ ...one, content: one.content.replace("p=none", "p=reject") })),
      ...records,
    ];
    const { yaml = "", notes } = init({ live: zone });
    const [entry] = (parse(yaml) as { domains: Record<string, unknown>[] }).domains;
    const { tlsRpt, mtaSts, bimi } = entry ?? {};
    expect([records, { tlsRpt, mtaSts, bimi }]).toEqual([records, settings]);
    expect(notes).toHaveLength(said.length);
    for (const [index, pattern] of said.entries()) expect(notes[index]).toMatch(pattern);
    expect(surprises(yaml, zone, [identity()])).toEqual([]);
  }
});

test("a domain with all records of one without mail is drafted as such, with or without SES beside it", () => {
  const beside = init({ live: [...ARTICLE, ...WITHOUT_MAIL] });
  const alone = init({ live: WITHOUT_MAIL, identities: [], named: "parked.example.com" });
  for (const { yaml = "", notes } of [beside, alone]) {
    expect(notes).toEqual([]);
    expect((parse(yaml) as { domains: unknown[] }).domains.at(-1)).toEqual({
      domain: "parked.example.com",
      mail: "none",
      dmarc: { policy: "reject", rua: "d@example.com" },
      web: { www: "d111111abcdef8.cloudfront.net" },
      overrides: { dmarc: { ttl: 300 } },
    });
    expect(surprises(yaml, [...ARTICLE, ...WITHOUT_MAIL], [identity()])).toEqual([]);
  }
});

test("a domain without mail whose records are missing or different is left alone with a note", () => {
  const others: [string, string | null, string][] = [
    ["MX parked", "MX parked.example.com 5 .", "the null MX alone, with the priority 0"],
    ["TXT parked", 'TXT parked.example.com "v=spf1 a -all"', 'the SPF "v=spf1 -all"'],
    ["TXT _dmarc", 'TXT _dmarc.parked.example.com "v=DMARC1; p=reject; t=y"', "DMARC with p=reject"],
    ["TXT _dmarc", null, "DMARC with p=reject"],
    ["TXT *", null, 'the empty key at "*._domainkey.parked.example.com"'],
  ];
  for (const [which, instead, missing] of others) {
    const records = WITHOUT_MAIL.flatMap((one) =>
      `${one.type} ${one.name}`.startsWith(which) ? (instead === null ? [] : [live(instead)]) : [one],
    );
    const { yaml = "", notes } = init({ live: [...ARTICLE, ...records] });
    expect(notes).toEqual([
      `left alone: "parked.example.com" takes no mail, and mail: none would also publish ${missing}: write it if that is meant`,
    ]);
    expect(yaml).not.toContain("parked.example.com\n");
  }
  // SES sends for this one, which only takes no mail.
  const { yaml, notes } = init({ live: [...ARTICLE, live("MX example.com 0 .")] });
  expect([notes, yaml?.includes("mail: none")]).toEqual([[], false]);
  // Another server has the zone below.
  const away = [...ARTICLE, ...WITHOUT_MAIL, live("NS parked.example.com ns.example.net")];
  expect(init({ live: away }).yaml).not.toContain("mail: none");
});

test("the first plan changes nothing in any zone", () => {
  const zones = fc
    .record({
      own: fc.array(fc.record({ ttl, comment }), {
        minLength: 9,
        maxLength: 9,
      }),
      signs: fc.boolean(),
      dmarc: fc.option(dmarcText),
      spf: fc.option(spfText),
      optional: fc.subarray([
        text("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:t@example.com,https://t.example.net/in"),
        text("_mta-sts.example.com", "v=STSv1; id=20261129"),
        text("default._bimi.example.com", "v=BIMI1; l=https://example.com/a.svg; a=;"),
        text("a.example.net._report._dmarc.example.com", "v=DMARC1"),
      ]),
      parked: fc.subarray(WITHOUT_MAIL),
      mailFrom: fc.constantFrom(null, "mail.example.com", "bounce.mail.example.com"),
      end: fc.constantFrom("~all", "-all"),
      behavior: fc.constantFrom("USE_DEFAULT_VALUE", "REJECT_MESSAGE"),
      web: fc.subarray(["www.example.com", "example.com", "a.b.example.com", "*.cdn.example.com"]),
      proxied: fc.boolean(),
      region: fc.constantFrom("us-east-1", "eu-south-1"),
      configurationSet: fc.option(fc.constantFrom("set", "0123", "true")),
      tags: fc.dictionary(
        fc.constantFrom("team", "a:b", "007", "x y", "#", "-"),
        fc.constantFrom("", "yes", "1e3", "a: b", "${x}"),
      ),
    })
    .map(
      ({
        signs,
        own,
        dmarc,
        spf,
        optional,
        parked,
        mailFrom,
        end,
        behavior,
        web,
        proxied,
        region,
        configurationSet,
        tags,
      }) => {
        const host = region === "eu-south-1" ? "dkim.eu-south-1.amazonses.com" : "dkim.amazonses.com";
        const records = [
          ...["aaa", "bbb", "ccc"].map((token) => live(`CNAME ${token}._domainkey.example.com ${token}.${host}`)),
          ...(mailFrom === null
            ? []
            : [
                live(`MX ${mailFrom} 10 feedback-smtp.${region}.amazonses.com`),
                live(`TXT ${mailFrom} "v=spf1 include:amazonses.com ${end}"`),
              ]),
          ...(dmarc === null ? [] : [live(`TXT _dmarc.example.com "${dmarc}"`)]),
          ...(spf === null ? [] : [live(`TXT example.com "${spf}"`)]),
        ].map((record, index) => ({ ...record, ...own[index] }));
        const sites = web.map((name, index) =>
          live(`CNAME ${name} d${index}11111abcdef8.cloudfront.net`, proxied ? { proxied } : { ...own[8] }),
        );
        const seen = identity({
          region,
          configurationSet,
          tags,
          dkim: {
            ...identity().dkim,
            signingHostedZone: signs ? host : null,
          },
          mailFrom:
            mailFrom === null
              ? null
              : {
                  domain: mailFrom,
                  status: "SUCCESS",
                  behaviorOnMxFailure: behavior,
                },
        });
        return {
          records: [
            ...records,
            ...sites,
            ...optional.map((one) => ({ ...one, ...own[7] })),
            ...parked,
            live("MX example.com 1 mx.example.net"),
            live("TXT example.com verify=1"),
          ],
          seen,
        };
      },
    );
  fc.assert(
    fc.property(zones, ({ records, seen }) => {
      const { yaml, notes } = init({ live: records, identities: [seen] });
      expect(yaml).toBeDefined();
      expect(surprises(yaml ?? "", records, [seen])).toEqual([]);
      // Nothing of mail is left out without a word.
      const { domains } = parseConfiguration([{ file: "domains.yaml", text: yaml ?? "" }]);
      const names = domains.flatMap((domain) =>
        desiredRecords(domain, {
          dkimTokens: ["aaa", "bbb", "ccc"],
          distributionDomain: () => "",
        }).map((one) => `${one.type} ${one.name}`),
      );
      // Without a null MX, nothing says that a name is one without mail.
      const isParked = records.some(({ content }) => content === ".");
      const left = records.filter(
        ({ type, name, content }) =>
          !names.includes(`${type} ${name}`) &&
          !/^(?:mx\.|verify)/.test(content) &&
          (isParked || !name.endsWith("parked.example.com")),
      );
      expect(
        left.length === 0 || notes.some((note) => note.startsWith("left alone") || note.includes("mailFrom is false")),
      ).toBe(true);
    }),
    { numRuns: count(10, 60), seed: 20_261_129 },
  );
});

test("the file has a foreign SPF record as a comment that would own it", () => {
  const texts = [
    "v=spf1 include:_spf.google.com ~all",
    "v=spf1 include:x:y#z {a} \u0007 ~all",
    "v=spf1 exists:%{i}.example.net -all",
  ];
  for (const text of texts) {
    const records = [...articleBut(() => ({})), live(`TXT example.com "${text}"`)];
    const { yaml = "" } = init({ live: records });
    const read = (file: string) => parseConfiguration([{ file: "domains.yaml", text: file }]);
    expect(read(yaml).domains.map(({ spf }) => spf)).toEqual([undefined]);
    const [line = ""] = /^ +# spf: .*$/m.exec(yaml) ?? [];
    const { domains, findings } = read(yaml.replace(line, line.replace("# ", "")));
    if (findings.every(({ rule }) => rule !== "spf-syntax")) expect(domains[0]?.spf).toBe(text);
    expect(findings.filter(({ rule }) => rule === "yaml" || rule === "schema")).toEqual([]);
  }
});
