// Forms that people write and that domains.yaml does not take: each has one answer, at the place of the mistake, that says what to write.

/** What stands before the field of a domain in FIELDS. */
export const BEFORE = `zones:
  example.com: 0123456789abcdef0123456789abcdef
`;
export const ENTRY = `${BEFORE}domains:
  - domain: example.com
    aws: { region: us-east-1 }
`;

export type Case = readonly [written: string, answer: string];

/** Fields of a domain: what is written, and the place and text of the one error. */
export const FIELDS: readonly Case[] = [
  ["dmarc: Reject", '6:12 "dmarc" of "example.com" is "Reject": write reject'],
  ['dmarc: "p=none"', '6:12 "dmarc" of "example.com" is "p=none": write none'],
  [
    "dmarc: true",
    '6:12 "dmarc" of "example.com" is true: write none, quarantine or reject, or a map such as {policy: none, rua: dmarc@example.com}',
  ],
  [
    "dmarc: { p: reject }",
    '6:12 "dmarc" of "example.com" has tags of a record, p: write policy for p, or write the record itself, dmarc: "v=DMARC1; p=…"',
  ],
  [
    "dmarc: { v: DMARC1, p: reject, rua: mailto:d@example.com, sp: none, pct: 50 }",
    '6:12 "dmarc" of "example.com" has tags of a record, v, p, sp, pct: write policy for p, subdomainPolicy for sp and leave v, pct out, or write the record itself, dmarc: "v=DMARC1; p=…"',
  ],
  [
    "dmarc: dmarc@example.com",
    '6:12 "dmarc" of "example.com" is the address "dmarc@example.com": write {policy: none, rua: dmarc@example.com}',
  ],
  [
    "dmarc: off",
    '6:12 "dmarc" of "example.com" is "off": write none for a record that only reports, or false where somebody else manages it',
  ],
  [
    "dmarc:",
    '6:11 "dmarc" of "example.com" is empty: write none, quarantine or reject, or a map such as {policy: none, rua: dmarc@example.com}',
  ],
  [
    'dmarc: { policy: none, rua: "mailto:a@example.com, mailto:b@example.com" }',
    '6:33 "dmarc.rua" of "example.com" is 2 addresses in one text: write a list, [mailto:a@example.com, mailto:b@example.com]',
  ],
  [
    "dmarc: { policy: none, pct: 50 }",
    '6:12 "dmarc" of "example.com" has tags of a record, pct: leave pct out, or write the record itself, dmarc: "v=DMARC1; p=…"',
  ],
  [
    "dmarc: { policy: none, adkim: s }",
    '6:12 "dmarc" of "example.com" has tags of a record, adkim: write alignment: {dkim: …} for adkim, or write the record itself, dmarc: "v=DMARC1; p=…"',
  ],
  [
    "spf: true",
    '6:10 "spf" of "example.com" is true: write a map such as {include: _spf.example.net}, or the record\'s text, beginning with v=spf1; or leave it out, SES needs no SPF record at the domain itself',
  ],
  [
    "spf: [include:_spf.google.com, ~all]",
    '6:10 "spf" of "example.com" is a list: write "v=spf1 include:_spf.google.com ~all"',
  ],
  [
    "spf: include:_spf.google.com",
    '6:10 "spf" of "example.com" is "include:_spf.google.com": write "v=spf1 include:_spf.google.com"',
  ],
  [
    "spf: { include: [include:_spf.google.com] }",
    '6:22 "spf.include[0]" of "example.com" is "include:_spf.google.com", and "include" says that already: write _spf.google.com',
  ],
  ["spf: -all", '6:10 "spf" of "example.com" is "-all": write "v=spf1 -all"'],
  ["spf: { all: hardfail }", '6:17 "spf.all" of "example.com" is "hardfail": write -all'],
  ["spf: _spf.google.com", '6:10 "spf" of "example.com" is "_spf.google.com": write {include: _spf.google.com}'],
  [
    "records:\n  - { type: TXT, name: '@', content: google-site-verification=abc }\n  - type: MX\n    name: '@'\n    content: mx.example.net\n    priority: 10",
    '7:7 "records" of "example.com" is a list: write a map in which each record has a key of yours, such as {txt-apex: {type: TXT, name: "@", content: google-site-verification=abc}}; the key becomes part of the record\'s Terraform address',
  ],
  ["records: []", '6:14 "records" of "example.com" is an empty list: leave it out'],
  [
    "records: [{ type: A, name: www, content: 192.0.2.1 }]",
    '6:14 "records" of "example.com" is a list: write a map in which each record has a key of yours, such as {a-www: {type: A, name: www, content: "192.0.2.1"}}; the key becomes part of the record\'s Terraform address',
  ],
  [
    "records: { type: A, name: www, content: 192.0.2.1 }",
    '6:14 "records" of "example.com" is one record without a key: write {a-www: {type: A, name: www, content: "192.0.2.1"}}; the key becomes part of the record\'s Terraform address',
  ],
  [
    "records: { a: { type: A, name: www, value: 192.0.2.1 } }",
    '6:19 "records.a" of "example.com" has fields of other names: write content for value',
  ],
  [
    "records: { a: { type: A, host: www, content: 192.0.2.1 } }",
    '6:19 "records.a" of "example.com" has fields of other names: write name for host',
  ],
  [
    "records: { a: 'www A 192.0.2.1' }",
    '6:19 "records.a" of "example.com" is "www A 192.0.2.1": write a map such as {type: A, name: www, content: 192.0.2.1}',
  ],
  [
    "records: { www.example.com: { type: A, content: 192.0.2.1 } }",
    '6:16 key "www.example.com" in "records" of "example.com": expected a key of lower-case letters, digits, hyphens and underscores, such as www-example-com',
  ],
  [
    "records: true",
    '6:14 "records" of "example.com" is no map: write each record with a key of yours, such as {txt-apex: {type: TXT, name: "@", content: …}}',
  ],
  [
    "records: { a: { type: MX, name: '@', content: mx.example.net, priority: '10' } }",
    '6:77 "records.a.priority" of "example.com" is "10", which is a text: write 10, without quotes',
  ],
  [
    "records: { a: { type: MX, name: '@', content: 10 mx.example.net } }",
    '6:51 record "a" of "example.com" has its priority in the content: write priority: 10 and content: mx.example.net',
  ],
  [
    "records: { a: { type: A, name: www, content: [192.0.2.1, 192.0.2.2] } }",
    '6:50 "records.a.content" of "example.com" is a list: write one record for each value, each with a key of its own',
  ],
  [
    "records: { a: { type: A, name: *, content: 192.0.2.1 } }",
    "6:36 an anchor or alias has no name, or a name that ends in a colon: put quotes around a text that begins with * or &, or a space before the colon",
  ],
  [
    "records: { a: { type: A, name: @, content: 192.0.2.1 } }",
    "6:36 a text cannot begin with this character: put quotes around it",
  ],
  [
    "records: { TXT: { '@': 'abc' } }",
    '6:14 "records" of "example.com" has the type TXT as a key: write a key of yours, and the type in it, such as {txt-apex: {type: TXT, name: "@", content: …}}',
  ],
  [
    "records: { googleVerify: { type: TXT, name: '@', content: abc } }",
    '6:16 key "googleVerify" in "records" of "example.com": expected a key of lower-case letters, digits, hyphens and underscores, such as google-verify',
  ],
  [
    "records: { a: { type: A, name: www, content: 192.0.2.1, ttl: 5m } }",
    '6:66 "records.a.ttl" of "example.com" is "5m": write the seconds, without quotes: 300',
  ],
  [
    "records: { a: { type: A, name: www, content: 192.0.2.1, proxied: 'true' } }",
    '6:70 "records.a.proxied" of "example.com" is "true": write true',
  ],
  ["www: E2QWRUHAPOMQZL", '6:5 unknown key "www" in "example.com": write web: {www: E2QWRUHAPOMQZL}'],
  [
    "www: d111111abcdef8.cloudfront.net",
    '6:5 unknown key "www" in "example.com": write web: {www: d111111abcdef8.cloudfront.net}',
  ],
  [
    "web.www: d111111abcdef8.cloudfront.net",
    '6:5 unknown key "web.www" in "example.com": write web: {www: d111111abcdef8.cloudfront.net}',
  ],
  [
    "web:\n  www: example.org",
    '7:12 "web.www" of "example.com" is "example.org", which is no CloudFront distribution: take it out of web and write records: {www: {type: CNAME, name: www, content: example.org}}',
  ],
  [
    "web: d111111abcdef8.cloudfront.net",
    '6:10 "web" of "example.com" is "d111111abcdef8.cloudfront.net" without a name: write {www: d111111abcdef8.cloudfront.net}, or "@" for the domain itself',
  ],
  [
    "web: E2QWRUHAPOMQZL",
    '6:10 "web" of "example.com" is "E2QWRUHAPOMQZL" without a name: write {www: E2QWRUHAPOMQZL}, or "@" for the domain itself',
  ],
  [
    "web: true",
    '6:10 "web" of "example.com" is no map: write {www: d111111abcdef8.cloudfront.net}, with your distribution\'s domain name or id',
  ],
  [
    "web: www",
    '6:10 "web" of "example.com" is no map: write {www: d111111abcdef8.cloudfront.net}, with your distribution\'s domain name or id',
  ],
  ["web: [www]", '6:10 "web" of "example.com" is a list: write a map, {www: d111111abcdef8.cloudfront.net}'],
  [
    "web:\n  - www: d111111abcdef8.cloudfront.net",
    '7:7 "web" of "example.com" is a list: write a map, {www: d111111abcdef8.cloudfront.net}',
  ],
  [
    "web: { www: 'https://d111111abcdef8.cloudfront.net/' }",
    '6:17 "web.www" of "example.com" is "https://d111111abcdef8.cloudfront.net/": write d111111abcdef8.cloudfront.net alone',
  ],
  [
    "web: { www: 192.0.2.1 }",
    '6:17 "web.www" of "example.com" is "192.0.2.1", which is no CloudFront distribution: take it out of web and write records: {www: {type: A, name: www, content: "192.0.2.1"}}',
  ],
  ["web: { @: d111111abcdef8.cloudfront.net }", "6:12 a text cannot begin with this character: put quotes around it"],
  [
    "web: { www: 'arn:aws:cloudfront::111122223333:distribution/E2QWRUHAPOMQZL' }",
    '6:17 "web.www" of "example.com" is an ARN: write the id alone, E2QWRUHAPOMQZL',
  ],
  [
    "web: { www: mybucket.s3-website-us-east-1.amazonaws.com }",
    '6:17 "web.www" of "example.com" is "mybucket.s3-website-us-east-1.amazonaws.com", which is no CloudFront distribution: take it out of web and write records: {www: {type: CNAME, name: www, content: mybucket.s3-website-us-east-1.amazonaws.com}}',
  ],
  [
    "web: { www: }",
    '6:17 "web.www" of "example.com" is empty: write your distribution\'s domain name, xxxx.cloudfront.net, or its id',
  ],
  [
    "web: { name: www, target: d111111abcdef8.cloudfront.net }",
    '6:10 "web" of "example.com" has target and no name: write {www: {target: …}}, with the website\'s name, or "@" for the domain itself',
  ],
  [
    "cname: d111111abcdef8.cloudfront.net",
    '6:5 unknown key "cname" in "example.com": write web: {www: d111111abcdef8.cloudfront.net}',
  ],
  [
    "cloudfront: d111111abcdef8.cloudfront.net",
    '6:5 unknown key "cloudfront" in "example.com": write web: {www: d111111abcdef8.cloudfront.net}',
  ],
  ["dkim: false", '6:11 "dkim" of "example.com" is false: leave it out, SES signs all mail'],
  ["dkim: 2048", '6:11 "dkim" of "example.com" is 2048: write {keyLength: 2048}'],
  [
    "dkim: { keyLength: '2048' }",
    '6:24 "dkim.keyLength" of "example.com" is "2048", which is a text: write 2048, without quotes',
  ],
  [
    "dkim: { selector: mine, keyLength: 2048 }",
    '6:11 "dkim" of "example.com" has selector, which a key of your own would need: leave it out, SES makes the keys; Terraform would keep a DKIM key of your own in its plans and state in clear text (docs/dkim-keys.md)',
  ],
  [
    "dkim: BYODKIM",
    '6:11 "dkim" of "example.com" has BYODKIM, which a key of your own would need: leave it out, SES makes the keys; Terraform would keep a DKIM key of your own in its plans and state in clear text (docs/dkim-keys.md)',
  ],
  [
    "dkim: { privateKey: not-a-real-key }",
    '6:13 "privateKey" looks like a secret, and this file is read by many: leave it out, SES makes the keys; Terraform would keep a DKIM key of your own in its plans and state in clear text (docs/dkim-keys.md)',
  ],
  ["dkim: RSA_2048_BIT", '6:11 "dkim" of "example.com" is "RSA_2048_BIT": write {keyLength: 2048}'],
  [
    "mailFrom: noreply@example.org",
    '6:15 "mailFrom" of "example.com" is the address "noreply@example.org", and MAIL FROM is a name: write a label such as mail, for a name below the domain; who may be in From needs no setting',
  ],
  [
    "mailFrom: noreply@example.com",
    '6:15 "mailFrom" of "example.com" is the address "noreply@example.com", and MAIL FROM is a name: write a label such as mail, for a name below the domain; who may be in From needs no setting',
  ],
  [
    "mailFrom: example.com",
    '6:5 mailFrom "example.com" is not a subdomain of "example.com": use a name such as "mail.example.com"',
  ],
  [
    "mailFrom: '@'",
    '6:15 "mailFrom" of "example.com" is "@", which is no name: write a label such as mail, for a name below the domain',
  ],
  [
    "mailFrom: mail.example.org",
    '6:5 mailFrom "mail.example.org" is not a subdomain of "example.com": use a name such as "mail.example.com"',
  ],
  [
    "mailFrom: [mail]",
    '6:15 "mailFrom" of "example.com" is a list: write a label such as mail, for a name below the domain, or false for none',
  ],
  [
    "mailFrom:",
    '6:14 "mailFrom" of "example.com" is empty: write a label such as mail, for a name below the domain, or false for none',
  ],
  [
    "mailFrom: 1",
    '6:15 "mailFrom" of "example.com" is 1: write a label such as mail, for a name below the domain, or false for none',
  ],
  [
    "mailFrom: https://example.com",
    '6:15 "mailFrom" of "example.com" is "https://example.com", which is no name: write a label such as mail, for a name below the domain',
  ],
  [
    "mailFrom: '*'",
    '6:15 "mailFrom" of "example.com" is "*", which is no name: write a label such as mail, for a name below the domain',
  ],
  [
    "from: noreply@example.com",
    '6:5 unknown key "from" in "example.com": leave it out, who may be in From needs no setting; the domain for bounces is mailFrom: mail',
  ],
  [
    "zones: { example.com: 0123456789abcdef0123456789abcdef }",
    '6:5 unknown key "zones" in "example.com": write it at the top of the file, beside "domains"',
  ],
  ["mailFrom：mail", '6:13 "：" is no colon: write ":" and a blank after the key'],
  [
    "　mailFrom: mail",
    '6:5 unknown key "　mailFrom" in "example.com": in it U+3000 is another character than it seems: write mailFrom',
  ],
  ["mailFrom: mail", "6:14 U+00A0 stands after the colon and is no blank: use the space bar"],
  [
    "mail​From: mail",
    '6:5 unknown key "mail\\u200bFrom" in "example.com": in it U+200B is another character than it seems: write mailFrom',
  ],
  [
    "“mailFrom”: mail",
    '6:5 unknown key "“mailFrom”" in "example.com": in it “ ” are no quotes of YAML: write mailFrom',
  ],
  [
    "mailFrom: “mail”",
    '6:15 mailFrom "“mail”" of "example.com" has “ ” in it, which are no quotes here: leave them out',
  ],
  [
    "mailFrom: ‘mail’",
    '6:15 mailFrom "‘mail’" of "example.com" has ‘ ’ in it, which are no quotes here: leave them out',
  ],
  ["ttl: 5m", '6:10 "ttl" of "example.com" is "5m": write the seconds, without quotes: 300'],
  ["ttl: '300'", '6:10 "ttl" of "example.com" is "300": write the seconds, without quotes: 300'],
  ["ttl: 1h", '6:10 "ttl" of "example.com" is "1h": write the seconds, without quotes: 3600'],
  ["ttl: Auto", '6:10 "ttl" of "example.com" is "Auto": write auto'],
  ["protect: 'true'", '6:14 "protect" of "example.com" is "true": write true'],
  ["protect: yes", '6:14 "protect" of "example.com" is "yes": write true'],
  [
    "ignore: [dmarc-no-reports]",
    '6:13 "ignore" of "example.com" is no map: write the rule and the reason, {dmarc-no-reports: we read none}',
  ],
  [
    "ignore: dmarc-no-reports",
    '6:13 "ignore" of "example.com" is no map: write the rule and the reason, {dmarc-no-reports: we read none}',
  ],
  [
    "mx: mail.example.com",
    '6:5 unknown key "mx" in "example.com": write records: {mx-apex: {type: MX, name: "@", content: mail.example.com, priority: 10}}',
  ],
  [
    "txt: abc",
    '6:5 unknown key "txt" in "example.com": write records: {txt-apex: {type: TXT, name: "@", content: abc}}',
  ],
];
