// A bounce has the sender <>: SPF is asked of the client's name instead (RFC 7208 §2.4), and that domain is what DMARC aligns
// (RFC 9989 §3.2.4).
import { renderMessage } from "../../../../lib/verify/render/message";
import { BODY, HEADER, signed } from "../signature/sign";
import { type Table, verify } from "../signed";

const IP = "198.51.100.25";
const SES = "a25.smtp-out.amazonses.com";
const from = (helo: string) => `Received: from ${helo} (unknown [${IP}]) by mx.example.org (Postfix) with ESMTP id B`;
const NULL = "Return-Path: <>";
const ZONES: Readonly<Record<string, Table[string]>> = {
  [SES]: { TXT: [[`v=spf1 ip4:${IP} -all`]] },
  "out.example.com": { TXT: [[`v=spf1 ip4:${IP} -all`]] },
  "deaf.example.net": { TXT: "ESERVFAIL" },
};

async function proofOf(head: readonly string[], options: Parameters<typeof verify>[2] = {}, isSigned = true) {
  const field = isSigned ? [signed().field] : [];
  return verify(Buffer.from([...head, ...field, ...HEADER, "", BODY].join("\r\n"), "latin1"), ZONES, options);
}
const outcome = async (...given: Parameters<typeof proofOf>) => {
  const { verdict, spf, dmarc, findings } = await proofOf(...given);
  return [
    verdict,
    spf.identity,
    spf.domain,
    spf.result,
    spf.aligned,
    dmarc.result,
    findings.map(({ rule }) => rule).join(),
  ];
};

test.each<[string, string[], unknown[]]>([
  ["SES's name", [NULL, from(SES)], ["pass", "helo", SES, "pass", false, "pass", "spf-helo"]],
  ["a name of ours", [NULL, from("out.example.com")], ["pass", "helo", "out.example.com", "pass", true, "pass", ""]],
  [
    "a name without SPF",
    [NULL, from("x.example.net")],
    ["pass", "helo", "x.example.net", "none", false, "pass", "spf-foreign"],
  ],
  [
    "a name whose servers fail",
    [NULL, from("deaf.example.net")],
    ["pass", "helo", "deaf.example.net", "temperror", false, "pass", "spf-foreign"],
  ],
  ["a word for a name", [NULL, from("laptop")], ["cannot-tell", "helo", null, "unknown", null, "pass", "spf-unknown"]],
  [
    "Exim, that has no envelope-from for it, and no Return-Path",
    [`Received: from out.example.com ([${IP}]) by mx.example.org with esmtp (Exim 4.96) (envelope-from <>) id 1`],
    ["pass", "helo", "out.example.com", "pass", true, "pass", ""],
  ],
  [
    "policyd-spf, which writes <>",
    [
      from("out.example.com"),
      `Received-SPF: None identity=helo; client-ip=${IP}; helo=out.example.com; envelope-from=<>`,
    ],
    ["pass", "helo", "out.example.com", "pass", true, "pass", ""],
  ],
  [
    "a receiver that writes the postmaster for it",
    [NULL, from(SES), `Received-SPF: pass client-ip=${IP}; envelope-from=postmaster@${SES}; helo=${SES}`],
    ["pass", "helo", SES, "pass", false, "pass", "spf-helo"],
  ],
  [
    "the postmaster himself, who is no bounce",
    [`Return-Path: <postmaster@${SES}>`, from(SES)],
    ["fail", "mailfrom", SES, "pass", false, "pass", "spf-amazon"],
  ],
])("%s", async (_, head, expected) => {
  expect(await outcome(head)).toEqual(expected);
});

test("a HELO name of ours lets a bounce pass DMARC, a foreign one does not", async () => {
  expect((await outcome([NULL, from("out.example.com")], {}, false)).slice(4, 6)).toEqual([true, "pass"]);
  expect((await outcome([NULL, from(SES)], {}, false)).slice(4, 6)).toEqual([false, "fail"]);
});

test.each([{ envelopeFrom: "" }, { envelopeFrom: "<>" }])("%j says that the message is a bounce", async (option) => {
  const head = ["Return-Path: <a@example.net>", from("laptop")];
  expect(await outcome(head, { ...option, helo: "OUT.example.com" })).toEqual([
    "pass",
    "helo",
    "out.example.com",
    "pass",
    true,
    "pass",
    "",
  ]);
});

test("what is missing is the client's name", async () => {
  const { findings } = await proofOf([NULL, from("laptop")]);
  expect(findings.map(({ message }) => message)).toEqual([
    "spf cannot be told, the message does not say who handed it over: give --helo",
  ]);
});

test("in words", async () => {
  expect(renderMessage(await proofOf([NULL, from(SES)]), "text")).toMatchInlineSnapshot(`
    "message from "example.com": authenticated: DMARC passes, and every record does its part
      DKIM   pass, aligned      example.com (bbb, 2048 bits)                         dkim-2 of example.com
      SPF    pass, not aligned  a25.smtp-out.amazonses.com (HELO, the sender is <>)
      DMARC  pass               p=quarantine of example.com                          dmarc of example.com
      (client 198.51.100.25 from the header Received, sender from the header Return-Path)
      warning: spf passes for the client's name "a25.smtp-out.amazonses.com", since the sender is <> (RFC 7208 §2.4), and is not aligned with "example.com": a bounce or report, DMARC depends on DKIM alone (spf-helo)"
  `);
});
