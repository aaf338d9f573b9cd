// Each setting of an entry says something: a new one that no Domain takes from the file would be ignored silently.
import { parseConfiguration } from "../../lib/config/configuration";
import type { DomainEntry, DomainSettings } from "../../lib/config/schema/domains-file";

/** A value of each setting that is not its default, and what it needs beside it. The compiler reports a setting that is missing. */
const SAMPLES: Readonly<Record<Exclude<keyof DomainSettings | keyof DomainEntry, "domain">, string>> = {
  name: "name: shop",
  state: "state: released",
  stack: "stack: eu",
  aws: "aws: {tags: {team: mail}}",
  identity: "identity: existing",
  mail: "mail: none",
  dkim: "dkim: {keyLength: 1024}",
  configurationSet: "configurationSet: news",
  senders: "senders: {shop: 'arn:aws:iam::111122223333:role/shop'}",
  testAddresses: "testAddresses: a@example.net",
  mailFrom: "mailFrom: {domain: bounce}",
  dmarc: "dmarc: reject",
  spf: "spf: {include: _spf.example.net, all: -all}",
  tlsRpt: "tlsRpt: tls@example.com",
  mtaSts: "mtaSts: {mode: testing, mx: mx.example.net}",
  bimi: "bimi: https://example.com/logo.svg",
  reportConsent: "reportConsent: true",
  web: "web: {www: d2.cloudfront.net}",
  certificate: "web: {www: d2.cloudfront.net}, certificate: true",
  records: "records: {proof: {type: TXT, name: '@', content: proof}}",
  overrides: "overrides: {dmarc: {ttl: 120}}",
  ttl: "ttl: 300",
  comment: "comment: ours",
  protect: "protect: false",
  ignore: "ignore: {dmarc-no-reports: we read none}",
};

/** What is made of the entry example.com, which has the settings. The other entry is for the consent to its reports. */
function made(settings: string) {
  const text = `defaults: {aws: {region: us-east-1}}
domains:
  - {domain: example.com, ${settings}}
  - {domain: example.org, dmarc: {policy: none, rua: d@example.com}}
`;
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text }]);
  expect([settings, findings.filter(({ rule }) => rule === "schema" || rule === "yaml")]).toEqual([settings, []]);
  return domains[0];
}

test("every setting of an entry changes what is made of it", () => {
  const plain = made("");
  const withWeb = made("web: {www: d2.cloudfront.net}");
  expect(plain).toBeDefined();
  for (const [setting, sample] of Object.entries(SAMPLES))
    expect([setting, made(sample)]).not.toEqual([setting, setting === "certificate" ? withWeb : plain]);
});
