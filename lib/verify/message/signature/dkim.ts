// DKIM: one result for each signature, by RFC 6376 with RFC 8301 and RFC 8463. mailauth is not used, because it accepts what receivers
// must refuse (an unsigned From, `i=` of another domain, keys for other uses) and treats a byte of UTF-8 as white space. ARC signatures
// are of a relay, not of the author, and are not evaluated.
import { createHash, verify } from "node:crypto";
import type { DnsRecord } from "../../../dns/record";
import { type DkimKey, MIN_BITS, parseDkimKey } from "../../protocols/dkim-key";
import type { SignatureEvaluation, SignatureFault, SignatureResult } from "../evaluation";
import { type ParsedMessage, repeatedFields } from "../header";
import { safeName } from "../names";
import { recordRef } from "../record-ref";
import { hasCode, type MessageResolver } from "../resolver";
import { type Canonicalization, canonicalBody, canonicalHeader } from "./canonical";
import { type ReadSignature, readSignature, type Signature } from "./read";

/** Receivers limit the number too (§6.1); each signature may take a DNS query. */
const MAX_SIGNATURES = 20;

/** Without alignment, which depends on the DMARC record. */
export type VerifiedSignature = Omit<SignatureEvaluation, "aligned">;

export interface SignatureOptions {
  readonly resolver: MessageResolver;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly records: readonly DnsRecord[];
}

export async function verifySignatures(
  parts: ParsedMessage,
  { resolver, now, records }: SignatureOptions,
): Promise<readonly VerifiedSignature[]> {
  const read = parts.fields
    .filter(({ key }) => key === "dkim-signature")
    .flatMap((field) => readSignature(field, now) ?? []);
  const check = checker(parts, cachedKeys(resolver));
  return Promise.all(
    read.map(async (one, index) => {
      const found: SignatureVerdict = index < MAX_SIGNATURES ? await check(one) : { fault: "too-many" };
      const { fault = null, reason = null, keyBits = null } = found;
      return {
        domain: safeName(one.domain),
        selector: safeName(one.selector),
        result: fault === null ? "pass" : RESULTS[fault],
        fault,
        reason: reason === null ? null : plainReason(reason),
        keyBits,
        signedInPart: "signature" in one && one.signature.length !== undefined,
        record: recordRef(records, ({ name }) => name === keyName(one)),
      };
    }),
  );
}

/** RFC 8601 §2.7.1. */
const RESULTS: Readonly<Record<SignatureFault, SignatureResult>> = {
  "body-altered": "fail",
  "body-short": "fail",
  "headers-altered": "fail",
  "no-key": "permerror",
  "bad-key": "permerror",
  "weak-key": "policy",
  "weak-hash": "policy",
  testing: "policy",
  "field-added": "policy",
  "too-many": "policy",
  "from-unsigned": "permerror",
  identity: "permerror",
  expired: "permerror",
  future: "permerror",
  malformed: "permerror",
  dns: "temperror",
};

interface SignatureVerdict {
  /** @default - it passes */
  readonly fault?: SignatureFault;
  readonly reason?: string;
  readonly keyBits?: number;
}

function checker({ fields, body }: ParsedMessage, keyAt: (name: string) => Promise<DkimKey | SignatureVerdict>) {
  const bodies = new Map<Canonicalization, Buffer>();
  const bodyIn = (form: Canonicalization) => {
    const known = bodies.get(form) ?? canonicalBody(body, form);
    bodies.set(form, known);
    return known;
  };
  const repeated = repeatedFields(fields);

  return async (read: ReadSignature): Promise<SignatureVerdict> => {
    if (!("signature" in read)) return read;
    const { signature } = read;
    // §8.15: an attacker may have added the field that is shown.
    const added = signature.names.find((name) => repeated.includes(name));
    if (added !== undefined) return { fault: "field-added", reason: `"${added}" is there more than once` };
    const whole = bodyIn(signature.body);
    const { length = whole.length } = signature;
    if (length > whole.length) return { fault: "body-short", reason: `l= is ${length}, the body has ${whole.length}` };
    if (!sha256(whole.subarray(0, length)).equals(signature.bodyHash)) return { fault: "body-altered" };
    const key = await keyAt(keyName(read));
    if (!("kind" in key)) return key;
    return verifySignature(key, read.domain, signature, fields);
  };
}

/** §6.1.2, §3.7; RFC 8463 §3: Ed25519 signs the hash. */
function verifySignature(
  key: DkimKey,
  domain: string,
  signature: Signature,
  fields: ParsedMessage["fields"],
): SignatureVerdict {
  if (key.kind === "reserved") return { fault: "bad-key", reason: "its text is empty" };
  if (key.kind === "revoked") return { fault: "bad-key", reason: "it is revoked" };
  if (key.kind === "unreadable") return { fault: "bad-key", reason: key.why };
  const keyBits = key.type === "rsa" ? { keyBits: key.bits } : {};
  if (key.type !== signature.type)
    return { fault: "bad-key", reason: `it is for ${key.type}, the signature is ${signature.type}`, ...keyBits };
  if (key.type === "rsa" && key.bits < MIN_BITS) return { fault: "weak-key", ...keyBits };
  if (key.exactIdentity && signature.identity !== domain)
    return { fault: "identity", reason: 'its "i=" is below "d=", and the key says t=s', ...keyBits };

  const header = canonicalHeader(fields, signature.names, signature.unsigned, signature.header);
  const [hash, signed] = key.type === "rsa" ? ["sha256", header] : [null, sha256(header)];
  if (!verify(hash, signed, key.key, signature.bytes)) return { fault: "headers-altered", ...keyBits };
  // §3.6.1: such mail must be treated as unsigned.
  return key.testing ? { fault: "testing", ...keyBits } : keyBits;
}

/** Looks each name up once. */
function cachedKeys(resolver: MessageResolver): (name: string) => Promise<DkimKey | SignatureVerdict> {
  const known = new Map<string, Promise<DkimKey | SignatureVerdict>>();
  return (name) => {
    const asked = known.get(name) ?? fetchKey(resolver, name);
    known.set(name, asked);
    return asked;
  };
}

async function fetchKey(resolver: MessageResolver, name: string): Promise<DkimKey | SignatureVerdict> {
  try {
    const [first, second] = (await resolver(name, "TXT")).map((strings) =>
      Array.isArray(strings) ? strings.join("") : String(strings),
    );
    if (first === undefined) return { fault: "no-key" };
    // §3.6.2.2: with several, the result is undefined.
    if (second !== undefined) return { fault: "bad-key", reason: "several texts stand at its name" };
    return parseDkimKey(first);
  } catch (error) {
    return { fault: hasCode(error, "ENOTFOUND", "ENODATA") ? "no-key" : "dns" };
  }
}

/** §3.6.2.1. */
function keyName({ selector, domain }: { readonly selector: string; readonly domain: string }): string {
  return `${selector}._domainkey.${domain}`;
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** Makes a reason safe to show: it may contain text of the message or of DNS. */
function plainReason(reason: string): string {
  return reason.slice(0, 120).replace(/[^A-Za-z0-9 ."=_/,-]/g, "?");
}
