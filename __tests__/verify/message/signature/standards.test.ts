// The signed messages of the standards themselves, and others beside a second implementation.
import fc from "fast-check";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { parseMessage } from "../../../../lib/verify/message/header";
import { canonicalBody, canonicalField } from "../../../../lib/verify/message/signature/canonical";
import { verifySignatures } from "../../../../lib/verify/message/signature/dkim";
import { count } from "../../../run/cases";
import { KEY, keyText, NOW, resolverOf, type Table } from "../signed";

const crlf = (text: string) => text.replaceAll("\n", "\r\n");

async function verdicts(message: Buffer, dns: Table, now = NOW) {
  const found = await verifySignatures(parseMessage(message), { resolver: resolverOf(dns), now, records: [] });
  return found.map(({ domain, selector, result, fault }) => `${selector} of ${domain}: ${fault ?? result}`);
}

const LETTER = `From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
`;

describe("RFC 8463, appendix A", () => {
  const dns: Table = {
    "brisbane._domainkey.football.example.com": {
      TXT: [["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="]],
    },
    "test._domainkey.football.example.com": {
      TXT: [
        [
          "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/b",
          "yYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
        ],
      ],
    },
  };
  const message = crlf(`DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
${LETTER}`);

  test("both signatures hold", async () => {
    expect(await verdicts(Buffer.from(message), dns)).toEqual([
      "brisbane of football.example.com: pass",
      "test of football.example.com: pass",
    ]);
  });

  test.each([
    ["the body", "hungry", "angry", "body-altered"],
    ["a header", "dinner", "supper", "headers-altered"],
    ["From", "Joe SixPack", "Joe", "headers-altered"],
    ["the signature's time", "t=1528637909", "t=1528637910", "headers-altered"],
  ])("neither holds when %s is another", async (_, from, to, fault) => {
    const altered = Buffer.from(message.replaceAll(from, to));
    expect(await verdicts(altered, dns)).toEqual([
      `brisbane of football.example.com: ${fault}`,
      `test of football.example.com: ${fault}`,
    ]);
  });

  test("blanks that relaxed does not count may change", async () => {
    const altered = message
      .replace("Subject: Is", "SUBJECT :   Is")
      .replace("game.  Are", "game. \tAre")
      .replace("Joe.\r\n", "Joe. \r\n\r\n\r\n");
    expect(await verdicts(Buffer.from(altered), dns)).toEqual([
      "brisbane of football.example.com: pass",
      "test of football.example.com: pass",
    ]);
  });
});

// With errata 3192 (one blank behind "game.") and 4926 (how far the lines are indented): in the simple form both are signed.
describe("RFC 6376, appendix A", () => {
  const dns: Table = {
    "brisbane._domainkey.example.com": {
      TXT: [
        [
          "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ij",
          "Ssq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB",
        ],
      ],
    },
  };
  const message = crlf(`DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;
      c=simple/simple; q=dns/txt; i=joe@football.example.com;
      h=Received : From : To : Subject : Date : Message-ID;
      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB
      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut
      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV
      4bmp/YzhwvcubU4=;
Received: from client1.football.example.com  [192.0.2.1]
      by submitserver.example.com with SUBMISSION;
      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)
${LETTER.replace("game.  Are", "game. Are")}`);

  test.each([
    ["as it is published", (text: string) => text, "pass"],
    [
      "with the two blanks of the text before its errata",
      (text: string) => text.replace("game. ", "game.  "),
      "body-altered",
    ],
    ["indented in another way", (text: string) => text.replace("      by", "     by"), "headers-altered"],
    ["with another Received on top", (text: string) => `Received: from a by b\r\n${text}`, "pass"],
    [
      "with another Received below",
      (text: string) => text.replace("\r\n\r\n", "\r\nReceived: a\r\n\r\n"),
      "headers-altered",
    ],
  ])("%s", async (_, change, expected) => {
    expect(await verdicts(Buffer.from(change(message)), dns)).toEqual([`brisbane of example.com: ${expected}`]);
  });
});

// RFC 6376 §3.4.5 and §3.4.6 give the bytes.
test("the canonical forms as RFC 6376 shows them", () => {
  const { fields, body } = parseMessage(Buffer.from("A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n"));
  expect(fields.map((field) => canonicalField(field, "relaxed"))).toEqual(["a:X", "b:Y Z"]);
  expect(fields.map((field) => canonicalField(field, "simple"))).toEqual(["A: X", "B : Y\t\r\n\tZ  "]);
  expect(canonicalBody(body, "relaxed").toString()).toBe(" C\r\nD E\r\n");
  expect(canonicalBody(body, "simple").toString()).toBe(" C \r\nD \t E\r\n");
  expect(["relaxed", "simple"].map((form) => canonicalBody("", form as "simple").toString())).toEqual(["", "\r\n"]);
});

const AT = "bbb._domainkey.example.com";
const word = fc.string({ unit: fc.constantFrom("a", "B", "é", " ", "\t", "=", ";", ".", "ü"), maxLength: 20 });
const anyMessage = fc
  .record({
    subject: word,
    lines: fc.array(word, { maxLength: 6 }),
    end: fc.constantFrom("", "\r\n", "\r\n\r\n \t\r\n"),
    form: fc.constantFrom("relaxed/relaxed", "relaxed/simple", "simple/simple", "simple/relaxed"),
  })
  // Of blanks at the end of a body without a last line's end mailauth makes something else (RFC 6376 §3.4.4); by SMTP none comes.
  .filter(({ lines, end }) => end !== "" || !/[ \t]$/.test(lines.at(-1) ?? ""));

async function signedByMailauth({
  subject,
  lines,
  end,
  form,
}: typeof anyMessage extends fc.Arbitrary<infer T> ? T : never) {
  const message = Buffer.from(
    [
      "From: Shop <shop@example.com>",
      `Subject: x${subject}`,
      "Date: Sun, 01 Nov 2026 00:00:00 +0000",
      "",
      lines.join("\r\n") + end,
    ].join("\r\n"),
  );
  const signatureData = [{ signingDomain: "example.com", selector: "bbb", privateKey: KEY.privateKey }];
  const options = { canonicalization: form, signTime: new Date(NOW - 60_000), signatureData };
  const { signatures } = await dkimSign(message, options as never);
  return Buffer.concat([Buffer.from(signatures), message]);
}

test("signatures of mailauth are valid, with any blanks and bytes", async () => {
  await fc.assert(
    fc.asyncProperty(anyMessage, async (props) => {
      expect(await verdicts(await signedByMailauth(props), { [AT]: { TXT: [keyText()] } })).toEqual([
        "bbb of example.com: pass",
      ]);
    }),
    { numRuns: count(30, 100), seed: 20_261_129 },
  );
});
