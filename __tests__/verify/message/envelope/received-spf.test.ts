// The forms of Received-SPF that are known, each from a message or a page that was published; names and addresses are replaced.
import { parseReceivedSpf } from "../../../../lib/verify/message/envelope/received-spf";

const IP = "198.51.100.25";
const SES = "a25.smtp-out.amazonses.com";

test.each<[string, string, (string | null | undefined)[]]>([
  [
    "Gmail (linux-mm@kvack.org, 2019-03-08)",
    `pass (google.com: domain of id@mail.example.com designates ${IP} as permitted sender) client-ip=${IP};`,
    [IP, "id@mail.example.com", null],
  ],
  [
    "Yahoo (headers in a public write-up, 2021-06-21)",
    `pass (domain of mail.example.com designates ${IP} as permitted sender)`,
    [IP, "postmaster@mail.example.com", null],
  ],
  [
    "Exchange Online (linux-arm-kernel@lists.infradead.org, 2020-05-08)",
    `Pass (protection.outlook.com: domain of mail.example.com designates ${IP} as permitted sender) receiver=protection.outlook.com; client-ip=${IP}; helo=${SES}; pr=C`,
    [IP, "postmaster@mail.example.com", SES],
  ],
  [
    "Exchange Online, not allowed (public headers, 2024-09-20)",
    `Fail (protection.outlook.com: domain of example.com does not designate ${IP} as permitted sender) receiver=protection.outlook.com; client-ip=${IP}; helo=localhost.localdomain;`,
    [IP, "postmaster@example.com", "localhost.localdomain"],
  ],
  [
    "pyspf behind Postfix (intel-wired-lan@lists.osuosl.org, 2024-11-14)",
    `Pass (mailfrom) identity=mailfrom; client-ip=${IP}; helo=${SES}; envelope-from=id@mail.example.com; receiver=<UNKNOWN> `,
    [IP, "id@mail.example.com", SES],
  ],
  [
    "pyspf, IPv6 (linux-nvdimm@lists.01.org, 2019-12-06)",
    "None (mailfrom) identity=mailfrom; client-ip=2001:db8:4864:20::1041; helo=mail.example.com; envelope-from=a@example.com; receiver=<UNKNOWN> ",
    ["2001:db8:4864:20::1041", "a@example.com", "mail.example.com"],
  ],
  [
    "SES, whose comment names the domain of an include (an event of SES in a public repository, 2023-11-26)",
    `pass (spfCheck: domain of _spf.example.net designates ${IP} as permitted sender) client-ip=${IP}; envelope-from=a@example.com; helo=mail.example.net;`,
    [IP, "a@example.com", "mail.example.net"],
  ],
  [
    "SES, of a bounce (a public repository, 2021-01-17)",
    `none (spfCheck: ${IP} is neither permitted nor denied by domain of ${SES}) client-ip=${IP}; envelope-from=postmaster@${SES}; helo=${SES};`,
    [IP, `postmaster@${SES}`, SES],
  ],
  [
    "IronPort (xen-devel@lists.xenproject.org)",
    `Pass (esa2.example.org: domain of a@example.com designates ${IP} as permitted sender) identity=mailfrom; client-ip=${IP}; receiver=esa2.example.org; envelope-from="a@example.com"; x-sender="a@example.com"; x-conformance=sidf_compatible`,
    [IP, "a@example.com", null],
  ],
  [
    "Haraka, of the client's name (a forensic report of headers, 2013-08-14)",
    `None (mta25.example.org: domain of ipex1.example.com does not designate ${IP} as permitted sender) receiver=mta25.example.org; identity=helo; client-ip=${IP} ; helo=ipex1.example.com; envelope-from=<a@example.com>`,
    [IP, "a@example.com", "ipex1.example.com"],
  ],
  [
    "Zoho, whose comment names the domain of an include (public headers, 2021-01-07)",
    `pass (zohomail.com: domain of _spf.example.net designates ${IP} as permitted sender) client-ip=${IP}; envelope-from=a@example.com; helo=mail.example.net;`,
    [IP, "a@example.com", "mail.example.net"],
  ],
  ["one that says nothing", "pass", [undefined, undefined, null]],
  [
    "one that is made up",
    `pass client-ip=1.2.3.4.5; envelope-from="\u001b[31m"; helo=<b>`,
    [undefined, undefined, "b"],
  ],
])("%s", (_, value, expected) => {
  const { ip, sender, helo } = parseReceivedSpf(value);
  expect([ip, sender, helo]).toEqual(expected);
});

// By programs that ran as Debian 12 packages them, see programs.test.ts.
const A25 = "a25.smtp.example.com";

test.each<[string, string, (string | null | undefined)[]]>([
  [
    "postfix-policyd-spf-python 3.0.4",
    `Pass (mailfrom) identity=mailfrom; client-ip=198.51.100.25; helo=${A25}; envelope-from=id@mail.example.com; receiver=example.org `,
    ["198.51.100.25", "id@mail.example.com", A25],
  ],
  [
    "the same, IPv6 and an address for a name",
    "Pass (mailfrom) identity=mailfrom; client-ip=2001:db8::26; helo=[ipv6:2001:db8::26]; envelope-from=id@mail.example.com; receiver=example.org ",
    ["2001:db8::26", "id@mail.example.com", null],
  ],
  [
    "the same, a bounce",
    `None (no SPF record) identity=helo; client-ip=198.51.100.25; helo=${A25}; envelope-from=<>; receiver=example.org `,
    ["198.51.100.25", "", A25],
  ],
  [
    "the same, which leaves the quotes of an address out",
    `Pass (mailfrom) identity=mailfrom; client-ip=198.51.100.25; helo=${A25}; envelope-from=a b@mail.example.com; receiver=example.org `,
    ["198.51.100.25", undefined, A25],
  ],
  [
    "Exim 4.96 with libspf2",
    `pass (mx.example.org: domain of mail.example.com designates 198.51.100.25 as permitted sender) client-ip=198.51.100.25; envelope-from=id@mail.example.com; helo=${A25};`,
    ["198.51.100.25", "id@mail.example.com", A25],
  ],
  [
    "the same, softfail",
    `softfail (mx.example.org: transitioning domain of soft.example.com does not designate 198.51.100.25 as permitted sender) client-ip=198.51.100.25; envelope-from=a@soft.example.com; helo=${A25};`,
    ["198.51.100.25", "a@soft.example.com", A25],
  ],
  [
    "the same, permerror",
    `permerror (mx.example.org: error in processing during lookup of domain of perm.example.com: Could not find a valid SPF record) client-ip=198.51.100.25; envelope-from=a@perm.example.com; helo=${A25};`,
    ["198.51.100.25", "a@perm.example.com", A25],
  ],
  [
    "the same, a bounce",
    `none (mx.example.org: domain of ${A25} does not provide an SPF record) client-ip=198.51.100.25; envelope-from=postmaster@${A25}; helo=${A25};`,
    ["198.51.100.25", `postmaster@${A25}`, A25],
  ],
  [
    "the same, a quoted address",
    `pass (mx.example.org: domain of mail.example.com designates 198.51.100.25 as permitted sender) client-ip=198.51.100.25; envelope-from="a b"@mail.example.com; helo=${A25};`,
    ["198.51.100.25", undefined, A25],
  ],
])("Received-SPF of %s", (_, value, expected) => {
  const { ip, sender, helo } = parseReceivedSpf(value);
  expect([ip, sender, helo]).toEqual(expected);
});
