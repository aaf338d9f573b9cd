// A zone with a website and somebody else's mail, and no SES yet: its first domains.yaml.

import type { AdoptInitOptions } from "../../../lib/adopt/init/entry-sources";
import { initConfiguration } from "../../../lib/adopt/init/init";
import { parseConfiguration } from "../../../lib/config/configuration";
import { live, ZONE, ZONE_ID } from "../zones";

const GOOGLE = [
  live("A example.com 192.0.2.1", { proxied: true }),
  live("CNAME www.example.com d111111abcdef8.cloudfront.net"),
  live("MX example.com 1 aspmx.l.google.com"),
  live("TXT example.com google-site-verification=abc"),
];
const init = (options: Partial<AdoptInitOptions>) =>
  initConfiguration({
    zone: { name: ZONE, id: ZONE_ID },
    live: GOOGLE,
    identities: [],
    region: "eu-west-1",
    ...options,
  });
const MADE = "the first plan makes the identity, its three DKIM records";

/** The entry that the file makes, and its errors. */
function entryOf(yaml: string | undefined) {
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: yaml ?? "" }]);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const [{ domain, region, mailFrom, dmarc, web } = {}] = domains;
  return { domain, region, mailFrom: mailFrom?.domain, dmarc, web: web?.map(({ name }) => name) };
}

test("gets its file", () => {
  const { yaml, notes } = init({});
  expect(entryOf(yaml)).toMatchObject({
    domain: "example.com",
    region: "eu-west-1",
    mailFrom: "mail.example.com",
    web: ["www.example.com"],
    dmarc: "v=DMARC1; p=none;",
  });
  expect(notes).toEqual([
    `"example.com" is new to SES in eu-west-1: ${MADE}, the MX and SPF of "mail.example.com" and a DMARC record with p=none`,
  ]);
});

test("a missing region is asked for", () => {
  expect(init({ region: undefined } as Partial<AdoptInitOptions>).notes).toEqual([
    '"example.com" is not in SES yet: name the region where it is to be with --region',
  ]);
});

test("a message says that SES could not be asked", () => {
  const { notes } = initConfiguration({ zone: { name: ZONE, id: null }, live: GOOGLE, region: "eu-west-1" });
  expect(notes[0]).toContain("is new to SES in eu-west-1, unless SES has it already, which could not be asked: ");
});

test.each([
  ["a webmail at mail", [live("A mail.example.com 192.0.2.2")], "bounce"],
  ["a wildcard, which mail answers by", [live("CNAME *.example.com example.com")], "bounce"],
  [
    "something at both",
    [live("A mail.example.com 192.0.2.2"), live("CNAME bounce.example.com x.example.net")],
    "bounces",
  ],
  ["a delegation of mail", [live("NS mail.example.com ns.example.net")], "bounce"],
])("with %s MAIL FROM gets another name", (_what, more, label) => {
  const { yaml, notes } = init({ live: [...GOOGLE, ...more] });
  expect(entryOf(yaml).mailFrom).toBe(`${label}.example.com`);
  expect(notes).toContain(`"mail.example.com" has records already, so mailFrom is "${label}"`);
});

test("if every name that is tried for mailFrom has a record, mailFrom is false, and a note says so", () => {
  const names = ["mail", "bounce", "bounces", "ses", "ses-bounce", "aws-mail"];
  const { yaml, notes } = init({ live: [...GOOGLE, ...names.map((name) => live(`A ${name}.example.com 192.0.2.2`))] });
  expect(entryOf(yaml).mailFrom).toBeUndefined();
  expect(notes[0]).toMatch(/so mailFrom is false: write one at which nothing stands$/);
});

test("an existing policy is kept", () => {
  const { yaml } = init({ live: [...GOOGLE, live('TXT _dmarc.example.com "v=DMARC1; p=reject;"')] });
  expect(entryOf(yaml).dmarc).toBe("v=DMARC1; p=reject;");
});

test("a subdomain keeps the policy that holds from above", () => {
  const policy = live('TXT _dmarc.example.com "v=DMARC1; p=reject;"');
  const { yaml, notes } = init({ named: "shop.example.com", live: [...GOOGLE, policy] });
  expect(entryOf(yaml)).toMatchObject({ domain: "shop.example.com", mailFrom: "mail.shop.example.com" });
  expect(yaml).toContain("dmarc: false");
  expect(notes).toContain(
    '"shop.example.com" has no DMARC record, and that of "example.com" applies to it: dmarc is false, since p=none here would weaken it',
  );
});

test("an almost SPF record is mentioned and left alone", () => {
  const { notes } = init({ live: [...GOOGLE, live('TXT example.com "v=spf1include:_spf.google.com ~all"')] });
  expect(notes).toContain(
    'TXT "v=spf1include:_spf.google.com ~all" at "example.com" is almost an SPF record, but receivers ignore it, because it has no blank behind "v=spf1": left alone',
  );
});

test("a target without its last dot is reported", () => {
  const { notes } = init({ live: [...GOOGLE, live("MX shop.example.com 10 mx.example.net.example.com")] });
  expect(notes).toContain(
    'MX "shop.example.com" points to "mx.example.net.example.com", which does not exist: the zone\'s name was added to a target without a trailing dot; correct it to "mx.example.net"',
  );
});

test("DKIM records of an identity that is not found make no newcomer", () => {
  const { yaml, notes } = init({ live: [...GOOGLE, live("CNAME old._domainkey.example.com old.dkim.amazonses.com")] });
  expect(yaml).toBeUndefined();
  expect(notes[0]).toMatch(/^"example\.com" has DKIM records of an identity that SES was not found to have \(old\)/);
});

test.each([
  ["of Cloudflare's stays where it is", ZONE_ID, false],
  ["of a zone file, which is to move, is owned", null, true],
])("a foreign SPF record %s", (_what, id, isOwned) => {
  const spf = live('TXT example.com "v=spf1 include:_spf.google.com ~all"');
  const records = [...GOOGLE, spf].map((record) => ({ ...record, id: id === null ? null : record.id }));
  const { yaml } = init({ live: records });
  const { domains } = parseConfiguration([{ file: "domains.yaml", text: yaml ?? "" }]);
  expect(domains[0]?.spf).toBe(isOwned ? "v=spf1 include:_spf.google.com ~all" : undefined);
  expect(yaml).toContain("_spf.google.com");
});
