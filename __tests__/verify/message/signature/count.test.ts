// Which signatures count: each row is right in all but one thing, and is signed by the key that is published.
import { generateKeyPairSync } from "node:crypto";
import { rsaPair } from "../../../run/keys";
import { DNS, keyText, NOW, verify } from "../signed";
import { HEADER, type SignedProps, signed } from "./sign";

/** Of another host than SES's: what is authentic is so by the signature alone. */
const ENVELOPE = { clientIp: "192.0.2.1", envelopeFrom: "id@example.net" };
const SECONDS = Math.floor(NOW / 1000);
const AT = "bbb._domainkey.example.com";
const PUBLIC = keyText()[0] ?? "";

// A row's callback takes its arguments as a rest: jest would put its own behind those of a shorter row.
async function resultOf(props: SignedProps, key: string | readonly (readonly string[])[] | null = PUBLIC) {
  const answers = typeof key === "string" ? [[key]] : key;
  const dns = { [AT]: answers === null ? null : { TXT: answers } };
  const { dkim, verdict } = await verify(signed(props).message, dns, ENVELOPE);
  const one = dkim[0];
  if (one === undefined) throw new Error("no signature was read");
  const { result, fault, reason, aligned } = one;
  return { verdict, counts: result === "pass" && aligned, fault, reason };
}

const pass = { counts: true, fault: null, reason: null };
const fails = (fault: string, reason: string | null = null) => ({ counts: false, fault, reason });

test.each<[string, SignedProps, string?]>([
  ["as it should be", {}],
  ["without t=", { tags: { t: undefined } }],
  ["t= some seconds ahead, as clocks are", { tags: { t: String(SECONDS + 200) } }],
  ["x= still to come", { tags: { x: String(SECONDS + 60) } }],
  ["i= at d=", { tags: { i: "shop@example.com" } }],
  ["i= at d= in capitals", { tags: { i: "@EXAMPLE.com" } }],
  ["i= without a local part, below d=", { tags: { i: "@news.example.com" } }],
  ["i= with a quoted-printable at sign", { tags: { i: "a=40elsewhere.example@example.com" } }],
  ["d= in capitals", { tags: { d: "Example.COM" } }],
  ["s= in capitals", { tags: { s: "BBB" } }],
  ["a= and c= in capitals", { tags: { a: "RSA-SHA256", c: "Simple/Simple" } }],
  ["without c=", { tags: { c: undefined } }],
  ["c= for the header alone", { tags: { c: "simple" } }],
  ["q= of several", { tags: { q: "https:dns/txt" } }],
  ["tags that nobody knows", { tags: { r: "y", zz_1: "a b" } }],
  ["a semicolon at the end", { more: ";" }],
  ["h= with blanks", { tags: { h: "From : To : Subject" } }],
  ["h= with From alone", { tags: { h: "from" } }],
  ["h= with fields that are not there", { tags: { h: "From:Reply-To:Sender:From:To" } }],
  ["l= of the whole body", { tags: { l: "8" } }],
  ["l= of nothing", { tags: { l: "0" }, hashed: "" }],
  ["l= of a part", { tags: { l: "5" }, hashed: "Hello" }],
  ["an empty body, which is one line", { body: "", hashed: "\r\n" }],
  ["empty lines behind the body", { body: "Hello.\r\n\r\n\r\n", hashed: "Hello.\r\n" }],
  ["the key with its version", {}, `v=DKIM1; k=rsa; ${PUBLIC}`],
  ["the key in strings", {}, `v=DKIM1; ${PUBLIC.slice(0, 100)} ${PUBLIC.slice(100)}`],
  ["the key for mail", {}, `s=email; ${PUBLIC}`],
  ["the key for sha256 too", {}, `h=sha1:sha256; ${PUBLIC}`],
  ["the key for d= alone, and i= is it", { tags: { i: "@example.com" } }, `t=s; ${PUBLIC}`],
])("counts: %s", async (...[, props, key]) => {
  expect(await resultOf(props, key)).toEqual({ verdict: "pass", ...pass });
});

