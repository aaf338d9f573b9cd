import { ARTICLE, domainNamed } from "../../helpers/domains";
import { type Cases, caa, mx, QUIET, txt, web, withRecords } from "./cases";

const LONG = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(32)}`;
const mailFrom = (domain: string) => ({ domain, onMxFailure: "reject", spf: "~all" }) as const;
const elsewhere = { ...QUIET, entry: "second", region: "eu-west-1", dmarc: undefined, web: [] };

export const RECORD_CASES: Cases = {
  "region-known": [
    [
      [{ ...ARTICLE, region: "eu-wset-1" }],
      '"example.com" is in "eu-wset-1", where SES is not known to be: did you mean "eu-west-1"?',
    ],
  ],
  "role-shared": [
    [
      [{ ...ARTICLE, account: { assumeRoleArn: "arn:aws:iam::111122223333:role/mail" } }],
      'plan and apply of "example.com" assume the same role "arn:aws:iam::111122223333:role/mail": whoever can plan, as a pull request does, may write, so write assumeRoleArn: {plan: …, apply: …}',
    ],
    [
      [
        {
          ...ARTICLE,
          account: {
            assumeRoleArn: {
              plan: "arn:aws:iam::111122223333:role/mail",
              apply: "arn:aws:iam::111122223333:role/mail",
            },
          },
        },
      ],
      'plan and apply of "example.com" assume the same role "arn:aws:iam::111122223333:role/mail": whoever can plan, as a pull request does, may write, so write assumeRoleArn: {plan: …, apply: …}',
    ],
  ],
  "identity-once": [
    [
      [QUIET, { ...elsewhere, region: QUIET.region, mailFrom: mailFrom("bounce.example.com") }],
      '"second" makes the identity "example.com" in us-east-1, and "example.com" does so too: keep one, or use another region',
    ],
  ],
  "mail-from-subdomain": [
    [
      [{ ...ARTICLE, mailFrom: mailFrom("example.com") }],
      'mailFrom "example.com" is not a subdomain of "example.com": use a name such as "mail.example.com"',
    ],
    [
      [domainNamed("a.example", { mailFrom: mailFrom("mail.b.example") })],
      'mailFrom "mail.b.example" is not a subdomain of "a.example": use a name such as "mail.a.example"',
    ],
  ],
  "mail-from-alone": [
    [
      [{ ...ARTICLE, web: [web("mail.example.com")] }],
      'mailFrom "mail.example.com" is also the name of record "web-mail" of "example.com": give mailFrom a name of its own',
    ],
    [
      [QUIET, elsewhere],
      'mailFrom "mail.example.com" is also the name of record "mail-from-mx" of "second", record "mail-from-spf" of "second": give mailFrom a name of its own',
    ],
  ],
  "mail-from-one-mx": [
    [
      [ARTICLE],
      'mailFrom "mail.example.com" has 2 MX records, SES wants exactly one: record "dkim-1" of "example.com", record "mail-from-mx" of "example.com"',
      { type: "MX", name: "mail.example.com" },
    ],
  ],
  "record-name": [
    [
      [domainNamed(LONG, { mailFrom: undefined, dmarc: undefined })],
      `record "dkim-1" of "${LONG}": the name "${"1".repeat(32)}._domainkey.${LONG}" is 259 characters long, the limit is 253: shorten or correct it`,
    ],
  ],
  "record-in-zone": [
    [
      [{ ...ARTICLE, web: [web("www.example.org")] }],
      'record "web-www.example.org" of "example.com": "www.example.org" does not lie in the zone "example.com": use a name below it',
    ],
  ],
  "cname-alone": [
    [
      [
        domainNamed("example.com", { web: [web("www.example.com")] }),
        domainNamed("www.example.com", {
          stack: "other",
          zone: ARTICLE.zone,
          web: [web("www.example.com")],
          dmarc: undefined,
        }),
      ],
      'CNAME "www.example.com" shares its name with record "web-www" of "example.com": nothing can be beside a CNAME, keep one of them',
    ],
    [
      [{ ...withRecords({ type: "A", content: "192.0.2.1" })[0]!, web: [web("example.com")] }],
      'CNAME "example.com" shares its name with record "record-a" of "example.com": nothing can be beside a CNAME, keep one of them',
    ],
  ],
  "name-doubled": [
    [
      [{ ...QUIET, web: [web("www.example.com.example.com")] }],
      'record "web-www.example.com" of "example.com": "www.example.com.example.com" has "example.com" twice: was "www.example.com" meant?',
    ],
    [
      [domainNamed("a.example.com.example.com", { zone: ARTICLE.zone })],
      '"a.example.com.example.com" has "example.com" twice: was "a.example.com" meant?',
    ],
  ],
  "target-name": [
    [
      withRecords({ type: "CNAME", name: "a.example.com", content: "b.example.net." }),
      'record "record-a" of "example.com": the target "b.example.net." ends in a dot: leave it out',
    ],
    [
      withRecords({
        type: "SRV",
        name: "_x._tcp.example.com",
        data: { priority: 0, weight: 0, port: 1, target: "a..b" },
      }),
      'record "record-a" of "example.com": the target "a..b" has an empty label: correct it',
    ],
  ],
  "target-doubled": [
    [
      withRecords({ type: "CNAME", name: "a.example.com", content: "b.example.com.example.com" }),
      'record "record-a" of "example.com": the target "b.example.com.example.com" has "example.com" after a full name: was "b.example.com" meant?',
    ],
    [
      withRecords(mx("mx.example.net.example.com")),
      'record "record-a" of "example.com": the target "mx.example.net.example.com" has "example.com" after a full name: was "mx.example.net" meant?',
    ],
  ],
  "cname-loop": [
    [
      withRecords(
        { type: "CNAME", name: "a.example.com", content: "b.example.com" },
        { type: "CNAME", name: "b.example.com", content: "A.example.com" },
      ),
      'record "record-a" of "example.com": CNAME "a.example.com" leads back to itself: point it to the real host',
    ],
  ],
  "ttl-range": [
    [[ARTICLE], 'record "dkim-1" of "example.com": the ttl is 59: use 1 (automatic) or 60 to 86400', { ttl: 59 }],
  ],
  "ttl-proxied": [
    [
      [ARTICLE],
      'record "dkim-1" of "example.com": the record is proxied and has the ttl 300: proxied records take ttl 1',
      { ttl: 300, proxied: true, purpose: "web" },
    ],
  ],
  "mail-proxied": [
    [
      [ARTICLE],
      'record "dkim-1" of "example.com": CNAME "aaa._domainkey.example.com" is proxied, mail would not find it: set proxied to false',
      { proxied: true, name: "aaa._domainkey.example.com" },
    ],
  ],
  "record-proxied": [
    [
      withRecords({ ...txt("x"), proxied: true }),
      'record "record-a" of "example.com": TXT cannot be proxied: set proxied to false',
    ],
  ],
  "record-data": [
    ...(
      [
        [{ type: "A", content: "2001:db8::1" }, 'A has the content "2001:db8::1": write an IPv4 address'],
        [{ type: "AAAA", content: "192.0.2.1" }, 'AAAA has the content "192.0.2.1": write an IPv6 address'],
        [{ type: "AAAA", content: "fe80::1%eth0" }, 'AAAA has the content "fe80::1%eth0": write an IPv6 address'],
        [{ type: "TXT" }, "TXT has no content: add it"],
        [{ type: "MX", content: "mx.example.net" }, "MX has no priority: add one, such as 10"],
        [{ type: "TXT", content: "x", priority: 1 }, "TXT has a priority and takes none: leave it out"],
        [{ type: "CNAME", data: { target: "a.example" } }, "CNAME takes content and has data: write content"],
        [{ type: "CAA", data: { tag: "issue" } }, "CAA has no flags, value in its data: add them"],
        [
          { type: "HTTPS", data: { priority: 1, target: ".", value: "alpn=h2 port=x" } },
          'HTTPS cannot be published, "port" has "x": write a number to 65535',
        ],
        [
          { type: "LOC", data: { lat_degrees: 51.5, lat_direction: "N", long_degrees: 0, long_direction: "W" } },
          'LOC cannot be published, lat_degrees "51.5" is no whole number from 0 to 90',
        ],
        [
          { type: "OPENPGPKEY", content: "no base64!" },
          'OPENPGPKEY cannot be published, content "nobase64!" is no base64',
        ],
        [
          { type: "TLSA", data: { usage: 3, selector: 1, matching_type: 1, certificate: "xyz" } },
          'TLSA cannot be published, certificate "xyz" is no row of hexadecimal digits, two for each byte',
        ],
        [{ type: "DS", data: { key_tag: 1, algorithm: 8, digest_type: 2 } }, "DS has no digest in its data: add it"],
        [
          { type: "DS", data: { keyTag: 1, algorithm: 8, digest_type: 2, digest: "AB" } },
          "DS has no key_tag in its data: add it",
        ],
        [
          { type: "SRV", content: "0 0 1 a.example" },
          "SRV is written in parts and has content: write data with priority, weight, port, target",
        ],
      ] as const
    ).map(([part, fault]) => [withRecords(part), `record "record-a" of "example.com": ${fault}`] as const),
  ],
  "record-digest": [
    [
      withRecords({
        type: "SSHFP",
        name: "example.com",
        data: { algorithm: 4, type: 2, fingerprint: "AB".repeat(20) },
      }),
      'record "record-a" of "example.com": SSHFP matches nothing, its fingerprint has 20 bytes, and one of type 2 has 32: copy all of it again',
    ],
    [
      withRecords({
        type: "TLSA",
        name: "_443._tcp.example.com",
        data: { usage: 3, selector: 1, matching_type: 1, certificate: "AB" },
      }),
      'record "record-a" of "example.com": TLSA matches nothing, its certificate has 1 byte, and one of matching_type 1 has 32: copy all of it again',
    ],
  ],
  "record-duplicate": [
    [
      withRecords(txt("x"), txt("x")),
      'record "record-b" of "example.com": TXT "example.com" is the same as record "record-a" of "example.com": keep one of them',
    ],
  ],
  "txt-size": [
    [
      withRecords(txt("a".repeat(4081))),
      'record "record-a" of "example.com": the text has 4098 bytes, the limit is 4096: shorten it',
    ],
    [
      withRecords(...["a", "b", "c", "d", "e"].map((letter) => txt(letter.repeat(2000)))),
      'the TXT records of "example.com" have 10040 bytes together, the limit is 8192: shorten or drop some of record "record-a" of "example.com", record "record-b" of "example.com", record "record-c" of "example.com" and 2 more',
    ],
  ],
  "override-known": [
    [
      [{ ...QUIET, overrides: { "dkim-4": { ttl: 60 } } }],
      'override "dkim-4" of "example.com" names no record of it: did you mean "dkim-1"?',
    ],
    [
      [{ ...QUIET, overrides: { nothing: { ttl: 60 } } }],
      'override "nothing" of "example.com" names no record of it: its records are dkim-1, dkim-2, dkim-3, mail-from-mx, mail-from-spf, dmarc, web-www',
    ],
  ],
  "host-underscore": [
    [
      [{ ...QUIET, web: [web("my_app.example.com")] }],
      'record "web-my_app" of "example.com": "my_app.example.com" has an underscore, which names of hosts do not have: use a hyphen',
    ],
    [
      withRecords(mx("mx_1.example.net")),
      'record "record-a" of "example.com": the target "mx_1.example.net" has an underscore, which names of hosts do not have: use another name',
    ],
  ],
  "mx-target": [
    [
      withRecords(mx("192.0.2.1")),
      'record "record-a" of "example.com": MX points to the address "192.0.2.1": write the name of the host',
    ],
    [
      withRecords(mx("www.example.com")),
      'record "record-a" of "example.com": MX points to "www.example.com", which is a CNAME (record "web-www" of "example.com"): point it to "d111111abcdef8.cloudfront.net" or give the host addresses',
    ],
  ],
  "mx-null": [
    [
      withRecords(mx(".", 0), mx("mx.example.net")),
      'MX "example.com" is "." beside other MX records: keep "." alone, or drop it, among record "record-a" of "example.com", record "record-b" of "example.com"',
    ],
    [withRecords(mx(".", 10)), 'MX "example.com" is "." with the priority 10: write the priority 0'],
  ],
  "web-mail-name": [
    [
      withRecords(mx("mx.example.net", 10, "www.example.com")),
      'website "www.example.com" is also a name of mail, of record "record-a" of "example.com": give the website another name',
    ],
    [
      [domainNamed("a.example.com", { zone: ARTICLE.zone, spf: "v=spf1 -all", web: [web("a.example.com")] })],
      'website "a.example.com" is also a name of mail, of record "spf" of "a.example.com": give the website another name',
    ],
  ],
  "caa-acm": [
    [
      withRecords(caa("issue", "amazon.com; accounturi=https://ca.example/1")),
      'website "www.example.com" may get no certificate from ACM, since record "record-a" of "example.com" at "example.com" limits by parameters which ones are issued: add a CAA record for "amazon.com" without parameters',
    ],
    [
      withRecords(caa("issue", "ca.example.net"), caa("iodef", "mailto:x@example.com")),
      'website "www.example.com" gets no certificate from ACM while record "record-a" of "example.com" at "example.com" names others: add a CAA record for "amazon.com"',
    ],
    [
      withRecords(caa("issue", "amazon.com"), caa("issue", ";", "www.example.com")).map((domain) => ({
        ...domain,
        web: [web("a.www.example.com")],
      })),
      'website "a.www.example.com" gets no certificate from ACM while record "record-b" of "example.com" at "www.example.com" lets nobody issue: add a CAA record for "amazon.com"',
    ],
  ],
  "ignore-known": [
    [
      [{ ...QUIET, ignore: { "spf-prt": "old" } }],
      '"example.com" ignores "spf-prt", which is no rule: did you mean "spf-ptr"?',
    ],
    [
      [{ ...QUIET, ignore: { "ttl-range": "no" } }],
      '"example.com" ignores "ttl-range", which cannot be ignored, as it would be refused anyway: drop it',
    ],
  ],
};
