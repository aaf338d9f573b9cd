// What differs between what was applied and what is there now, and what the review's rules say about it.
import type { ZoneRecord } from "../../lib/cloudflare/zone-record";
import { ARTICLE, articleBut, identity, live, ZONE_ID } from "../adopt/zones";
import { driftOf, identityJson, mailFromJson, RECORDS, RESOURCES, recordJson, type Seen, told } from "./applied";

test("there is no difference if everything is as it was applied", () => {
  const drift = driftOf({});
  expect(drift).toMatchObject({
    state: "clean",
    verdict: "none",
    domains: [],
    unknown: [],
    compared: { stacks: 1, zones: 1, records: 7, identities: 1 },
  });
});

const but = (purpose: RegExp, change: Partial<ZoneRecord> | null) =>
  articleBut(({ type, name }) => (purpose.test(`${type} ${name}`) ? change : undefined));
const beside = (...records: readonly ZoneRecord[]) => [...ARTICLE, ...records];

test.each<[string, Seen, string[]]>([
  [
    "a DMARC record that was deleted",
    { zone: but(/_dmarc/, null) },
    ["gone TXT _dmarc.example.com danger dmarc-removed"],
  ],
  [
    "a DKIM record that was deleted",
    { zone: but(/aaa/, null) },
    ["gone CNAME aaa._domainkey.example.com danger dkim-removed"],
  ],
  [
    "a DKIM record that was proxied",
    { zone: but(/aaa/, { proxied: true }) },
    ["changed CNAME aaa._domainkey.example.com danger dkim-proxied"],
  ],
  [
    "a DKIM record that was flattened",
    { zone: but(/aaa/, { flattened: true }) },
    ["changed CNAME aaa._domainkey.example.com danger dkim-proxied"],
  ],
  [
    "an MX with another priority",
    { zone: but(/^MX/, { priority: 20 }) },
    ["changed MX mail.example.com caution mail-from-mx-changed"],
  ],
  [
    "an MX with another target",
    { zone: but(/^MX/, { content: "mx.example.net" }) },
    ["changed MX mail.example.com danger mail-from-mx-wrong"],
  ],
  [
    "a website with another target",
    { zone: but(/www/, { content: "d222222abcdef8.cloudfront.net" }) },
    ["changed CNAME www.example.com caution web-moved"],
  ],
  ["a ttl", { zone: but(/_dmarc/, { ttl: 300 }) }, ["changed TXT _dmarc.example.com safe ttl-changed"]],
  ["a comment", { zone: but(/_dmarc/, { comment: "mine" }) }, ["changed TXT _dmarc.example.com safe record-noted"]],
  [
    "a record with another type under the same id",
    { zone: but(/www/, { type: "A", content: "192.0.2.1" }) },
    ["changed A www.example.com caution web-moved"],
  ],
  [
    "a record that was deleted and made again, the same",
    { zone: but(/_dmarc/, { id: "another" }) },
    ["remade TXT _dmarc.example.com caution record-replaced"],
  ],
  [
    "a CNAME that was deleted and made again, with another target",
    { zone: but(/www/, { id: "another", content: "d222222abcdef8.cloudfront.net" }) },
    ["remade CNAME www.example.com caution web-moved record-replaced"],
  ],
  [
    "an identity that was deleted",
    { identity: null },
    [
      "gone aws_sesv2_email_identity danger identity-deleted",
      "gone aws_sesv2_email_identity_mail_from_attributes caution mail-from-off",
    ],
  ],
  [
    "other DKIM tokens",
    { identity: identity({ dkim: { ...identity().dkim, tokens: ["ddd", "eee", "fff"] } }) },
    ["changed aws_sesv2_email_identity caution dkim-key-changed"],
  ],
  [
    "another length of the next DKIM key",
    { identity: identity({ dkim: { ...identity().dkim, nextKeyLength: "RSA_1024_BIT" } }) },
    ["changed aws_sesv2_email_identity caution dkim-key-changed"],
  ],
  [
    "a configuration set",
    { identity: identity({ configurationSet: "mine" }) },
    ["changed aws_sesv2_email_identity caution configuration-set-changed"],
  ],
  [
    "a tag",
    { identity: identity({ tags: { team: "mail" } }) },
    ["changed aws_sesv2_email_identity safe identity-tagged"],
  ],
  ["a tag of AWS", { identity: identity({ tags: { "aws:cloudformation:stack-name": "s" } }) }, []],
  [
    "a MAIL FROM that was turned off",
    { identity: identity({ mailFrom: null }) },
    ["gone aws_sesv2_email_identity_mail_from_attributes caution mail-from-off"],
  ],
  [
    "a MAIL FROM that rejects",
    {
      identity: identity({
        mailFrom: { domain: "mail.example.com", status: "SUCCESS", behaviorOnMxFailure: "REJECT_MESSAGE" },
      }),
    },
    ["changed aws_sesv2_email_identity_mail_from_attributes caution mail-from-rejects"],
  ],
  [
    "statuses of SES, which verify tells",
    { identity: identity({ verification: "FAILED", verifiedForSending: false }) },
    [],
  ],
])("%s", (_, seen, lines) => {
  expect(told(driftOf(seen))).toEqual(lines);
});