test.each<[string, SignedProps, ReturnType<typeof fails>, (string | readonly (readonly string[])[] | null)?]>([
  // RFC 6376 §5.4
  ["From is not signed", { tags: { h: "To:Subject:Date" } }, fails("from-unsigned", 'its "h=" is without From')],
  ["h= is empty", { tags: { h: "" } }, fails("malformed", 'its "h=" is no list of fields')],
  ["h= has an empty name", { tags: { h: "From::To" } }, fails("malformed", 'its "h=" is no list of fields')],
  // §3.5, §6.1.1
  ["i= elsewhere", { tags: { i: "@example.net" } }, fails("identity", 'its "i=" is not within "d="')],
  [
    "i= above d=",
    { tags: { d: "news.example.com", i: "@example.com" } },
    fails("identity", 'its "i=" is not within "d="'),
  ],
  ["i= ends as d= does", { tags: { i: "@notexample.com" } }, fails("identity", 'its "i=" is not within "d="')],
  [
    "i= has two at signs",
    { tags: { i: "@example.com@example.net" } },
    fails("identity", 'its "i=" is not within "d="'),
  ],
  ["i= is no address", { tags: { i: "example.com" } }, fails("identity", 'its "i=" is not within "d="')],
  ["v= is 2", { tags: { v: "2" } }, fails("malformed", 'its "v=" is not 1')],
  ["v= is 1.0", { tags: { v: "1.0" } }, fails("malformed", 'its "v=" is not 1')],
  ...["v", "a", "bh", "h", "s", "b"].map(
    (tag) =>
      [`without ${tag}=`, { tags: { [tag]: undefined } }, fails("malformed", `it has no "${tag}="`)] as [
        string,
        SignedProps,
        ReturnType<typeof fails>,
      ],
  ),
  ["a tag twice", { more: "; d=example.com" }, fails("malformed", 'it has "d=" twice')],
  [
    "a tag twice, the first of another domain",
    { tags: { i: "@example.com" }, more: "; i=@example.net" },
    fails("malformed", 'it has "i=" twice'),
  ],
  ["a word that is no tag", { more: "; signed" }, fails("malformed", "a part of it is no tag")],
  ["an empty tag", { more: ";;" }, fails("malformed", "a part of it is no tag")],
  ["q= of another way", { tags: { q: "https" } }, fails("malformed", 'its "q=" is not dns/txt')],
  ["c= of another form", { tags: { c: "nowsp" } }, fails("malformed", 'its "c=" is no canonicalization')],
  ["c= of three", { tags: { c: "simple/simple/simple" } }, fails("malformed", 'its "c=" is no canonicalization')],
  [
    "a= of another hash",
    { tags: { a: "rsa-sha512" } },
    fails("malformed", 'its "a=" is no algorithm that receivers know'),
  ],
  ["a= without a hash", { tags: { a: "rsa" } }, fails("malformed", 'its "a=" is no algorithm that receivers know')],
  ["a= is rsa-sha1 (RFC 8301 §3.1)", { tags: { a: "rsa-sha1" } }, fails("weak-hash", 'its "a=" is rsa-sha1')],
  ["d= with a dot behind it", { tags: { d: "example.com." } }, fails("malformed", 'its "d=" is no domain')],
  ["d= of a whole country", { tags: { d: "com" } }, fails("malformed", 'its "d=" is no domain')],
  ["bh= is no base64", { tags: { bh: "*" } }, fails("malformed", 'its "b=" or "bh=" is no base64')],
  ["b= is no base64", { tags: { b: "?" } }, fails("malformed", 'its "b=" or "bh=" is no base64')],
  ["b= is empty", { tags: { b: " " } }, fails("malformed", 'its "b=" or "bh=" is no base64')],
  ["x= is over", { tags: { x: String(SECONDS - 1) } }, fails("expired")],
  [
    "x= is before t=",
    { tags: { t: "2000000000", x: "1999999999" } },
    fails("malformed", 'its "x=" is not behind its "t="'),
  ],
  ["x= is no time", { tags: { x: "tomorrow" } }, fails("malformed", 'its "t=" or "x=" is no time')],
  ["t= is tomorrow", { tags: { t: String(SECONDS + 86_400) } }, fails("future")],
  ["t= is no time", { tags: { t: "-1" } }, fails("malformed", 'its "t=" or "x=" is no time')],
  ["l= is larger than the body", { tags: { l: "9" } }, fails("body-short", "l= is 9, the body has 8")],
  ["l= is very large", { tags: { l: "9".repeat(76) } }, fails("body-short", "l= is 1e?76, the body has 8")],
  ["l= is no number", { tags: { l: "8x" } }, fails("malformed", 'its "l=" is no number')],
  ["l= is below nothing", { tags: { l: "-1" } }, fails("malformed", 'its "l=" is no number')],
  // §8.15
  [
    "a second Subject above the one that is signed",
    { header: ["Subject: Pay here", ...HEADER] },
    fails("field-added", '"subject" is there more than once'),
  ],
  [
    "a second From above the one that is signed",
    { header: ["From: a@example.net", ...HEADER] },
    { ...fails("field-added", '"from" is there more than once') },
  ],
  // §3.6.1, §6.1.2
  ["there is no key", {}, fails("no-key"), null],
  ["the key is revoked", {}, fails("bad-key", "it is revoked"), "v=DKIM1; p="],
  ["there are two keys", {}, fails("bad-key", "several texts stand at its name"), [[PUBLIC], [PUBLIC]]],
  ["the key is in test", {}, fails("testing"), `t=y; ${PUBLIC}`],
  ["the key is in test and for d= alone", {}, fails("testing"), `t=y:s; ${PUBLIC}`],
  [
    "the key is for d= alone, and i= is below",
    { tags: { i: "@news.example.com" } },
    fails("identity", 'its "i=" is below "d=", and the key says t=s'),
    `t=s; ${PUBLIC}`,
  ],
  ["the key is not for mail", {}, fails("bad-key", 'its "s=" is not for mail'), `s=tlsrpt; ${PUBLIC}`],
  ["the key does not allow the hash", {}, fails("bad-key", 'its "h=" does not allow sha256'), `h=sha1; ${PUBLIC}`],
  ["the key is of another version", {}, fails("bad-key", 'its version is "DKIM2"'), `v=DKIM2; ${PUBLIC}`],
  ["the key's version is not first", {}, fails("bad-key", 'its "v=" is not the first tag'), `${PUBLIC}; v=DKIM1`],
  ["the key is of another type", {}, fails("bad-key", 'its type is "dsa"'), `k=dsa; ${PUBLIC}`],
  [
    "the key is RSA and says that it is not",
    {},
    fails("bad-key", "an ed25519 key has 32 bytes, it has 294"),
    `k=ed25519; ${PUBLIC}`,
  ],
  [
    "the text in DNS holds markup",
    {},
    fails("bad-key", 'its version is "?b?`"'.replace("`", "?")),
    `v=<b>\`; ${PUBLIC}`,
  ],
])("does not count: %s", async (...[, props, expected, key]) => {
  expect(await resultOf(props, key)).toEqual({ verdict: "fail", ...expected });
});

