// Domains in letters: From, signatures and senders hold them as U-labels where the message is an internationalized one (RFC 6532,
// RFC 8616), and DNS and alignment know A-labels alone.
import { BODY, HEADER, signed } from "./signature/sign";
import { keyText, type Table, verify } from "./signed";

const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const A = "xn--bcher-kva.example";
const U = bytes("bücher.example");
const ZONES: Readonly<Record<string, Table[string]>> = {
  [`bbb._domainkey.${A}`]: { TXT: [keyText()] },
  [`xn--gr-yka._domainkey.${A}`]: { TXT: [keyText()] },
  [`_dmarc.${A}`]: { TXT: [["v=DMARC1; p=reject; adkim=s; aspf=s"]] },
  [A]: { TXT: [["v=spf1 ip4:192.0.2.9 -all"]], MX: [{ exchange: "x", priority: 1 }] },
};
const NOBODY = { clientIp: "192.0.2.9", envelopeFrom: "a@example.net" };

async function outcome(from: string, tags: Readonly<Record<string, string>>, options: object = NOBODY) {
  const header = [`From: ${from}`, ...HEADER.slice(1)];
  const message = signed({ tags: { h: "From", ...tags }, header }).message;
  const proof = await verify(message, ZONES, options);
  const [one] = proof.dkim;
  return [proof.from, one?.domain, one?.result, one?.aligned, proof.dmarc.result];
}

test.each([
  ["A-labels in both", `a@${A}`, { d: A }],
  ["U-labels in both (RFC 8616 §5)", `a@${U}`, { d: U }],
  ["U-labels in From alone", `a@${U}`, { d: A }],
  ["U-labels in the signature alone", `a@${A}`, { d: U }],
  ["i= in the other form", `a@${U}`, { d: A, i: `@${U}` }],
  ["i= with a local part in letters", `a@${U}`, { d: U, i: `${bytes("jürgen")}@${U}` }],
  ["a local part in letters", `${bytes("jürgen")}@${U}`, { d: U }],
  ["a name in letters", `${bytes("Bücher für alle")} <a@${U}>`, { d: U }],
  ["a selector in letters", `a@${U}`, { d: U, s: bytes("grü") }],
  ["capital letters of A-labels", "a@XN--BCHER-KVA.example", { d: "XN--Bcher-kva.EXAMPLE" }],
])("counts: %s", async (_, from, tags) => {
  expect(await outcome(from, tags)).toEqual([A, A, "pass", true, "pass"]);
});

test.each([
  ["capital letters, which no U-label has", "BÜCHER.example"],
  ["a letter and an accent for one letter (not NFC)", "bu\u0308cher.example"],
  ["full-width letters", "ｂücher.example"],
  ["an ideographic full stop", "bücher。example"],
  ["a soft hyphen", "bü\u00adcher.example"],
  ["a joiner", "bü\u200dcher.example"],
])("does not count: a d= with %s", async (_, d) => {
  const [, , result, , dmarc] = await outcome(`a@${A}`, { d: bytes(d) });
  expect([result, dmarc]).toEqual(["permerror", "fail"]);
});

test.each([
  ["no UTF-8", "b\xfccher.example"],
  ["half a letter", "b\xc3"],
  ["a letter that is longer than need be", "b\xc0\xafcher.example"],
])("does not count: %s", async (_, d) => {
  expect((await outcome(`a@${A}`, { d }))[2]).toBe("permerror");
  expect((await outcome(`a@${d}`, { d: A }))[0]).toBeNull();
});

test("a lookalike is another domain", async () => {
  const [from, , , aligned, dmarc] = await outcome(`a@${bytes("bϋcher.example")}`, { d: U });
  expect([from, aligned, dmarc]).toEqual(["xn--bcher-tee.example", false, "none"]);
});

test.each([
  ["Return-Path", { clientIp: "192.0.2.9" }],
  ["--envelope-from", { clientIp: "192.0.2.9", envelopeFrom: "jürgen@bücher.example" }],
  ["--helo of a bounce", { clientIp: "192.0.2.9", envelopeFrom: "<>", helo: "bücher.example" }],
])("the envelope's sender in letters, by %s", async (_, options) => {
  const message = Buffer.from(
    [`Return-Path: <${bytes("jürgen")}@${U}>`, `From: a@${U}`, ...HEADER.slice(1), "", BODY].join("\r\n"),
    "latin1",
  );
  const { spf, dmarc } = await verify(message, ZONES, options);
  expect([spf.domain, spf.result, spf.aligned, dmarc.result]).toEqual([A, "pass", true, "pass"]);
});
