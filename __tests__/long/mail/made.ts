// Messages that OpenDKIM signs, and what relays do to them.
import { HEADER } from "../../verify/message/signature/sign";
import { BY_HAND, ELSEWHERE, from, GOOD, type MailCase, UNSIGNED, VOID } from "./case";
import { FORWARDER, SES } from "./world";

const list = { ip: FORWARDER, helo: "lists.example.org", from: "list-bounces@lists.example.org" } as const;
const FROM_SES = `Received: from a25.smtp-out.amazonses.com (a25.smtp-out.amazonses.com [${SES}]) by mx.forwarder.example.net (Postfix) with ESMTPS id A; Sun, 1 Nov 2026 00:00:00 +0000`;

const MULTIPART = [
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: 8bit",
  "",
  "Gr\xc3\xbc\xc3\x9fe",
  "",
  "--b",
  "Content-Type: message/rfc822",
  "",
  "From: a@inner.example",
  "Subject: inner",
  "",
  "inner",
  "--b--",
  "",
].join("\r\n");

/** Signed by OpenDKIM, sent by SES. */
export const SIGNED: readonly MailCase[] = [
  { what: "relaxed/simple", sign: ["ours"], right: GOOD },
  { what: "relaxed/relaxed", sign: ["relaxed"], right: GOOD },
  { what: "simple/simple", sign: ["simple"], right: GOOD },
  { what: "simple/relaxed", sign: ["simple-relaxed"], right: GOOD },
  { what: "a key of 1024 bits", sign: ["short"], right: GOOD },
  { what: "Ed25519", sign: ["ed25519"], right: GOOD },
  { what: "RSA and Ed25519", sign: ["ours", "ed25519"], right: GOOD },
  { what: "the same signature twice", sign: ["ours", "ours"], right: GOOD },
  { what: "oversigned", sign: ["oversigned"], right: GOOD },
  { what: "with x=", sign: ["expiring"], right: GOOD },
  { what: "with z=", sign: ["copied"], right: GOOD },
  { what: "SES's own pair", sign: ["ours", "amazon"], right: "pass / amazonses.com+example.com / pass" },
  { what: "of SES alone", sign: ["amazon"], right: "pass / amazonses.com / pass" },
  { what: "nobody's", right: UNSIGNED },
  {
    what: "folded fields",
    sign: ["ours"],
    header: from("From: Shop\r\n\t<shop@example.com>", "X-A: a\r\n b  \r\n\tc "),
    right: GOOD,
  },
  {
    what: "folded fields, simple",
    sign: ["simple"],
    header: from("From: Shop\r\n\t<shop@example.com>", "Cc: a\r\n <b@example.org>"),
    right: GOOD,
  },
  {
    what: "bytes that are not ASCII",
    sign: ["ours"],
    header: from(HEADER[0] ?? "", "Cc: \xc3\xa9\xff <a@example.org>"),
    body: "caf\xc3\xa9 \xff\xfe\r\n",
    right: GOOD,
  },
  {
    what: "a field of 48 kB",
    sign: ["ours"],
    header: from(HEADER[0] ?? "", `X-A: ${"a long word,\r\n ".repeat(3000)}b`),
    right: GOOD,
  },
  {
    what: "three hundred fields",
    sign: ["ours"],
    header: from(HEADER[0] ?? "", ...Array.from({ length: 300 }, (_, at) => `X-A: ${at}`)),
    right: GOOD,
  },
  { what: "no body", sign: ["ours"], body: "", right: GOOD },
  { what: "no body, relaxed", sign: ["relaxed"], body: "", right: GOOD },
  { what: "empty lines alone", sign: ["ours"], body: "\r\n\r\n\r\n", right: GOOD },
  { what: "no line end at the end", sign: ["ours"], body: "Hello.", right: GOOD },
  { what: "blanks and empty lines at the end", sign: ["relaxed"], body: "a \t \r\n\t\r\n b\r\n \r\n\r\n", right: GOOD },
  {
    what: "dots and From at the beginning of lines",
    sign: ["ours"],
    body: ".\r\n..\r\nFrom here\r\n>From there\r\n",
    right: GOOD,
  },
  { what: "lines that end in LF", sign: ["ours"], body: "a\nb\n\nc\n", right: GOOD },
  { what: "a line of 5,000 bytes", sign: ["ours"], body: `${"x".repeat(5000)}\r\n`, right: GOOD },
  { what: "a NUL in the body", own: BY_HAND, body: "a\0b\r\n", right: GOOD },
  {
    what: "parts, one of them a message",
    sign: ["ours"],
    header: from(HEADER[0] ?? "", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b"),
    body: MULTIPART,
    right: GOOD,
  },
  {
    what: "base64",
    sign: ["ours"],
    header: from(HEADER[0] ?? "", "MIME-Version: 1.0", "Content-Transfer-Encoding: base64"),
    body: "SGVsbG8u\r\n",
    right: GOOD,
  },
  { what: "from below the domain", sign: ["ours"], header: from("From: a@news.example.com"), right: GOOD },
];

/** What happens to a message on its way. */
export const RELAYED: readonly MailCase[] = [
  {
    what: "the subject altered",
    sign: ["ours"],
    after: [["Subject: Order", "Subject: [list] Order"]],
    right: UNSIGNED,
  },
  { what: "the body altered", sign: ["ours"], after: [["Hello.", "Bye."]], right: UNSIGNED },
  { what: "a footer added", sign: ["relaxed"], after: [["Hello.\r\n", "Hello.\r\n-- \r\nlist\r\n"]], right: UNSIGNED },
  { what: "empty lines added", sign: ["ours"], after: [["Hello.\r\n", "Hello.\r\n\r\n\r\n"]], right: GOOD },
  {
    what: "blanks added, relaxed",
    sign: ["relaxed"],
    after: [
      ["Hello.\r\n", "Hello.  \r\n"],
      ["To: you", "To:   you"],
    ],
    right: GOOD,
  },
  { what: "blanks added, simple", sign: ["simple"], after: [["To: you", "To:   you"]], right: UNSIGNED },
  { what: "folded anew, relaxed", sign: ["ours"], after: [["Subject: Order 7", "Subject: Order\r\n 7"]], right: GOOD },
  {
    what: "folded anew, simple",
    sign: ["simple"],
    after: [["Subject: Order 7", "Subject: Order\r\n 7"]],
    right: UNSIGNED,
  },
  {
    what: "names of fields in capitals, relaxed",
    sign: ["ours"],
    after: [["\r\nSubject:", "\r\nSUBJECT:"]],
    right: GOOD,
  },
  { what: "another From above", sign: ["ours"], above: ["X-Other: 1"], right: GOOD },
  {
    what: "a list that changes the subject and signs",
    ...list,
    sign: ["ours"],
    above: [FROM_SES],
    after: [["Subject: Order", "Subject: [list] Order"]],
    right: "pass / - / fail",
  },
  {
    what: "a list that takes From over",
    ...list,
    sign: ["list"],
    above: [FROM_SES],
    header: from("From: Shop via list <list@lists.example.org>", "Reply-To: shop@example.com"),
    right: "pass / lists.example.org / pass",
  },
  {
    what: "a forwarder that rewrites the sender",
    ...list,
    sign: ["ours"],
    above: [FROM_SES],
    helo: "forwarder.example.net",
    from: "SRS0=ab=CC=mail.example.com=id@forwarder.example.net",
    right: GOOD,
  },
  {
    what: "a forwarder that keeps the sender",
    ...list,
    sign: ["ours"],
    above: [FROM_SES],
    helo: "forwarder.example.net",
    from: "id@mail.example.com",
    right: "unknown / example.com / pass",
    python: ["softfail / example.com", "it is told the hop"],
    theirs: ["fail / example.com / pass", "it knows which hop it asked for, the file does not"],
  },
  {
    what: "ARC alone",
    above: [
      "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.com; s=bbb; t=1; b=AAAA",
      "ARC-Message-Signature: i=1; a=rsa-sha256; d=example.com; s=bbb; h=from; bh=AAAA; b=AAAA",
      "ARC-Authentication-Results: i=1; mx.example.com; dkim=pass header.d=example.com; dmarc=pass",
    ],
    ...ELSEWHERE,
    right: VOID,
  },
];
