// The worlds that people have: for each, what is imported, what is changed, what is created and what is in the way.
import { managedKey } from "../../../../lib/adopt/matching/match";
import { matchRecords } from "../../../../lib/adopt/matching/records/records";
import type { ZoneRecord } from "../../../../lib/cloudflare/zone-record";
import { ARTICLE, articleBut, ENTRY, live, others, told, wanted, ZONE_ID } from "../../zones";

const match = (zone: readonly ZoneRecord[], ...entries: string[]) =>
  matchRecords(wanted(...(entries.length === 0 ? [ENTRY] : entries)), zone).matches;

test("all records are created in an empty zone", () => {
  expect(new Set(match([]).map(({ status }) => status))).toEqual(new Set(["absent"]));
});

test("the article's seven, made by hand, are imported without a change", () => {
  const matches = match(ARTICLE);
  expect(told(matches)).toEqual([
    ...["dkim-1", "dkim-2", "dkim-3", "mail-from-mx", "mail-from-spf", "dmarc", "web-www"].map(
      (id) => `${id} identical`,
    ),
  ]);
  expect(matches[0]).toMatchObject({
    entry: "example.com",
    importId: `${ZONE_ID}/id-cname-aaa._domainkey.example.com`,
    fingerprint: expect.stringMatching(/^v1-[0-9a-f]{32}$/),
  });
});

