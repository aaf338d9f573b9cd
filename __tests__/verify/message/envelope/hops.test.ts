// Whole headers: client and sender are of one hop, the last that came from outside.

import { BODY, HEADER, signed } from "../signature/sign";
import { type Table, verify } from "../signed";

const SES = "a25.smtp-out.amazonses.com";
const IP = "198.51.100.25";
const FROM_SES = `Received: from ${SES} (${SES} [${IP}]) by mx.example.org (Postfix) with ESMTPS id B; Sun, 1 Nov 2026 00:00:01 +0000`;
const OURS = "Return-Path: <id@mail.example.com>";

const ZONES: Readonly<Record<string, Table[string]>> = {
  "lists.example.org": { TXT: [["v=spf1 ip4:203.0.113.114 -all"]] },
  "forwarder.example.net": { TXT: [["v=spf1 ip4:203.0.113.9 -all"]] },
  "strict.example.net": { TXT: [["v=spf1 -all"]] },
  "broken.example.net": { TXT: [["v=spf1 ip4:x -all"], ["v=spf1 -all"]] },
  [SES]: { TXT: [["v=spf1 a -all"]], A: [IP] },
};

async function outcome(head: readonly string[], options: Parameters<typeof verify>[2] = {}, tags = {}) {
  const message = Buffer.from([...head, signed({ tags }).field, ...HEADER, "", BODY].join("\r\n"));
  const { verdict, envelope, spf, findings } = await verify(message, ZONES, options);
  const { clientIp, clientIpFrom, mailFromDomain, mailFromFrom } = envelope;
  return {
    verdict,
    envelope: `${clientIp} ${clientIpFrom}, ${mailFromDomain} ${mailFromFrom}`,
    spf: `${spf.result}${spf.aligned ? ", aligned" : ""}`,
    findings: findings.map(({ rule, severity }) => `${severity} ${rule}`),
  };
}

const RELAY =
  "Received: from out.forwarder.example.net (out.forwarder.example.net [203.0.113.9]) by mx.example.com.au (Postfix) with ESMTPS id A";

test.each<[string, string[], Awaited<ReturnType<typeof outcome>>]>([
  [
    "SES, straight",
    [OURS, FROM_SES],
    { verdict: "pass", envelope: `${IP} Received, mail.example.com Return-Path`, spf: "pass, aligned", findings: [] },
  ],
  [
    "Gmail",
    [
      "Delivered-To: a@example.org",
      "Received: by 2002:a05:6a10:8a4d:0:0:0:0 with SMTP id x; Sun, 1 Nov 2026 00:00:02 -0800 (PST)",
      OURS,
      `Received: from ${SES} (${SES}. [${IP}]) by mx.google.com with ESMTPS id y for <a@example.org> (version=TLS1_2 cipher=X bits=128/128); Sun, 1 Nov 2026`,
      `Received-SPF: pass (google.com: domain of id@mail.example.com designates ${IP} as permitted sender) client-ip=${IP};`,
    ],
    {
      verdict: "pass",
      envelope: `${IP} Received-SPF, mail.example.com Return-Path`,
      spf: "pass, aligned",
      findings: [],
    },
  ],
  [
    "Exchange Online, with its own addresses above",
    [
      "Received: from DB9PR01MB1.eurprd01.prod.outlook.com (2603:10a6:10:1::1) by AM9PR01MB2.eurprd01.prod.outlook.com with HTTPS; Sun, 1 Nov 2026",
      "Received: from AM0EUR02FT1.eop-EUR02.prod.protection.outlook.com (2603:10a6:20b:1:cafe::1) by AM9PR01CA1.outlook.office365.com (2603:10a6:20b:1::2) with Microsoft SMTP Server id 15",
      `Received: from ${SES} (${IP}) by AM0EUR02FT1.mail.protection.outlook.com (10.13.1.1) with Microsoft SMTP Server id 15`,
      "Return-Path: id@mail.example.com",
    ],
    { verdict: "pass", envelope: `${IP} Received, mail.example.com Return-Path`, spf: "pass, aligned", findings: [] },
  ],
  [
    "Exim names the sender",
    [
      `Received: from ${SES} ([${IP}]) by mx.example.org with esmtps (TLS1.3) (Exim 4.96) (envelope-from <id@mail.example.com>) id 1 for a@example.org`,
    ],
    { verdict: "pass", envelope: `${IP} Received, mail.example.com Received`, spf: "pass, aligned", findings: [] },
  ],
  [
    "a list: its own sender, its own client",
    [
      "Return-Path: <list+bounces-1-you=example.net@lists.example.org>",
      "Received: from tor.lists.example.org (tor.lists.example.org [203.0.113.114]) by mx.example.net (Postfix) with ESMTPS id 8",
      "Received: from localhost.localdomain (localhost.localdomain [127.0.0.1]) by smtp.lists.example.org (Postfix) with ESMTP id A",
      FROM_SES,
    ],
    {
      verdict: "pass",
      envelope: "203.0.113.114 Received, lists.example.org Return-Path",
      spf: "pass",
      findings: ["warning spf-unaligned"],
    },
  ],
  [
    "a forwarder that rewrites the sender (SRS)",
    ["Return-Path: <SRS0=abcd=XY=mail.example.com=id@forwarder.example.net>", RELAY, FROM_SES],
    {
      verdict: "pass",
      envelope: "203.0.113.9 Received, forwarder.example.net Return-Path",
      spf: "pass",
      findings: ["warning spf-unaligned"],
    },
  ],
  [
    "a forwarder whose own SPF is wrong: none of our business",
    ["Return-Path: <SRS0=abcd=XY=mail.example.com=id@strict.example.net>", RELAY, FROM_SES],
    {
      verdict: "pass",
      envelope: "203.0.113.9 Received, strict.example.net Return-Path",
      spf: "fail",
      findings: ["warning spf-foreign"],
    },
  ],
  [
    "a forwarder whose SPF cannot be read",
    ["Return-Path: <a@broken.example.net>", RELAY, FROM_SES],
    {
      verdict: "pass",
      envelope: "203.0.113.9 Received, broken.example.net Return-Path",
      spf: "permerror",
      findings: ["warning spf-foreign"],
    },
  ],
  [
    "a forwarder without SPF",
    ["Return-Path: <a@none.example.net>", RELAY, FROM_SES],
    {
      verdict: "pass",
      envelope: "203.0.113.9 Received, none.example.net Return-Path",
      spf: "none",
      findings: ["warning spf-foreign"],
    },
  ],
  [
    "a forwarder or gateway that keeps our sender: not known",
    [OURS, RELAY, FROM_SES],
    {
      verdict: "pass",
      envelope: "203.0.113.9 Received, mail.example.com Return-Path",
      spf: "unknown, aligned",
      findings: ["warning spf-relayed"],
    },
  ],
  [
    "the forwarder's receiver says nothing of SPF, the first receiver does: it is of another hop",
    [
      "Return-Path: <SRS0=abcd=XY=mail.example.com=id@forwarder.example.net>",
      RELAY,
      `Received-SPF: Pass (protection.outlook.com: domain of mail.example.com designates ${IP} as permitted sender) client-ip=${IP}; helo=${SES}`,
      FROM_SES,
    ],
    {
      verdict: "pass",
      envelope: "203.0.113.9 Received, forwarder.example.net Return-Path",
      spf: "pass",
      findings: ["warning spf-unaligned"],
    },
  ],
  [
    "a bounce has no sender but the client",
    ["Return-Path: <>", FROM_SES],
    {
      verdict: "pass",
      envelope: `${IP} Received, ${SES} Return-Path`,
      spf: "pass",
      findings: ["warning spf-helo"],
    },
  ],
  [
    "a sender who is none of ours, with our From and our signature",
    [
      "Return-Path: <a@strict.example.net>",
      "Received: from x.example.net (x.example.net [192.0.2.9]) by mx.example.org (Postfix) with ESMTP id 1",
    ],
    {
      verdict: "pass",
      envelope: "192.0.2.9 Received, strict.example.net Return-Path",
      spf: "fail",
      findings: ["warning spf-foreign"],
    },
  ],
])("%s", async (_, head, expected) => {
  expect(await outcome(head)).toEqual(expected);
});