test.each<[string, Partial<ZoneRecord>, RegExp]>([
  ["quotes", { content: "v=DMARC1; p=none;" }, /_dmarc/],
  ["strings", { content: '"v=DMARC1;" " p=none;"' }, /_dmarc/],
  ["capitals of a name", { name: "_DMARC.Example.com" }, /_dmarc/],
  ["capitals of a target", { content: "AAA.dkim.amazonses.com." }, /aaa/],
  ["a comment that is empty", { comment: null }, /_dmarc/],
  ["tags, which mailzone never writes", { tags: ["team:mail"] }, /_dmarc/],
])("%s make no difference", (_, change, which) => {
  expect(told(driftOf({ zone: but(which, change) }))).toEqual([]);
});

test("records in parts and addresses are compared by what they answer, and a dynamic value by its value", () => {
  const srv = live("SRV _sip._tcp.example.com 2 5060 sip.example.com", {
    data: { priority: 1, weight: 2, port: 5060, target: "sip.example.com" },
    priority: 1,
  });
  const caa = live("CAA example.com", { data: { flags: 0, tag: "issue", value: "amazon.com" } });
  const six = live("AAAA six.example.com 2001:db8::1");
  const proxied = live("A web.example.com 192.0.2.1", { proxied: true, ttl: 1 });
  const empty = { flags: null, tag: null, value: null, algorithm: null };
  const resources = [
    recordJson("srv", srv, { content: null, data: { ...empty, ...srv.data } }),
    recordJson("caa", caa, { content: null, data: { ...empty, ...caa.data, flags: { value: 0, type: "number" } } }),
    recordJson("six", six, { content: "2001:DB8:0::1" }),
    recordJson("proxied", proxied, { ttl: 300 }),
  ];
  const now = { ...srv, priority: null, data: { ...srv.data, service: "_sip", proto: "_tcp", name: "example.com" } };
  expect(told(driftOf({ resources, zone: [now, caa, six, proxied] }))).toEqual([]);
  const other = [
    { ...srv, data: { ...srv.data, port: 5061 } },
    { ...caa, data: { ...caa.data, value: "letsencrypt.org" } },
    { ...six, content: "2001:db8::2" },
    { ...proxied, proxied: false, ttl: 1 },
  ];
  expect(told(driftOf({ resources, zone: other as ZoneRecord[] }))).toEqual([
    "changed SRV _sip._tcp.example.com caution record-changed",
    "changed CAA example.com caution caa-excludes-acm record-changed",
    "changed AAAA six.example.com caution record-changed",
    "changed A web.example.com caution record-unproxied ttl-changed",
  ]);
});

test.each<[string, ZoneRecord, string[]]>([
  [
    "a second SPF record",
    live('TXT mail.example.com "v=spf1 -all"', { id: "x" }),
    ["extra TXT mail.example.com danger spf-ses-missing spf-twice"],
  ],
  [
    "a second DMARC record",
    live('TXT _dmarc.example.com "v=DMARC1; p=reject"', { id: "x" }),
    ["extra TXT _dmarc.example.com danger dmarc-created dmarc-rejects dmarc-twice"],
  ],
  [
    "another MX at the MAIL FROM domain",
    live("MX mail.example.com 20 mx.example.net", { id: "x" }),
    ["extra MX mail.example.com danger mail-from-mx-second mail-from-mx-wrong"],
  ],
  [
    "a delegation of the names of the keys",
    live("NS _domainkey.example.com ns.example.net"),
    ["extra NS _domainkey.example.com danger dkim-wrong mail-delegated"],
  ],
  ["an MX of the domain's mailboxes", live("MX example.com 10 mx.example.net"), []],
  ["an SPF record of the domain's mailboxes", live('TXT example.com "v=spf1 -all"'), []],
  ["a text for somebody else beside ours", live('TXT mail.example.com "google-site-verification=x"', { id: "x" }), []],
  ["the zone's own NS", live("NS example.com ns.example.net"), []],
  ["a delegation of another name", live("NS shop.example.com ns.example.net"), []],
  ["a name of somebody else's", live("CNAME shop.example.com shop.example.net"), []],
])("of what nobody applied: %s", (_, record, lines) => {
  expect(told(driftOf({ zone: beside(record) }))).toEqual(lines);
});

