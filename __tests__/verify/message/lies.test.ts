// Messages of somebody who wants to be taken for another: his own signature and his own SPF hold, and the From that is shown is
// another's. None of them is authentic, or it is so for him alone.

import { BODY, HEADER, type SignedProps, signed } from "./signature/sign";
import { keyText, type Table, verify } from "./signed";

/** The sender's own: his key, his SPF, his policy. */
const KEY = { TXT: [keyText()] };
const ZONES: Readonly<Record<string, Table[string]>> = {
  "bbb._domainkey.evil.example.net": KEY,
  "evil.example.net": { TXT: [["v=spf1 ip4:192.0.2.9 -all"]] },
  "_dmarc.evil.example.net": { TXT: [["v=DMARC1; p=reject"]] },
  "bbb._domainkey.other.co.uk": KEY,
  "bbb._domainkey.co.uk": KEY,
  "bbb._domainkey.shop.co.uk": KEY,
  "bbb._domainkey.bank.example": KEY,
  "news.bank.example": { A: ["192.0.2.1"] },
};
const ENVELOPE = { clientIp: "192.0.2.9", envelopeFrom: "a@evil.example.net" };
const REST = HEADER.slice(1);

async function outcome(props: SignedProps, zones: typeof ZONES = {}, message = signed(props).message) {
  const { verdict, from, dmarc } = await verify(message, { ...ZONES, ...zones }, ENVELOPE);
  return { verdict, from, dmarc: dmarc.result };
}

const evil = (from: string, ...more: string[]): SignedProps => ({
  tags: { d: "evil.example.net", h: "From" },
  header: [`From: ${from}`, ...more, ...REST],
});

const fails = { verdict: "fail", from: "example.com", dmarc: "fail" } as const;
const nobody = { verdict: "fail", from: null, dmarc: "permerror" } as const;

test.each<[string, string, string[], Awaited<ReturnType<typeof outcome>>]>([
  ["another's address", "shop@example.com", [], fails],
  ["another's address, Sender is his", "shop@example.com", ["Sender: a@evil.example.net"], fails],
  ["another's address, Resent-From is his", "shop@example.com", ["Resent-From: a@evil.example.net"], fails],
  ["his address in the name", '"a@evil.example.net" <shop@example.com>', [], fails],
  ["his address in a comment", "(a@evil.example.net) shop@example.com", [], fails],
  ["his address in an encoded word", "=?utf-8?q?=3Ca=40evil.example.net=3E?= <shop@example.com>", [], fails],
  ["full-width letters, which are plain ones", "shop@ｅxample.com", [], fails],
  ["a soft hyphen, which is nothing", "shop@exam\u00adple.com", [], fails],
  ["two addresses, his first", "a@evil.example.net, shop@example.com", [], nobody],
  ["two addresses, his last", "shop@example.com, a@evil.example.net", [], nobody],
  ["two in angle brackets", "<shop@example.com> <a@evil.example.net>", [], nobody],
  ["a group", "Shop: shop@example.com;", [], nobody],
  ["an encoded word for an address", "=?utf-8?q?shop=40example.com?=", [], nobody],
  ["nothing", "", [], nobody],
  ["empty brackets", "<>", [], nobody],
  ["a dot behind the domain", "shop@example.com.", [], nobody],
  ["blanks around the dot", "shop@example . com", [], nobody],
  ["an address in brackets within quotes", '"shop@example.com', [], nobody],
  ["two at signs", "a@evil.example.net@example.com", [], nobody],
  ["a NUL behind the domain", "shop@example.com\0.evil.example.net", [], nobody],
  ["a bare CR and a second From", "a@evil.example.net\rFrom: shop@example.com", [], nobody],
  ["a second From below", "a@evil.example.net", ["From: shop@example.com"], nobody],
  ["a second From with a blank before its colon", "a@evil.example.net", ["From : shop@example.com"], nobody],
  ["a second From, folded", "a@evil.example.net", ["FROM:\r\n shop@example.com"], nobody],
])("not authentic: From has %s", async (_, from, more, expected) => {
  const header = (text: string) => Buffer.from(text, "utf8").toString("latin1");
  expect(await outcome(evil(header(from), ...more))).toEqual(expected);
});

