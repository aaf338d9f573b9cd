// The forms of providers' exports, after published samples: the form is theirs, the records are made up. All but one hold the
// records of SES; a test of its own makes a first domains.yaml of them, which changes nothing.
import fs from "node:fs";
import path from "node:path";
import { answers, asBindReads, BIND, FIXTURES, fixture, testWithBind } from "./answers";
import { firstFile, TOKENS } from "./first-file";

interface Published {
  readonly source: string;
  /** What stands in the file beside the records of SES, name servers left out: name, type and meaning. */
  readonly more: readonly string[];
  /** Why BIND does not read the file as it stands. @default - it does, and the same */
  readonly unlikeBind?: string;
}

const SPF = "example.com TXT v=spf1 include:_spf.google.com ~all";
const A = "example.com A 192.0.2.1";
const WILD = "*.example.com A 192.0.2.1";

const PUBLISHED: Readonly<Record<string, Published>> = {
  azure: {
    source: "az network dns zone export, January 2018: Azure/azure-cli, network/tests/latest/zone_files/zone7.txt",
    more: [
      String.raw`example.com TXT ${"\udfff"}"a\\b\255\000;\"\"\"text\"\"\""`,
      SPF,
      "cn1.example.com CNAME www.example.net",
      "txt1.example.com TXT ab cd",
    ],
  },
  cli53: {
    source: "cli53 export --full of Route 53, 2015: barnybug/cli53, internal/features/export.feature",
    more: ["example.com ALIAS A d111111abcdef8.cloudfront.net. Z2FDTNDATAQYW2 false"],
    unlikeBind: "AWS is no class",
  },
  "cloudflare-2018": {
    source: "Cloudflare's export of 2016 to 2018: junemedia/zone-files",
    more: [WILD, A, SPF],
    unlikeBind: "the SOA is the root's",
  },
  cloudflare: {
    source: "Cloudflare's export of today: developers.cloudflare.com, DNS, import and export records (2026)",
    more: [WILD, A, SPF],
    unlikeBind: "the SOA is that of example.com.example.com",
  },
  cpanel: {
    source: "Cpanel::ZoneFile 1.3, zones of 2010 and 2016 in public repositories; its unquoted texts are: form assumed",
    more: [
      A,
      "example.com MX 0 example.com",
      SPF,
      "localhost.example.com A 127.0.0.1",
      "www.example.com CNAME example.com",
    ],
  },
  digitalocean: {
    source: "zone_file of DigitalOcean's API: docs.digitalocean.com, domains_get (2018)",
    more: [A, SPF],
  },
  gandi: {
    source: "gandi dns list --text: Gandi/gandi.cli, tests (2018)",
    more: [
      "_imaps._tcp.example.com SRV 0 1 993 mail.gandi.net",
      A,
      "example.com MX 10 spool.mail.gandi.net",
      "example.com TXT v=spf1 include:_mailcust.gandi.net ?all",
      "www.example.com CNAME webredir.vip.gandi.net",
    ],
    unlikeBind: "it has no NS, without which BIND loads nothing",
  },
  "godaddy-2014": {
    source: "GoDaddy's export (Unix) of April 2014, in a post on moving to Route 53",
    more: [
      A,
      "example.com MX 1 aspmx.l.google.com.example.com",
      "example.com TXT google-site-verification=not-a-real-token",
      "www.example.com CNAME example.com",
    ],
    unlikeBind: "it has no NS, without which BIND loads nothing",
  },
  godaddy: {
    source: "GoDaddy's export of 2018 to 2021: docs.oracle.com, Oracle Cloud Infrastructure, migrating a zone; posts",
    more: [
      WILD,
      "_sip._tls.example.com SRV 100 1 443 sip.example.net",
      A,
      SPF,
      "sel._domainkey.example.com TXT v=DKIM1; k=rsa; p=AAAABBBB",
      "www.example.com CNAME example.com",
    ],
    unlikeBind: "BIND takes the @ of _sip._tls.@ for a letter",
  },
  google: { source: "gcloud's export in zone file format, a public repository's (2019)", more: [A, SPF] },
  hetzner: {
    source: "Hetzner DNS console's export of January 2026, in the tests of an external-dns webhook",
    more: [A, `example.com CAA 128 issue "amazon.com"`],
  },
  oracle: {
    source: "docs.oracle.com/iaas/Content/DNS/Reference/formattingzonefile.htm (2016)",
    more: [A],
  },
  ovh: {
    source: "OVHcloud's zone in text mode: help.ovhcloud.com (July 2023), zones of 2018 to 2024 in public repositories",
    more: [WILD, A, "example.com MX 10 example.com", SPF],
  },
  "windows-dns": {
    source: "dnscmd /ZoneExport: Azure/azure-cli issue 2920 (April 2017); zones in public repositories",
    more: ["dns01.example.com A 192.0.2.53", A, "example.com A 192.0.2.2", SPF],
    unlikeBind: "[AGE:…] is no type",
  },
};

const SES = [
  "_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:d@example.com;",
  ...TOKENS.map((token) => `${token}._domainkey.example.com CNAME ${token}.dkim.amazonses.com`),
  "mail.example.com MX 10 feedback-smtp.eu-west-1.amazonses.com",
  "mail.example.com TXT v=spf1 include:amazonses.com ~all",
];
const WITHOUT_SES = "godaddy-2014";
const NAMES = Object.keys(PUBLISHED);

/** `mail.example.com MX …`: ttls differ from file to file. */
function meanings(name: string): string[] {
  return answers(fixture(`published/${name}.zone`))
    .map((answer) => answer.replace(/ \d+ /, " "))
    .filter((answer) => !/^\S+ NS /.test(answer))
    .sort();
}

test("each file has its source", () => {
  const files = fs.readdirSync(path.join(FIXTURES, "published")).map((file) => file.replace(/\.zone$/, ""));
  expect(files.sort()).toEqual([...NAMES].sort());
});

test.each(NAMES)("%s.zone says what its provider publishes", (name) => {
  const expected = [...(name === WITHOUT_SES ? [] : SES), ...(PUBLISHED[name]?.more ?? [])];
  expect(meanings(name)).toEqual(expected.sort());
});

testWithBind.each(NAMES)(`%s.zone is read as by ${BIND}, or it is known why not`, (name) => {
  const bytes = fixture(`published/${name}.zone`);
  const read = asBindReads(bytes);
  const isSame = read !== undefined && JSON.stringify(answers(read)) === JSON.stringify(answers(bytes));
  expect(isSame).toBe(PUBLISHED[name]?.unlikeBind === undefined);
});

test.each(NAMES.filter((name) => name !== WITHOUT_SES))(
  "the first domains.yaml made of %s.zone takes the records of SES over as they are",
  (name) => {
    const { domains, errors, changes, notes } = firstFile(fixture(`published/${name}.zone`));
    expect(domains).toMatchObject([{ domain: "example.com", mailFrom: { domain: "mail.example.com" } }]);
    expect({ errors, changes }).toEqual({ errors: [], changes: [] });
    expect(notes.filter((note) => note.includes("the first plan changes"))).toEqual([]);
  },
);