const cases: readonly [what: string, zone: readonly ZoneRecord[], expected: readonly string[]][] = [
  [
    "unquoted TXT is the same text, and is imported and quoted",
    articleBut(({ type, content }) => (type === "TXT" ? { content: content.slice(1, -1) } : {})),
    [
      "mail-from-spf different",
      '  content: v=spf1 include:amazonses.com ~all -> "v=spf1 include:amazonses.com ~all"',
      "  the text is the same: only its quotes, or where it is split, change",
      "dmarc different",
      '  content: v=DMARC1; p=none; -> "v=DMARC1; p=none;"',
      "  the text is the same: only its quotes, or where it is split, change",
    ],
  ],
  [
    "ttl, comment and tags are compared",
    articleBut(({ type }) => (type === "MX" ? { ttl: 300, comment: "by hand", tags: ["team:web"] } : {})),
    [
      "mail-from-mx different",
      "  ttl: 300 -> 1",
      "  comment: by hand -> ",
      "  tags: team:web -> ",
      "  mailzone writes no tags: the apply takes them off",
    ],
  ],
  [
    "a proxied DKIM record is imported, and its proxy ended",
    articleBut(({ name }) => (name.startsWith("aaa.") ? { proxied: true } : {})),
    [
      "dkim-1 different",
      "  proxied: true -> false",
      "  it is proxied and answers with addresses, so that mail does not find it: the apply ends that",
    ],
  ],
  [
    "a target's last dot and capitals: only what the provider compares is a change",
    articleBut(({ name, content }) => ({
      content: name.startsWith("aaa.") ? content.toUpperCase() : name.startsWith("bbb.") ? `${content}.` : content,
    })),
    ["dkim-2 different", "  content: bbb.dkim.amazonses.com. -> bbb.dkim.amazonses.com"],
  ],
  [
    "the MX of another region, with another priority, serves the same purpose",
    articleBut(({ type }) => (type === "MX" ? { content: "feedback-smtp.eu-west-1.amazonses.com", priority: 5 } : {})),
    [
      "mail-from-mx different",
      "  content: feedback-smtp.eu-west-1.amazonses.com -> feedback-smtp.us-east-1.amazonses.com",
      "  priority: 5 -> 10",
    ],
  ],
  [
    "DMARC with pct and two report addresses: what would be lost is said, with the way to keep it",
    articleBut(({ name }) =>
      name.startsWith("_dmarc")
        ? { content: '"v=DMARC1; p=quarantine; pct=50; rua=mailto:a@example.com,mailto:b@example.net"' }
        : {},
    ),
    [
      "dmarc different",
      '  content: "v=DMARC1; p=quarantine; pct=50; rua=mailto:a@example.com,mailto:b@example.net" -> "v=DMARC1; p=none;"',
      '  it removes pct=50, rua=mailto:a@example.com, rua=mailto:b@example.net: to keep all of it write dmarc: {raw: "v=DMARC1; p=quarantine; pct=50; rua=mailto:a@example.com,mailto:b@example.net"}',
    ],
  ],
  [
    "names that were doubled with the zone are created where they belong, and the doubled ones told",
    articleBut(({ name }) =>
      name.startsWith("aaa.") || name.startsWith("_dmarc") ? { name: `${name}.example.com` } : {},
    ),
    [
      "dkim-1 absent",
      '  it exists under the doubled name "aaa._domainkey.example.com.example.com" in zone "example.com" (record id-cname-aaa._domainkey.example.com), which nobody queries: it is created at its own name; delete the doubled one',
      "dmarc absent",
      '  it exists under the doubled name "_dmarc.example.com.example.com" in zone "example.com" (record id-txt-_dmarc.example.com), which nobody queries: it is created at its own name; delete the doubled one',
    ],
  ],
  [
    "a wildcard that has answered so far is told",
    [
      ...articleBut(({ name }) => (name.startsWith("mail.") || name.startsWith("www.") ? null : {})),
      live("A *.example.com 192.0.2.1"),
    ],
    [
      "mail-from-mx absent",
      '  "*.example.com" (A) in zone "example.com" has answered for this name so far, and no longer does once it is created',
      "mail-from-spf absent",
      '  "*.example.com" (A) in zone "example.com" has answered for this name so far, and no longer does once it is created',
      "web-www absent",
      '  "*.example.com" (A) in zone "example.com" has answered for this name so far, and no longer does once it is created',
    ],
  ],
  [
    "mail at the apex, of whomever, is not in the way",
    [
      ...ARTICLE,
      live("MX example.com 1 smtp.google.com"),
      live('TXT example.com "v=spf1 include:_spf.google.com ~all"'),
      live('TXT google._domainkey.example.com "v=DKIM1; k=rsa; p=AAAA"'),
      live("MX example.com 0 example-com.mail.protection.outlook.com", { id: "outlook" }),
      live("CNAME selector1._domainkey.example.com selector1-example-com._domainkey.example.onmicrosoft.com"),
      live("CNAME autodiscover.example.com autodiscover.outlook.com"),
      live("NS example.com ns1.example.net"),
    ],
    [],
  ],
  [
    "a second SPF, a second DMARC, a second MX",
    [
      ...ARTICLE,
      live('TXT mail.example.com "v=spf1 include:spf.example.net -all"', { id: "spf2" }),
      live('TXT _dmarc.example.com "v=DMARC1; p=reject"', { id: "dmarc2" }),
      live("MX mail.example.com 20 mx.example.net", { id: "mx2" }),
    ],
    [
      "mail-from-mx clash",
      '  MX "mail.example.com" 20 mx.example.net (record mx2) in zone "example.com" stands too, and SES wants exactly one MX at MAIL FROM: delete it, or give mailFrom another name; until then SES sends with a MAIL FROM of its own, or not at all where onMxFailure is reject',
      "mail-from-spf clash",
      '  TXT "mail.example.com" "v=spf1 include:spf.example.net -all" (record spf2) in zone "example.com" stands too, a second SPF: keep one at "mail.example.com", with the senders of all, and delete the other; until then receivers take two for an error, and SPF passes for nobody',
      "dmarc clash",
      '  TXT "_dmarc.example.com" "v=DMARC1; p=reject" (record dmarc2) in zone "example.com" stands too, a second DMARC record: keep one at "_dmarc.example.com" and delete the other; until then receivers take none of two, and the domain has no policy',
    ],
  ],
  [
    "a CNAME in the way of MX, TXT and DMARC; addresses in the way of a website",
    [
      live("CNAME mail.example.com ghs.google.com"),
      live("CNAME _dmarc.example.com dmarc.example.net"),
      live("A www.example.com 192.0.2.1"),
      ...ARTICLE.slice(0, 3),
    ],
    [
      "mail-from-mx clash",
      '  CNAME "mail.example.com" ghs.google.com (record id-cname-mail.example.com) in zone "example.com" is in the way, as a CNAME shares its name with nothing: delete it, or give mailFrom another name; until then SES sends with a MAIL FROM of its own, or not at all where onMxFailure is reject',
      "mail-from-spf clash",
      '  CNAME "mail.example.com" ghs.google.com (record id-cname-mail.example.com) in zone "example.com" is in the way, as a CNAME shares its name with nothing: delete it, or give mailFrom another name; until then SES sends with a MAIL FROM of its own, or not at all where onMxFailure is reject',
      "dmarc clash",
      '  CNAME "_dmarc.example.com" dmarc.example.net (record id-cname-_dmarc.example.com) in zone "example.com" is in the way, as a CNAME shares its name with nothing: delete it, or write dmarc: false where somebody else owns it; until then the policy behind the CNAME holds',
      "web-www clash",
      '  A "www.example.com" 192.0.2.1 (record id-a-www.example.com) in zone "example.com" stands where a CNAME must be alone: delete it, or take the name out of web; mail does not need it, and the website stays where it is',
    ],
  ],
  [
    "a name that is handed to other servers",
    [...articleBut(({ name }) => (name.startsWith("mail.") ? null : {})), live("NS mail.example.com ns1.example.net")],
    [
      "mail-from-mx clash",
      '  "mail.example.com" is handed to other name servers by NS "mail.example.com" ns1.example.net (record id-ns-mail.example.com), so that nobody asks zone "example.com" for "mail.example.com": publish the record there, or delete the NS records; until then SES sends with a MAIL FROM of its own, or not at all where onMxFailure is reject',
      "mail-from-spf clash",
      '  "mail.example.com" is handed to other name servers by NS "mail.example.com" ns1.example.net (record id-ns-mail.example.com), so that nobody asks zone "example.com" for "mail.example.com": publish the record there, or delete the NS records; until then SES sends with a MAIL FROM of its own, or not at all where onMxFailure is reject',
    ],
  ],
  [
    "a DMARC record in small letters is the one to repair",
    articleBut(({ name }) => (name.startsWith("_dmarc") ? { content: '"v=dmarc1; p=none"' } : {})),
    [
      "dmarc different",
      '  content: "v=dmarc1; p=none" -> "v=DMARC1; p=none;"',
      '  the existing record is almost a DMARC record, but receivers ignore it, because it has its version in other letters than "v=DMARC1"',
    ],
  ],
  [
    "a DMARC record with a blank before it is the one to repair",
    articleBut(({ name }) => (name.startsWith("_dmarc") ? { content: '" v=DMARC1; p=none;"' } : {})),
    [
      "dmarc different",
      '  content: " v=DMARC1; p=none;" -> "v=DMARC1; p=none;"',
      '  the existing record is almost a DMARC record, but receivers ignore it, because it has a blank before "v=DMARC1"',
    ],
  ],
  [
    "a flattened CNAME is told, as no plan changes it",
    articleBut(({ name }) => (name.startsWith("bbb.") ? { flattened: true, ttl: 60 } : {})),
    [
      "dkim-2 different",
      "  ttl: 60 -> 1",
      "  it is flattened and answers with addresses, which no plan changes: turn flattening off in Cloudflare",
    ],
  ],
];

