// Messages of every kind of sender, author and signature.
import { HEADER, type SignedProps } from "../../verify/message/signature/sign";
import { BY_HAND, ELSEWHERE, from, GOOD, type MailCase, UNSIGNED, VOID } from "./case";
import { SES, STRANGER, WEAK_KEY } from "./world";

/** Of dkimpy and pyspf. */
const TAKEN = "pass / example.com";
const REST = HEADER.slice(1);

const own = (
  what: string,
  props: SignedProps,
  right: string,
  others: Pick<MailCase, "theirs" | "python"> = {},
): MailCase => ({ what, own: { ...props, tags: { t: undefined, ...props.tags } }, right, ...ELSEWHERE, ...others });

/** Unsigned, so that SPF decides. */
export const SENDERS: readonly MailCase[] = [
  { what: "softfail", ip: STRANGER, right: "softfail / - / fail" },
  { what: "fail", from: "a@strict.example.com", right: "fail / - / fail" },
  { what: "neutral", from: "a@neutral.example.com", right: "neutral / - / fail" },
  { what: "no record", from: "a@news.example.com", right: "none / - / fail" },
  { what: "two records", from: "a@two.example.com", right: "permerror / - / fail" },
  { what: "a wrong term", from: "a@wrong-first.example.com", right: "permerror / - / fail" },
  { what: "a wrong term behind the one that matches", from: "a@wrong.example.com", right: "permerror / - / fail" },
  { what: "eleven includes", from: "a@many.example.com", right: "permerror / - / fail" },
  { what: "an include of nothing", from: "a@lost.example.com", right: "permerror / - / fail" },
  {
    what: "an include whose servers fail",
    from: "a@deaf.example.com",
    right: "temperror / - / temperror",
    theirs: ["unknown / - / fail", "RFC 9989 §5.3.6: what DNS does not tell is no fail"],
  },
  { what: "redirect", from: "a@redirect.example.com", right: UNSIGNED },
  { what: "mx", from: "a@mx.example.com", right: UNSIGNED },
  { what: "a with a network", from: "a@a.example.com", right: UNSIGNED },
  { what: "exists with macros", from: "a@exists.example.com", right: UNSIGNED },
  { what: "a stranger's", ...ELSEWHERE, right: VOID },
  { what: "a bounce, a name of ours", from: "", helo: "out.example.com", right: UNSIGNED },
  { what: "a bounce, SES's name", from: "", right: VOID },
  { what: "a bounce, signed", sign: ["ours"], from: "", right: GOOD },
];

/** Who wrote it. */
export const AUTHORS: readonly MailCase[] = [
  {
    what: "a comment in From",
    sign: ["ours"],
    header: from("From: Shop (the \\) shop) <shop@example.com> (b)"),
    right: GOOD,
  },
  {
    what: "a comment within the address",
    sign: ["ours"],
    header: from("From: Shop <shop(a)@example.com>"),
    right: "pass / example.com / permerror",
    theirs: ["pass / example.com / pass", "programs that know no comments read another address"],
  },
  {
    what: "From in an encoded word",
    sign: ["ours"],
    header: from("From: =?utf-8?B?U2jDtnA=?= <shop@example.com>"),
    right: GOOD,
  },
  { what: "From in bytes of UTF-8", sign: ["ours"], header: from("From: Sh\xc3\xb6p <shop@example.com>"), right: GOOD },
  {
    what: "an address in the name",
    sign: ["ours"],
    header: from('From: "a@stranger.example.net" <shop@example.com>'),
    right: GOOD,
  },
  {
    what: "another's address in the name",
    sign: ["stranger"],
    header: from('From: "a@stranger.example.net" <shop@example.com>'),
    ...ELSEWHERE,
    right: "pass / stranger.example.net / fail",
  },
  {
    what: "two addresses in From",
    own: BY_HAND,
    header: from("From: shop@example.com, a@stranger.example.net"),
    right: "pass / example.com / permerror",
    theirs: ["undefined / example.com / null", "OpenDMARC passes it over"],
  },
  {
    what: "a group in From",
    own: BY_HAND,
    header: from("From: Shop: shop@example.com;"),
    right: "pass / example.com / permerror",
    theirs: ["pass / example.com / pass", "RFC 6854 §1: of limited use, and receivers differ on it"],
  },
  {
    what: "an empty group in From",
    own: BY_HAND,
    header: from("From: nobody:;"),
    right: "pass / example.com / permerror",
    theirs: ["undefined / - / null", "OpenDMARC passes it over, OpenDKIM reads no signature"],
  },
  {
    what: "two From",
    own: BY_HAND,
    header: from("From: shop@example.com", "From: a@stranger.example.net"),
    right: "pass / - / permerror",
    theirs: ["pass / example.com / pass", "RFC 9989 §4.4, RFC 6376 §8.15"],
  },
  {
    what: "two Subject",
    own: BY_HAND,
    header: from(HEADER[0] ?? "", "Subject: Pay here"),
    right: UNSIGNED,
    python: [TAKEN, "the same"],
    theirs: ["pass / example.com / pass", "RFC 6376 §8.15"],
  },
  {
    what: "no From",
    header: REST,
    right: "unknown / - / permerror",
    python: ["pass / -", "it is told the envelope"],
    theirs: ["nothing", "of a file that is not whole nothing is told, and their words neither"],
  },
];

