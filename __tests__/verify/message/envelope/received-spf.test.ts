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