test("a CNAME that replaced a deleted record is reported with it", () => {
  const zone = [...but(/_dmarc/, null), live("CNAME _dmarc.example.com _dmarc.example.net")];
  expect(told(driftOf({ zone }))).toEqual([
    "gone TXT _dmarc.example.com danger dmarc-removed",
    expect.stringMatching(/^extra CNAME _dmarc\.example\.com (danger|caution) /),
  ]);
});

test("a record that was made again is paired with the one that is gone, and with no other", () => {
  const [again, stranger] = ['"v=DMARC1; p=none;"', '"v=DMARC1; p=reject"'].map((content, index) =>
    live(`TXT _dmarc.example.com ${content}`, { id: `new-${index}` }),
  ) as [ZoneRecord, ZoneRecord];
  const zone = [...but(/_dmarc/, null), stranger, again];
  expect(told(driftOf({ zone }))).toEqual([
    expect.stringMatching(/^remade TXT _dmarc/),
    expect.stringMatching(/^extra TXT _dmarc\.example\.com danger/),
  ]);
});

test("what could not be read is unknown once, and no drift; what could be read is compared all the same", () => {
  const denied = 'zone "example.com" was refused with 403: make another token';
  const drift = driftOf({ zone: denied });
  expect(drift).toMatchObject({ state: "unknown", verdict: "none", compared: { records: 0, identities: 1, zones: 0 } });
  expect(told(drift)).toEqual([denied]);
  const throttled = driftOf({ identity: "SES is throttled", zone: but(/_dmarc/, null) });
  expect(throttled.state).toBe("drift");
  expect(told(throttled)).toEqual(["gone TXT _dmarc.example.com danger dmarc-removed", "SES is throttled"]);
});

test("a value that the state marks as sensitive is compared, and shown neither before nor after", () => {
  const [first, ...others] = RESOURCES.filter(({ name }) => name.endsWith("dmarc"));
  const instances = first?.instances.map((one) => ({
    ...one,
    sensitive_attributes: [[{ type: "get_attr", value: "content" }]],
  }));
  expect(others).toEqual([]);
  const resources = [{ ...(first as (typeof RESOURCES)[number]), instances: instances ?? [] }];
  expect(told(driftOf({ resources }))).toEqual([]);
  const changed = driftOf({ resources, zone: but(/_dmarc/, { content: '"v=DMARC1; p=reject"' }) });
  expect(changed.state).toBe("drift");
  expect(JSON.stringify(changed)).not.toMatch(/p=none|p=reject/);
});

test("two looks at the same differences have the same digest, and at others another one", () => {
  const once = driftOf({ zone: but(/_dmarc/, null) }).digest;
  expect(driftOf({ zone: but(/_dmarc/, null) }).digest).toBe(once);
  expect(driftOf({ zone: but(/aaa/, null) }).digest).not.toBe(once);
  expect(driftOf({ zone: but(/_dmarc/, { content: '"v=DMARC1; p=reject"' }) }).digest).not.toBe(once);
});

test("a key of one's own is read without its private part", () => {
  const block = { tokens: ["mine"], domain_signing_selector: "mine", domain_signing_private_key: "not-a-real-key" };
  const resources = [identityJson({ dkim_signing_attributes: [block] }), mailFromJson(), ...RECORDS];
  const drift = driftOf({ resources });
  expect(drift.state).toBe("drift");
  expect(JSON.stringify(drift)).not.toContain("not-a-real-key");
});

test("a record of a zone that another id names is of that zone alone", () => {
  const other = ZONE_ID.replaceAll("0", "f");
  const resources = [recordJson("elsewhere", live("MX mail.example.com 10 mx.example.net", { zoneId: other }))];
  expect(told(driftOf({ resources }))).toEqual([]);
  expect(driftOf({ resources }).compared.records).toBe(0);
});

test("a test address that is gone or changed is not taken for its domain", () => {
  const name = "example_com__test-address-youX40example_net";
  const address = { ...identityJson({ id: "you@example.net", email_identity: "you@example.net" }), name };
  const seen = (found: Seen["identity"]) => told(driftOf({ resources: [address, ...RECORDS], identity: found }));
  expect(seen(null)).toEqual(["gone aws_sesv2_email_identity safe test-address-removed"]);
  // SES shows the keys of its domain for an address.
  expect(seen(identity({ dkim: { ...identity().dkim, tokens: ["ddd", "eee", "fff"] } }))).toEqual([]);
  expect(seen(identity({ tags: { team: "mail" } }))).toEqual(["changed aws_sesv2_email_identity safe identity-tagged"]);
});