test.each(cases)("%s", (_what, zone, expected) => {
  expect(others(match(zone))).toEqual(expected);
});

test("the zone's own name: a CNAME stands beside MX and TXT, not beside addresses", () => {
  const site = "{domain: example.com, web: {'@': d111111abcdef8.cloudfront.net}}";
  const flat = [...ARTICLE, live("CNAME example.com d111111abcdef8.cloudfront.net")];
  const beside = [live("MX example.com 1 mx.example.net"), live("TXT example.com x")];
  expect(others(match([...flat, ...beside], site))).toEqual([]);
  expect(others(match([...ARTICLE, live("A example.com 192.0.2.1"), ...beside], site))).toEqual([
    "web-@ clash",
    '  A "example.com" 192.0.2.1 (record id-a-example.com) in zone "example.com" stands where a CNAME must be alone: delete it, or take the name out of web; mail does not need it, and the website stays where it is',
  ]);
  const spf = "{domain: example.com, spf: {amazonses: true}, records: {a: {type: A, name: '@', content: 192.0.2.1}}}";
  expect(others(match(flat, spf))).toEqual([
    "spf absent",
    "record-a clash",
    '  CNAME "example.com" d111111abcdef8.cloudfront.net (record id-cname-example.com) in zone "example.com" is in the way, as a CNAME shares its name with nothing: delete it, or take the record out of domains.yaml; nothing changes until then',
  ]);
});