describe("what a sender puts below the receiver's headers does not count", () => {
  const unsigned = { h: "To" };
  const own =
    "Received: from mx.example.org (evil.example.net [192.0.2.66]) by mx.example.org (Postfix) with ESMTP id 1";

  test.each<[string, string[]]>([
    ["a Received of SES", [OURS, own, FROM_SES]],
    [
      "a Received-SPF of SES's client",
      [OURS, own, `Received-SPF: pass client-ip=${IP}; envelope-from=id@mail.example.com;`],
    ],
    [
      "both, behind a client that calls itself as the receiver",
      [OURS, own.replace("evil.example.net", "unknown"), `Received-SPF: pass client-ip=${IP}`, FROM_SES],
    ],
    [
      "Authentication-Results",
      [OURS, own, "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=mail.example.com; dmarc=pass"],
    ],
  ])("%s", async (_, head) => {
    const { verdict, envelope, spf } = await outcome(head, {}, unsigned);
    expect(envelope).toMatch(/^192\.0\.2\.66 Received/);
    expect(spf).not.toMatch(/^pass/);
    expect(verdict).not.toBe("pass");
  });
});

test("a Received-SPF with the right client and another sender than the Return-Path above it does not count", async () => {
  const claim = `Received-SPF: pass client-ip=${IP}; envelope-from=id@mail.example.com;`;
  const { envelope, spf } = await outcome(["Return-Path: <a@strict.example.net>", FROM_SES, claim], {}, { h: "To" });
  expect([envelope, spf]).toEqual([`${IP} Received-SPF, strict.example.net Return-Path`, "fail"]);
});

test("options go before all, and what they say is of one hop", async () => {
  const options = { clientIp: IP, envelopeFrom: "id@mail.example.com", helo: SES };
  expect(await outcome(["Return-Path: <a@strict.example.net>", RELAY, FROM_SES], options)).toEqual({
    verdict: "pass",
    envelope: `${IP} option, mail.example.com option`,
    spf: "pass, aligned",
    findings: [],
  });
});

test("of the client's address alone, given for a message that was handed on", async () => {
  expect(await outcome([OURS, RELAY, FROM_SES], { clientIp: IP })).toMatchObject({
    verdict: "pass",
    spf: "pass, aligned",
  });
});
