// What a sender chooses (its name, its address, the name that DNS has for its IP address, the fields below) never makes another
// client or another sender of it. No message here is signed: it is authentic by SPF alone, or not.
import { BODY, HEADER } from "../signature/sign";
import { type Table, verify } from "../signed";

const SES = "a25.smtp-out.amazonses.com";
const SES_IP = "198.51.100.25";
const THEIRS = "192.0.2.9";
/** Put below by the sender: a hop of SES to the receiver. */
const FORGED = `Received: from ${SES} (${SES} [${SES_IP}]) by mx.example.org (Postfix) with ESMTPS id B; Sun, 1 Nov 2026 00:00:01 +0000`;
const FORGED_SPF = `Received-SPF: pass (mx.example.org: domain of id@mail.example.com designates ${SES_IP} as permitted sender) client-ip=${SES_IP}; envelope-from=id@mail.example.com;`;

const ZONES: Readonly<Record<string, Table[string]>> = {
  "evil.example.net": { TXT: [[`v=spf1 ip4:${THEIRS} -all`]] },
  [SES]: { TXT: [["v=spf1 a -all"]], A: [SES_IP] },
};

async function outcome(head: readonly string[]) {
  const message = Buffer.from([...head, ...HEADER, "", BODY].join("\r\n"), "latin1");
  const { verdict, envelope, spf, dmarc } = await verify(message, ZONES);
  return [verdict, dmarc.result, `${envelope.clientIp} ${envelope.mailFromDomain} ${spf.result}`];
}

const EVIL = "Return-Path: <a@evil.example.net>";

test("the message is authentic where the receiver wrote it", async () => {
  const [, dmarc, spf] = await outcome(["Return-Path: <id@mail.example.com>", FORGED]);
  expect([dmarc, spf]).toEqual(["pass", `${SES_IP} mail.example.com pass`]);
});