test("a null MX must be alone, and a delegation does not clash with itself", () => {
  const entry = `{domain: example.com, records: {
    none: {type: MX, name: "@", content: ".", priority: 0}, ns: {type: NS, name: sub, content: ns1.example.net}}}`;
  const zone = [
    ...ARTICLE,
    live("MX example.com 1 mx.example.net"),
    live("NS sub.example.com ns1.example.net"),
    live("NS sub.example.com ns2.example.net", { id: "ns2" }),
  ];
  expect(others(match(zone, entry))).toEqual([
    "record-none clash",
    '  MX "example.com" 1 mx.example.net (record id-mx-example.com) in zone "example.com" stands too, and the null MX "." stands alone: delete it, or take the record out of domains.yaml; nothing changes until then',
  ]);
});

test("a wildcard does not answer below a closer name", () => {
  const zone = [
    ...articleBut(({ type, name }) => (type === "TXT" && name.startsWith("mail") ? null : {})),
    live("A *.example.com 192.0.2.1"),
    live("A b.example.com 192.0.2.2"),
  ];
  const entry = "{domain: example.com, records: {x: {type: TXT, name: a.b.example.com, content: x}}}";
  expect(others(match(zone, entry))).toEqual(["mail-from-spf absent", "record-x absent"]);
});

test("names doubled with the domain of a subdomain, and DKIM records of other domains", () => {
  const zone = [
    live('TXT _dmarc.shop.example.com.shop.example.com "v=DMARC1; p=none"'),
    live("CNAME xxx._domainkey.other.example.com xxx.dkim.amazonses.com"),
  ];
  const { matches, mentions } = matchRecords(wanted("{domain: shop.example.com, mailFrom: false}"), zone);
  expect(told(matches).slice(3)).toEqual([
    "dmarc absent",
    '  it exists under the doubled name "_dmarc.shop.example.com.shop.example.com" in zone "example.com" (record id-txt-_dmarc.shop.example.com.shop.example.com), which nobody queries: it is created at its own name; delete the doubled one',
  ]);
  expect(mentions).toEqual([]);
});

test("if several records could be meant, none is taken", () => {
  const entry = `{domain: example.com, records: {
    one: {type: A, name: app, content: 192.0.2.1}, two: {type: A, name: app, content: 192.0.2.2},
    mx: {type: MX, name: other, content: mx.example.net, priority: 10}}}`;
  const zone = [
    ...ARTICLE,
    live("A app.example.com 192.0.2.9"),
    live("MX other.example.com 10 feedback-smtp.eu-west-1.amazonses.com"),
  ];
  expect(others(match(zone, entry))).toEqual(["record-mx absent", "record-one absent", "record-two absent"]);
  const twice = wanted(
    "{domain: example.com, dmarc: false, mailFrom: false, records: {one: {type: A, name: app, content: 192.0.2.9}}}",
  ).slice(3);
  expect(told(matchRecords([...twice, ...twice.map((record) => ({ ...record }))], zone).matches)).toEqual([
    "record-one identical",
    "record-one absent",
  ]);
});

