// What receivers write in Authentication-Results (RFC 8601) is read as their claim: shown, compared, and never taken for a result.
import { parseAuthenticationResults } from "../../../../lib/verify/message/envelope/authentication-results";
import { renderMessage } from "../../../../lib/verify/render/message";
import { BODY, HEADER, signed } from "../signature/sign";
import { verify } from "../signed";

const IP = "198.51.100.25";

test.each<[string, string, string | null, string[]]>([
  [
    "Gmail",
    `mx.google.com; dkim=pass header.i=@example.com header.s=bbb header.b=AbC; spf=pass (google.com: domain of id@mail.example.com designates ${IP} as permitted sender) smtp.mailfrom=id@mail.example.com; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.com`,
    "mx.google.com",
    [
      "dkim=pass header.i=@example.com header.s=bbb header.b=AbC",
      "spf=pass smtp.mailfrom=id@mail.example.com",
      "dmarc=pass header.from=example.com",
    ],
  ],
  [
    "Exchange Online, without an id",
    `spf=pass (sender IP is ${IP}) smtp.mailfrom=mail.example.com; dkim=pass (signature was verified) header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass reason=100`,
    null,
    [
      "spf=pass smtp.mailfrom=mail.example.com",
      "dkim=pass header.d=example.com",
      "dmarc=pass header.from=example.com",
      "compauth=pass",
    ],
  ],
  [
    "Yahoo",
    "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com; dkim=pass header.i=@example.com header.s=bbb; spf=pass smtp.mailfrom=mail.example.com; dmarc=pass(p=NONE) header.from=example.com;",
    "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com",
    [
      "dkim=pass header.i=@example.com header.s=bbb",
      "spf=pass smtp.mailfrom=mail.example.com",
      "dmarc=pass header.from=example.com",
    ],
  ],
  ["nothing was done (§2.2)", "mx.example.org 1; none", "mx.example.org", []],
  [
    "comments everywhere (§2.2)",
    "(a) mx.example.org (b) 1 (c (d)) ; (e) dkim (f) / (g) 1 (h) = (i) pass (j) header (k) . (l) d (m) = (n) example.com",
    "mx.example.org",
    ["dkim=pass header.d=example.com"],
  ],
  [
    "a quoted id, a quoted value with a semicolon",
    '"mx.example.org"; spf=fail smtp.mailfrom="a; dmarc=pass header.from=b"@example.net',
    "mx.example.org",
    ['spf=fail smtp.mailfrom="a; dmarc=pass header.from=b"@example.net'],
  ],
  [
    "a property twice, with two values",
    "mx.example.org; spf=pass smtp.mailfrom=a@example.net smtp.mailfrom=b@example.com smtp.helo=h",
    "mx.example.org",
    ["spf=pass smtp.helo=h"],
  ],
  [
    "a comment that never ends",
    "mx.example.org; dkim=pass (header.d=example.com; spf=pass",
    "mx.example.org",
    ["dkim=pass"],
  ],
  ["nothing", "", null, []],
  ["semicolons", ";;;", null, []],
])("%s", (_, value, by, results) => {
  const parsed = parseAuthenticationResults(value);
  expect(parsed.by).toBe(by);
  const text = ({ method, result, properties }: (typeof parsed.results)[number]) =>
    [`${method}=${result}`, ...[...properties].map(([name, of]) => `${name}=${of}`)].join(" ");
  expect(parsed.results.map(text)).toEqual(results);
});

const RECEIVED = `Received: from a25.smtp-out.amazonses.com (a25.smtp-out.amazonses.com [${IP}]) by mx.example.org (Postfix) with ESMTPS id B`;
const PATH = "Return-Path: <id@mail.example.com>";
const says = (text: string, id = "mx.example.org") => `Authentication-Results: ${id}; ${text}`;
const ALL =
  "dkim=pass header.d=example.com; spf=pass smtp.mailfrom=id@mail.example.com; dmarc=pass header.from=example.com";

async function proofOf(head: readonly string[], isSigned = true) {
  const field = isSigned ? [signed().field] : [];
  return verify(Buffer.from([...head, ...field, ...HEADER, "", BODY].join("\r\n"), "latin1"));
}

test.each<[string, string[], string | null]>([
  ["above its Received", [PATH, says(ALL), RECEIVED], "mx.example.org on top"],
  ["of its house", [PATH, says(ALL, "example.org"), RECEIVED], "example.org on top"],
  [
    "in two fields",
    [PATH, says("dkim=pass header.d=example.com"), says("dmarc=pass"), RECEIVED],
    "mx.example.org on top",
  ],
  ["right below its Received, as Google has it", [PATH, RECEIVED, says(ALL)], "mx.example.org perhaps"],
  [
    "without an id, above its Received",
    [PATH, "Authentication-Results: spf=pass smtp.mailfrom=a", RECEIVED],
    "mx.example.org on top",
  ],
  ["without an id, below", [PATH, RECEIVED, "Authentication-Results: dmarc=pass header.from=example.com"], null],
  [
    "of a host above, where the first writes its address, as Yahoo has it",
    [
      "Received: from 127.0.0.1 by mx1.example.org with HTTP; Sun, 1 Nov 2026",
      PATH,
      says(ALL, "mx1.example.org"),
      RECEIVED.replace("mx.example.org", "10.253.233.86"),
    ],
    "mx1.example.org on top",
  ],
  ["of another house", [PATH, says(ALL, "mx.example.net"), RECEIVED], null],
  ["of a name that only ends so", [PATH, says(ALL, "evilexample.org"), RECEIVED], null],
  ["below the next Received", [PATH, RECEIVED, "Received: by inner.example.net with ESMTP id 1", says(ALL)], null],
  ["where nobody handed the message over", [PATH, says(ALL)], null],
])("whose claim it is: %s", async (_, head, expected) => {
  const { receiver } = await proofOf(head);
  expect(receiver === null ? null : `${receiver.name} ${receiver.isOnTop ? "on top" : "perhaps"}`).toBe(expected);
});

