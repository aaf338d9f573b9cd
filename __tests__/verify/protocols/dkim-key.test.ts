import { generateKeyPairSync } from "node:crypto";
import { parseDkimKey } from "../../../lib/verify/protocols/dkim-key";

const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength }).publicKey;
const text = (der: Buffer) => der.toString("base64");
const key = rsa(1024);
const spki = text(key.export({ format: "der", type: "spki" }));
const pkcs1 = text(key.export({ format: "der", type: "pkcs1" }));
const ed25519 = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x ?? "";

test.each([
  ["as SES publishes it", `p=${spki}`, { kind: "key", type: "rsa", bits: 1024 }],
  ["with all tags", `v=DKIM1; k=rsa; h=sha256; p=${spki};`, { kind: "key", type: "rsa", bits: 1024 }],
  [
    "with blanks in the key",
    `v=DKIM1; p=${spki.slice(0, 50)} \t${spki.slice(50)}`,
    { kind: "key", type: "rsa", bits: 1024 },
  ],
  ["in the form of RFC 6376 itself", `p=${pkcs1}`, { kind: "key", type: "rsa", bits: 1024 }],
  [
    "ed25519 (RFC 8463)",
    `k=ed25519; p=${Buffer.from(ed25519, "base64url").toString("base64")}`,
    { kind: "key", type: "ed25519", bits: 256 },
  ],
  ["none yet", "", { kind: "reserved" }],
  ["revoked", "v=DKIM1; p=", { kind: "revoked" }],
  ["cut off", `p=${spki.slice(0, 40)}`, { kind: "unreadable", why: "it is no RSA key" }],
  ["of another version", `v=DKIM2; p=${spki}`, { kind: "unreadable", why: 'its version is "DKIM2"' }],
  ["of an unknown type", `k=dsa; p=${spki}`, { kind: "unreadable", why: 'its type is "dsa"' }],
  [
    "of the wrong length",
    `k=ed25519; p=${spki.slice(0, 40)}`,
    { kind: "unreadable", why: "an ed25519 key has 32 bytes, it has 30" },
  ],
  ["without a key", "v=DKIM1; k=rsa", { kind: "unreadable", why: 'it has no "p="' }],
  ["in test", `t=y; p=${spki}`, { kind: "key", testing: true, exactIdentity: false }],
  ["for d= alone", `t=x : s ; p=${spki}`, { kind: "key", testing: false, exactIdentity: true }],
  ["for mail and more", `s=tlsrpt:email; h=sha1 : sha256; p=${spki}`, { kind: "key" }],
  ["for something else", `s=tlsrpt; p=${spki}`, { kind: "unreadable", why: 'its "s=" is not for mail' }],
  ["for sha1 alone", `h=sha1; p=${spki}`, { kind: "unreadable", why: 'its "h=" does not allow sha256' }],
  ["with its version last", `p=${spki}; v=DKIM1`, { kind: "unreadable", why: 'its "v=" is not the first tag' }],
  ["with a tag twice", `p=${spki}; p=${spki}`, { kind: "unreadable", why: 'it has "p=" twice' }],
  ["with a word that is no tag", `v=DKIM1; rsa; p=${spki}`, { kind: "unreadable", why: "a part of it is no tag" }],
  ["with an empty tag", `v=DKIM1;; p=${spki}`, { kind: "unreadable", why: "a part of it is no tag" }],
  ["in quotes", `"p=${spki}"`, { kind: "unreadable", why: "a part of it is no tag" }],
  ["with other letters", "p=MIIB*", { kind: "unreadable", why: 'its "p=" is no base64' }],
  ["with tags that nobody knows", `g=*; n=a note; p=${spki}`, { kind: "key" }],
])("a key %s", (_what, record, expected) => {
  expect(parseDkimKey(record)).toMatchObject(expected);
});