test("an apex SPF with five senders keeps them, or a note says which are lost", () => {
  const text = "v=spf1 ip4:192.0.2.0/24 a mx include:_spf.example.net include:spf.example.org ~all";
  const zone = [...ARTICLE, live(`TXT example.com "${text}"`)];
  const spf = (value: string) => `{domain: example.com, web: {www: d111111abcdef8.cloudfront.net}, spf: ${value}}`;
  expect(others(match(zone, spf(`{raw: "${text}"}`)))).toEqual([]);
  expect(others(match(zone, spf("{amazonses: true}")))).toEqual([
    "spf different",
    `  content: "${text}" -> "v=spf1 include:amazonses.com ~all"`,
    '  it removes ip4:192.0.2.0/24, a, mx, include:_spf.example.net, include:spf.example.org: to keep all of it write spf: {ip4: [192.0.2.0/24], a: ["@"], mx: ["@"], include: [_spf.example.net, spf.example.org], all: ~all}',
  ]);
});

test("long texts are the same however they are split", () => {
  const key = "A".repeat(300);
  const entry = `{domain: example.com, records: {key: {type: TXT, name: k._domainkey, content: "v=DKIM1; p=${key}"}}}`;
  const whole = `v=DKIM1; p=${key}`;
  const split = (at: number) => live(`TXT k._domainkey.example.com "${whole.slice(0, at)}" "${whole.slice(at)}"`);
  expect(others(match([...ARTICLE, split(255)], entry))).toEqual([]);
  expect(others(match([...ARTICLE, split(100)], entry)).slice(0, 1)).toEqual(["record-key different"]);
});

test("an international name is found in its letters and in punycode", () => {
  const entry = "{domain: bücher.example, mailFrom: false}";
  const zone = (name: string) => [
    live(`TXT _dmarc.${name} "v=DMARC1; p=none;"`, { zone: "xn--bcher-kva.example" }),
    ...["aaa", "bbb", "ccc"].map((token) =>
      live(`CNAME ${token}._domainkey.${name} ${token}.dkim.amazonses.com`, { zone: "xn--bcher-kva.example" }),
    ),
  ];
  expect(others(match(zone("xn--bcher-kva.example"), entry))).toEqual([]);
  expect(others(match(zone("Bücher.example"), entry)).slice(0, 2)).toEqual([
    "dkim-1 different",
    "  name: aaa._domainkey.Bücher.example -> aaa._domainkey.xn--bcher-kva.example",
  ]);
});

test("records in parts, addresses and verification texts are matched by what they say", () => {
  const entry = `{domain: example.com, records: {
    caa: {type: CAA, name: "@", data: {flags: 0, tag: issue, value: amazon.com}},
    sip: {type: SRV, name: _sip._tcp, data: {priority: 5, weight: 0, port: 5060, target: sip.example.com}},
    one: {type: A, name: app, content: 192.0.2.1},
    six: {type: AAAA, name: app, content: "2001:db8::1"},
    two: {type: TXT, name: "@", content: verify=two},
    old: {type: MX, name: "@", content: mx.example.net, priority: 10}}}`;
  const zone = [
    ...ARTICLE,
    live('CAA example.com 0 issue "amazon.com"', { data: { flags: "0", tag: "issue", value: "amazon.com" } }),
    live('CAA example.com 0 issue "example.net"', {
      data: { flags: 0, tag: "issue", value: "example.net" },
      id: "caa2",
    }),
    live("SRV _sip._tcp.example.com 0 5060 sip.example.com", {
      priority: 10,
      data: { priority: 10, weight: 0, port: 5060, target: "sip.example.com", service: "_sip", proto: "_tcp" },
    }),
    live("A app.example.com 192.0.2.9"),
    live("AAAA app.example.com 2001:DB8:0::1"),
    live("TXT example.com verify=one"),
    live("MX example.com 20 MX.example.net"),
  ];
  expect(others(match(zone, entry))).toEqual([
    "record-old different",
    "  content: MX.example.net -> mx.example.net",
    "  priority: 20 -> 10",
    "record-one different",
    "  content: 192.0.2.9 -> 192.0.2.1",
    "record-sip different",
    "  data.priority: 10 -> 5",
    "  priority: 10 -> 5",
    "record-six different",
    "  content: 2001:DB8:0::1 -> 2001:db8::1",
    "record-two absent",
  ]);
});