/** A stranger writes what a receiver would have written of us. */
export const FORGED: readonly MailCase[] = [
  `Authentication-Results: mx.example.org; dkim=pass header.d=example.com; spf=pass smtp.mailfrom=id@mail.example.com; dmarc=pass header.from=example.com`,
  `Received-SPF: pass (mx.example.org: domain of id@mail.example.com designates ${STRANGER} as permitted sender) client-ip=${STRANGER}; envelope-from=id@mail.example.com;`,
  "Return-Path: <id@mail.example.com>",
  `Received: from a25.smtp-out.amazonses.com (a25.smtp-out.amazonses.com [${SES}]) by mx.example.org (Postfix) with ESMTPS id A; Sun, 1 Nov 2026 00:00:00 +0000`,
].map((field) => ({
  what: `a stranger's ${field.slice(0, field.indexOf(":"))}`,
  above: [field],
  ...ELSEWHERE,
  right: VOID,
}));

const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const LETTERS = { header: from(bytes("From: Jürgen <jürgen@bücher.example>")), utf8: true } as const;
const UNCONVERTED = "RFC 8616 §4, §5, RFC 9989 §5.3.1: DNS is asked for A-labels";
const IN_LETTERS = "pass / xn--bcher-kva.example / pass";

/** Domains in letters (RFC 8616). */
export const INTERNATIONAL: readonly MailCase[] = [
  {
    ...LETTERS,
    what: "letters in From, sender and signature",
    from: "jürgen@bücher.example",
    own: { tags: { t: undefined, d: bytes("bücher.example") } },
    right: IN_LETTERS,
    theirs: ["none / - / none", UNCONVERTED],
    python: ["none / -", UNCONVERTED],
  },
  {
    ...LETTERS,
    what: "letters in From and sender, and a signature in ASCII",
    from: "jürgen@bücher.example",
    own: { tags: { t: undefined, d: "xn--bcher-kva.example" } },
    right: IN_LETTERS,
    theirs: ["none / xn--bcher-kva.example / none", UNCONVERTED],
    python: ["none / xn--bcher-kva.example", UNCONVERTED],
  },
  {
    ...LETTERS,
    what: "letters in From, nobody signs",
    from: "a@xn--bcher-kva.example",
    right: UNSIGNED,
    theirs: ["pass / - / none", UNCONVERTED],
  },
];

/** Signatures that do not count, or only just. */
export const TAGS: readonly MailCase[] = [
  own("l= of a part", { tags: { l: "5" }, hashed: "Hello" }, GOOD),
  own("l= longer than the body", { tags: { l: "9" } }, VOID, { python: [TAKEN, "RFC 6376 §3.5"] }),
  own("x= over", { tags: { x: "1000000000" } }, VOID),
  own("x= to come", { tags: { x: "4102444800" } }, GOOD),
  own("i= elsewhere", { tags: { i: "@stranger.example.net" } }, VOID),
  own("i= below, and the key is for d= alone", { tags: { s: "exact", i: "@news.example.com" } }, VOID, {
    python: [TAKEN, "RFC 6376 §3.6.1"],
  }),
  own("h= without From", { tags: { h: "To:Subject" } }, VOID, { python: [TAKEN, "RFC 6376 §5.4"] }),
  own("rsa-sha1", { tags: { a: "rsa-sha1" } }, VOID),
  own("a key in test", { tags: { s: "test" } }, VOID, {
    theirs: [GOOD, "RFC 6376 §3.6.1: it is unsigned mail"],
    python: [TAKEN, "the same"],
  }),
  own("a key that is revoked", { tags: { s: "gone" } }, VOID),
  own("a key that is not there", { tags: { s: "none" } }, VOID),
  own("two keys", { tags: { s: "two" } }, VOID, {
    python: [TAKEN, "RFC 6376 §3.6.2.2: what is taken of several is undefined"],
  }),
  own("a key of 768 bits", { tags: { s: "weak" }, privateKey: WEAK_KEY.privateKey }, VOID),
  own("a key for another service", { tags: { s: "other" } }, VOID),
  own("a key for another hash", { tags: { s: "sha1" } }, VOID, { python: [TAKEN, "RFC 6376 §6.1.2"] }),
  own("v=2", { tags: { v: "2" } }, VOID),
  own("q= of another way", { tags: { q: "https" } }, VOID),
  own("a tag twice", { more: "; d=example.com" }, VOID, { theirs: [GOOD, "RFC 6376 §3.2: the list is void"] }),
  own("a stranger whose servers fail", { tags: { d: "stranger.example.net", s: "deaf" } }, VOID),
  own(
    "a public suffix",
    { tags: { d: "co.uk", h: "From" }, header: ["From: a@shop.co.uk", ...REST] },
    "pass / co.uk / fail",
    { theirs: ["pass / co.uk / pass", "RFC 9989 §4.10.2: the organization is shop.co.uk, and co.uk is not within it"] },
  ),
];