test("no result rests on it: a message that is not authentic stays so, whatever is written", async () => {
  const { verdict, dkim, dmarc, findings } = await proofOf(
    ["Return-Path: <a@example.net>", says(ALL), RECEIVED],
    false,
  );
  expect([verdict, dkim, dmarc.result]).toEqual(["fail", [], "fail"]);
  expect(findings.find(({ rule }) => rule === "receiver-differs")?.message).toBe(
    '"mx.example.org" says otherwise in Authentication-Results, dmarc was pass and is fail: dns or the message has changed since, it judges by other rules, or somebody else wrote that header',
  );
});

test.each([
  ["the same", ALL, []],
  ["dmarc=fail", "dmarc=fail header.from=example.com", ["dmarc was fail and is pass"]],
  ["dkim=fail", "dkim=fail header.i=@example.com", ['dkim of "example.com" was fail and is pass']],
  ["one of two of them", "dkim=fail header.d=example.com; dkim=pass header.d=example.com", []],
  ["spf=softfail", "spf=softfail smtp.mailfrom=id@mail.example.com", ["spf was softfail and is pass"]],
  ["spf of another identity", "spf=fail smtp.helo=a25.smtp-out.amazonses.com", []],
  ["what could not be told", "dmarc=temperror; spf=none smtp.mailfrom=mail.example.com", []],
  ["a word that is none", "dmarc=fails-not", []],
])("compared with what is found now: %s", async (_, claim, expected) => {
  const { verdict, findings } = await proofOf([PATH, says(claim), RECEIVED]);
  expect(verdict).toBe("pass");
  const told = findings.filter(({ rule }) => rule === "receiver-differs").map(({ message }) => message);
  expect(told.map((message) => message.slice(52, message.indexOf(": dns or")))).toEqual(
    expected.map((text) => expect.stringContaining(text)),
  );
});

describe("the envelope's sender, where no other header says it", () => {
  const senderOf = async (head: readonly string[]) => {
    const { envelope, spf } = await proofOf(head);
    return `${envelope.mailFromDomain} ${envelope.mailFromFrom} ${spf.identity} ${spf.result}`;
  };
  const mailFrom = (text: string) => says(`spf=pass smtp.mailfrom=${text}`);
  const unknown = "null null null unknown";

  test.each([
    [
      "an address",
      [mailFrom("id@mail.example.com"), RECEIVED],
      "mail.example.com Authentication-Results mailfrom pass",
    ],
    ["a domain", [mailFrom("mail.example.com"), RECEIVED], "mail.example.com Authentication-Results mailfrom pass"],
    ["a bounce", [mailFrom("<>"), RECEIVED], "a25.smtp-out.amazonses.com Authentication-Results helo none"],
    [
      "Return-Path goes before it",
      [PATH, mailFrom("a@example.net"), RECEIVED],
      "mail.example.com Return-Path mailfrom pass",
    ],
    ["not one below the Received, where the sender may write", [RECEIVED, mailFrom("id@mail.example.com")], unknown],
    [
      "not one of another house",
      [says("spf=pass smtp.mailfrom=mail.example.com", "mx.example.net"), RECEIVED],
      unknown,
    ],
    ["not one that is quoted", [mailFrom('"id@mail.example.com"'), RECEIVED], unknown],
    ["not one that stands there twice", [mailFrom("id@mail.example.com smtp.mailfrom=a@b.example"), RECEIVED], unknown],
  ])("%s", async (_, head, expected) => {
    expect(await senderOf(head)).toBe(expected);
  });
});

test("in words, and nobody's address in them", async () => {
  const dkim = "dkim=pass header.i=secret@example.com; dkim=pass header.d=\u001b[31m`|";
  const text = renderMessage(await proofOf([PATH, says(`${dkim}; ${ALL}`), RECEIVED]), "text");
  expect(text.split("\n").at(-1)).toMatchInlineSnapshot(
    `"  (dkim=pass for example.com, dkim=pass for ??31m??, dkim=pass for example.com, spf=pass for mail.example.com, dmarc=pass, as mx.example.org wrote in Authentication-Results: no result is taken from it)"`,
  );
  const below = renderMessage(await proofOf([PATH, RECEIVED, says("dmarc=pass")]), "text");
  expect(below.split("\n").at(-1)).toBe(
    "  (dmarc=pass, as Authentication-Results has it, perhaps by mx.example.org: no result is taken from it)",
  );
});