test("a live record is claimed by one wanted record only", () => {
  const entry = `{domain: example.com, records: {
    one: {type: TXT, name: "@", content: same}, two: {type: A, name: app, content: 192.0.2.1}, three: {type: A, name: app, content: 192.0.2.2}}}`;
  const zone = [
    ...ARTICLE,
    live("A app.example.com 192.0.2.2"),
    live("TXT example.com same"),
    live('TXT example.com "same"', { id: "quoted" }),
  ];
  const matches = match(zone, entry);
  expect(others(matches)).toEqual(["record-two absent"]);
  expect(matches.find(({ id }) => id === "record-one")?.importId).toBe(`${ZONE_ID}/quoted`);
});

test("DKIM records of an older identity are left alone and told", () => {
  const old = ["xxx", "yyy", "zzz"].map((token) =>
    live(`CNAME ${token}._domainkey.example.com ${token}.dkim.amazonses.com`),
  );
  const { matches, mentions } = matchRecords(wanted(ENTRY), [...old, ...ARTICLE.slice(3)]);
  expect(matches.slice(0, 3).map(({ status }) => status)).toEqual(["absent", "absent", "absent"]);
  expect(mentions).toEqual([
    {
      zone: "example.com",
      message:
        '"example.com" has 3 DKIM records of another identity of SES (xxx, yyy, zzz), older or of another region or account',
    },
  ]);
});

test("what Terraform has already is managed, and what a killed apply left outside its state is told with its id", () => {
  const managed = new Set(ARTICLE.slice(0, 5).map(({ id }) => managedKey("record", `${ZONE_ID}/${id}`)));
  const { matches } = matchRecords(wanted(ENTRY), ARTICLE, { managed });
  expect(matches.map(({ id, status, importId }) => [id, status, importId?.split("/")[1]]).slice(4)).toEqual([
    ["mail-from-spf", "managed", "id-txt-mail.example.com"],
    ["dmarc", "identical", "id-txt-_dmarc.example.com"],
    ["web-www", "identical", "id-cname-www.example.com"],
  ]);
});

test("if several records say the same, Terraform's own is taken, otherwise one whose content stays", () => {
  const records = [
    live("TXT example.com proof", { id: "bare" }),
    live('TXT example.com "proof"', { id: "late", ttl: 60, comment: "c" }),
    live('TXT example.com "pro" "of"', { id: "own" }),
  ];
  const entry = '{domain: example.com, records: {v: {type: TXT, name: "@", content: proof}}}';
  const taken = (managed?: ReadonlySet<string>) =>
    matchRecords(wanted(entry), records, managed && { managed }).matches.find(({ id }) => id === "record-v")?.live?.id;
  expect(taken()).toBe("late");
  expect(taken(new Set([managedKey("record", `${ZONE_ID}/own`)]))).toBe("own");
});

test("records of a zone file are matched, and have nothing to import them by", () => {
  const [first] = match(ARTICLE.map((record) => ({ ...record, id: null, zoneId: null })));
  expect(first).toMatchObject({ status: "identical", importId: null, fingerprint: null });
});