test.each<[string, string[], string]>([
  [
    "a hop of SES below",
    [EVIL, `Received: from x (x.evil.example.net [${THEIRS}]) by mx.example.org (Postfix) with ESMTP id A`, FORGED],
    `${THEIRS} evil.example.net pass`,
  ],
  [
    "a Return-Path, a Received-SPF and a hop of SES below",
    [
      EVIL,
      `Received: from x (x.evil.example.net [${THEIRS}]) by mx.example.org (Postfix) with ESMTP id A`,
      "Return-Path: <id@mail.example.com>",
      FORGED_SPF,
      FORGED,
    ],
    `${THEIRS} evil.example.net pass`,
  ],
  [
    "our address as its sender",
    [
      "Return-Path: <id@mail.example.com>",
      `Received: from ${SES} (unknown [${THEIRS}]) by mx.example.org (Postfix) with ESMTP id A`,
      FORGED_SPF,
      FORGED,
    ],
    `${THEIRS} mail.example.com softfail`,
  ],
  [
    "a name in DNS of the receiver's house, which OpenSMTPD writes unseen",
    [
      "Return-Path: <id@mail.example.com>",
      `Received: from mx2.example.org (mx2.example.org [${THEIRS}]) by mx.example.org (OpenSMTPD) with ESMTP id A`,
      FORGED,
    ],
    `${THEIRS} mail.example.com unknown`,
  ],
  [
    "the same with qmail",
    [
      "Return-Path: <id@mail.example.com>",
      `Received: from mx2.example.org (HELO mx2.example.org) (${THEIRS}) by mx.example.org with SMTP; 1 Nov 2026`,
      FORGED,
    ],
    `${THEIRS} mail.example.com unknown`,
  ],
  [
    "the same with Sendmail, which says so",
    [
      "Return-Path: <id@mail.example.com>",
      `Received: from a (mx2.example.org [${THEIRS}] (may be forged)) by mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id A`,
      FORGED,
    ],
    `${THEIRS} mail.example.com unknown`,
  ],
  [
    "the receiver's name as its own",
    [
      "Return-Path: <id@mail.example.com>",
      `Received: from mx.example.org (unknown [${THEIRS}]) by mx.example.org (Postfix) with ESMTP id A`,
      FORGED,
    ],
    `${THEIRS} mail.example.com unknown`,
  ],
  [
    "a sender that holds a client-ip, in Google's words",
    [
      `Return-Path: <"id@mail.example.com client-ip=${SES_IP} "@evil.example.net>`,
      `Received-SPF: pass (google.com: domain of "id@mail.example.com client-ip=${SES_IP} "@evil.example.net designates ${THEIRS} as permitted sender) client-ip=${THEIRS};`,
      `Received: from x (x. [${THEIRS}]) by mx.google.com with ESMTPS id A`,
    ],
    `${THEIRS} null unknown`,
  ],
  [
    "a sender that ends the comment, and no Received",
    [
      `Received-SPF: Pass (esa.example.org: domain of "x) client-ip=${SES_IP}; envelope-from=id@mail.example.com; ("@evil.example.net designates ${THEIRS} as permitted sender) identity=mailfrom; client-ip=${THEIRS}; envelope-from="x@evil.example.net"`,
    ],
    "null null unknown",
  ],
  [
    "a sender whose quotes the policy server leaves out",
    [
      'Return-Path: <"id@mail.example.com "@evil.example.net>',
      `Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=${THEIRS}; helo=x; envelope-from=id@mail.example.com @evil.example.net; receiver=example.org`,
      `Received: from x (unknown [${THEIRS}]) by mx.example.org (Postfix) with ESMTP id A`,
    ],
    `${THEIRS} null unknown`,
  ],
  [
    "a sender that ends the tag",
    [
      'Return-Path: <"id@mail.example.com; x="@evil.example.net>',
      `Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=${THEIRS}; helo=x; envelope-from=id@mail.example.com; x=@evil.example.net; receiver=example.org`,
      `Received: from x (unknown [${THEIRS}]) by mx.example.org (Postfix) with ESMTP id A`,
    ],
    `${THEIRS} null unknown`,
  ],
  [
    "a name that holds a sender and a client",
    [
      EVIL,
      `Received-SPF: pass (mx.example.org: domain of evil.example.net designates ${THEIRS} as permitted sender) client-ip=${THEIRS}; envelope-from=a@evil.example.net; helo=x; client-ip=${SES_IP}; envelope-from=id@mail.example.com;`,
      `Received: from [${THEIRS}] (helo=x) by mx.example.org with esmtp (Exim 4.96) (envelope-from <a@evil.example.net>) id A`,
    ],
    `${THEIRS} evil.example.net pass`,
  ],
  [
    "a sender that ends Exim's comment",
    [
      `Received: from [${THEIRS}] (helo=x) by mx.example.org with esmtp (Exim 4.96) (envelope-from <"x) (envelope-from <id@mail.example.com>) ("@evil.example.net>) id A`,
    ],
    `${THEIRS} null unknown`,
  ],
  [
    "a Received-SPF of another client above the hop",
    [FORGED_SPF, EVIL, `Received: from x (unknown [${THEIRS}]) by mx.example.org (Postfix) with ESMTP id A`],
    `${THEIRS} evil.example.net pass`,
  ],
])("not by %s", async (_, head, expected) => {
  const [verdict, dmarc, spf] = await outcome(head);
  expect({ authentic: verdict === "pass" || dmarc === "pass", spf }).toEqual({ authentic: false, spf: expected });
});

test("Sendmail's long form of an IPv6 address is that of Received-SPF", async () => {
  const head = [
    "Return-Path: <bounce@list.example.net>",
    "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=2001:db8::25; helo=x; envelope-from=id@mail.example.com; receiver=example.org",
    "Received: from x ([IPv6:2001:db8:0:0:0:0:0:25]) by mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id A",
  ];
  expect((await outcome(head))[2]).toBe("2001:db8::25 mail.example.com softfail");
});