test("a key of 768 bits does not count (RFC 8301 §3.2)", async () => {
  const short = rsaPair(768);
  const key = `p=${short.publicKey}`;
  expect(await resultOf({ privateKey: short.privateKey }, key)).toEqual({ verdict: "fail", ...fails("weak-key") });
});

test("Ed25519 (RFC 8463), and the key of one kind for the signature of the other", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = `k=ed25519; p=${Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64")}`;
  const props = {
    tags: { a: "ed25519-sha256" },
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    ed25519: true,
  };
  expect(await resultOf(props, key)).toEqual({ verdict: "pass", ...pass });
  expect(await resultOf(props)).toEqual({
    verdict: "fail",
    ...fails("bad-key", "it is for rsa, the signature is ed25519"),
  });
  expect(await resultOf({}, key)).toEqual({
    verdict: "fail",
    ...fails("bad-key", "it is for ed25519, the signature is rsa"),
  });
});

test("one good signature is enough, at any position", async () => {
  const bad = signed({ tags: { i: "@example.net" } }).field;
  const good = signed();
  for (const fields of [
    [bad, good.field],
    [good.field, bad],
  ]) {
    const message = Buffer.from([...fields, ...HEADER, "", "Hello.\r\n"].join("\r\n"));
    const { verdict, dkim, dmarc } = await verify(message, {}, ENVELOPE);
    expect([verdict, dmarc.result, dkim.map(({ result }) => result).sort()]).toEqual([
      "pass",
      "pass",
      ["pass", "permerror"],
    ]);
  }
});

test("only some of many signatures are checked, and DNS is asked once for each key", async () => {
  const asked: string[] = [];
  const fields = Array.from({ length: 25 }, () => signed().field);
  const message = Buffer.from([...fields, ...HEADER, "", "Hello.\r\n"].join("\r\n"));
  const resolver = async (name: string, type: string) => {
    asked.push(name);
    const found = DNS[name]?.[type];
    if (found === undefined || typeof found === "string") throw Object.assign(new Error(name), { code: "ENOTFOUND" });
    return found;
  };
  const { dkim } = await verify(message, {}, { resolver });
  expect(dkim.map(({ fault }) => fault)).toEqual([...Array(20).fill(null), ...Array(5).fill("too-many")]);
  expect(asked.filter((name) => name === AT)).toHaveLength(1);
});

test("ARC and foreign Authentication-Results do not count", async () => {
  const arc = signed().field.replace("DKIM-Signature: v=1;", "ARC-Message-Signature: i=1;");
  const claims = [
    "Authentication-Results: mx.example.org; dkim=pass header.d=example.com; spf=pass; dmarc=pass header.from=example.com",
    "ARC-Authentication-Results: i=1; mx.example.org; dkim=pass header.d=example.com; dmarc=pass",
    arc,
  ];
  const proof = await verify(
    Buffer.from([...claims, ...HEADER, "", "Hello.\r\n"].join("\r\n")),
    {},
    { clientIp: "192.0.2.1", envelopeFrom: "a@example.com" },
  );
  expect([proof.verdict, proof.dkim, proof.dmarc.result]).toEqual(["fail", [], "fail"]);
});

test("what is signed is not printed, and nothing is printed at all", async () => {
  const printed = [
    jest.spyOn(console, "log"),
    jest.spyOn(process.stdout, "write"),
    jest.spyOn(process.stderr, "write"),
  ];
  await resultOf({ tags: { l: "5000" } });
  await resultOf({ tags: { h: "To" } });
  for (const spy of printed) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});
