// The key at the end of a DKIM CNAME (RFC 6376 §3.6.1, RFC 8301, RFC 8463). SES keeps three names and signs with one: the
// targets that wait for a rotation answer with an empty text, which is no fault
// (https://aws.amazon.com/blogs/messaging-and-targeting/dkim-troubleshooting-series-your-dkim-status-is-pending/).
import { createPublicKey } from "node:crypto";
import { dkimTags } from "../../dns/text/dkim";

export type DkimKey =
  | { readonly kind: "key"; readonly type: "rsa" | "ed25519"; readonly bits: number }
  /** The text is empty: SES has no key under this name now. */
  | { readonly kind: "reserved" }
  /** `p=` is empty. */
  | { readonly kind: "revoked" }
  | { readonly kind: "unreadable"; readonly why: string };

/** RFC 8301 §3.2: verifiers must not accept less, signers should use at least the other. */
export const LEAST_BITS = 1024;
export const GOOD_BITS = 2048;

export function parseDkimKey(text: string): DkimKey {
  if (text.trim() === "") return { kind: "reserved" };
  const tags = dkimTags(text);
  const version = tags.get("v") ?? "DKIM1";
  if (version !== "DKIM1") return { kind: "unreadable", why: `its version is "${version}"` };
  const key = tags.get("p");
  if (key === undefined) return { kind: "unreadable", why: 'it has no "p="' };
  if (key === "") return { kind: "revoked" };
  const type = (tags.get("k") ?? "rsa").toLowerCase();
  if (type === "ed25519") {
    const bytes = Buffer.from(key, "base64").length;
    if (bytes !== 32) return { kind: "unreadable", why: `an ed25519 key has 32 bytes, it has ${bytes}` };
    return { kind: "key", type, bits: 256 };
  }
  if (type !== "rsa") return { kind: "unreadable", why: `its type is "${type}"` };
  const bits = rsaBits(Buffer.from(key, "base64"));
  return bits === undefined ? { kind: "unreadable", why: "it is no RSA key" } : { kind: "key", type, bits };
}

/** Both forms are in use: SubjectPublicKeyInfo, which everybody writes, and the RSAPublicKey of RFC 6376. */
function rsaBits(der: Buffer): number | undefined {
  for (const type of ["spki", "pkcs1"] as const) {
    try {
      const key = createPublicKey({ key: der, format: "der", type });
      return key.asymmetricKeyType === "rsa" ? key.asymmetricKeyDetails?.modulusLength : undefined;
    } catch {
      // the other form
    }
  }
  return undefined;
}