test.each<[string, string, typeof ZONES, string, Awaited<ReturnType<typeof outcome>>]>([
  [
    "a sister below a public suffix without a record",
    "shop.co.uk",
    {},
    "other.co.uk",
    { verdict: "fail", from: "shop.co.uk", dmarc: "none" },
  ],
  [
    "a sister below a public suffix that says psd=y",
    "shop.co.uk",
    { "_dmarc.co.uk": { TXT: [["v=DMARC1; psd=y; p=reject"]] } },
    "other.co.uk",
    { verdict: "fail", from: "shop.co.uk", dmarc: "fail" },
  ],
  [
    "the public suffix itself",
    "shop.co.uk",
    { "_dmarc.co.uk": { TXT: [["v=DMARC1; psd=y; p=reject"]] } },
    "co.uk",
    { verdict: "fail", from: "shop.co.uk", dmarc: "fail" },
  ],
  [
    "a parent, under strict alignment",
    "news.bank.example",
    { "_dmarc.bank.example": { TXT: [["v=DMARC1; p=reject; adkim=s"]] } },
    "bank.example",
    { verdict: "fail", from: "news.bank.example", dmarc: "fail" },
  ],
  [
    "a parent, and a record that says the name is an organization",
    "news.bank.example",
    {
      "_dmarc.news.bank.example": { TXT: [["v=DMARC1; p=reject; psd=n"]] },
      "_dmarc.bank.example": { TXT: [["v=DMARC1; p=reject"]] },
    },
    "bank.example",
    { verdict: "fail", from: "news.bank.example", dmarc: "fail" },
  ],
])("signed by %s", async (_, from, zones, d, expected) => {
  expect(await outcome({ tags: { d, h: "From" }, header: [`From: a@${from}`, ...REST] }, zones)).toEqual(expected);
});

test("a parent's signature is not aligned without a DMARC record (RFC 9989 §4.10.2)", async () => {
  const { message } = signed({
    tags: { d: "bank.example", h: "From" },
    header: ["From: a@news.bank.example", ...REST],
  });
  const { dkim } = await verify(message, ZONES, ENVELOPE);
  expect(dkim.map(({ result, aligned }) => [result, aligned])).toEqual([["pass", false]]);
});

test("a lookalike is shown in ASCII, and is not one of our domains", async () => {
  const header = [`From: shop@${Buffer.from("ехample.com").toString("latin1")}`, ...REST];
  const { from, findings } = await verify(signed({ tags: { h: "From" }, header }).message, ZONES, ENVELOPE);
  expect([from, findings.map(({ rule }) => rule)]).toEqual([
    "xn--ample-ywe6i.com",
    expect.arrayContaining(["foreign"]),
  ]);
});

test.each([
  ["Content-Type", "Content-Type: text/plain", "Content-Type: text/html"],
  ["Content-Transfer-Encoding", "Content-Transfer-Encoding: 7bit", "Content-Transfer-Encoding: base64"],
  ["MIME-Version", "MIME-Version: 1.0", "MIME-Version: 2.0"],
])("a second %s, which changes what is shown, is never authenticated", async (_, first, second) => {
  const own = signed({ header: [...HEADER, first] }).field;
  const message = Buffer.from([own, ...HEADER, first, second, "", BODY].join("\r\n"));
  expect((await outcome({}, {}, message)).verdict).toBe("fail");
});

test("a body of nested parts is only hashed", async () => {
  const body = Array.from(
    { length: 100_000 },
    (_, at) => `--${at}\r\nContent-Type: multipart/mixed; boundary=${at + 1}\r\n\r\n`,
  );
  expect(await outcome({ body: `${body.join("")}end\r\n` })).toEqual({
    verdict: "pass",
    from: "example.com",
    dmarc: "pass",
  });
});

test("line ends that are mixed change nothing that is signed", async () => {
  const { field } = signed({ body: "one\r\ntwo\r\n" });
  const message = Buffer.from([field, ...HEADER].join("\r\n").concat("\n\none\ntwo\r\n"));
  expect(await outcome({}, {}, message)).toEqual({ verdict: "pass", from: "example.com", dmarc: "pass" });
});

test("another sender's own mail is authentic, and is not one of our domains", async () => {
  const { verdict, from, findings } = await verify(signed(evil("a@evil.example.net")).message, ZONES, ENVELOPE);
  expect([verdict, from, findings.map(({ rule }) => rule)]).toEqual(["pass", "evil.example.net", ["foreign"]]);
});
