// The key at the target of a DKIM CNAME (RFC 6376 §3.6.1, RFC 8301, RFC 8463). SES has three names and signs with one: the targets
// that are reserved for a rotation answer with an empty text, which is no error
// (https://aws.amazon.com/blogs/messaging-and-targeting/dkim-troubleshooting-series-your-dkim-status-is-pending/).
import { createPublicKey, type KeyObject } from "node:crypto";
import { base64Bytes, colonList, parseDkimTags } from "../../dns/text/dkim";

export type DkimKey =
  | {
      readonly kind: "key";
      readonly type: "rsa" | "ed25519";
      readonly bits: number;
      readonly key: KeyObject;
      /** `t=y`: receivers treat signed messages as unsigned. */
      readonly testing: boolean;
      /** `t=s`: the domain in `i=` must be equal to `d=`. */
      readonly exactIdentity: boolean;
    }
  /** The text is empty: SES has no key at this name now. */
  | { readonly kind: "reserved" }
  /** `p=` is empty. */
  | { readonly kind: "revoked" }
  /** No receiver accepts it. */
  | { readonly kind: "unreadable"; readonly why: string };

/** RFC 8301 §3.2: verifiers must not accept less, signers should use at least the other. */
export const MIN_BITS = 1024;
export const RECOMMENDED_BITS = 2048;
/** OpenSSL's own limit. */
const MAX_BITS = 16_384;

export function parseDkimKey(text: string): DkimKey {
  if (text.trim() === "") return { kind: "reserved" };
  const tags = parseDkimTags(text);
  if ("why" in tags) return unreadable(tags.why);
  const value = (name: string) => tags.get(name)?.value;
  const version = value("v");
  if (version !== undefined && version !== "DKIM1")
    return unreadable(`its version is ${JSON.stringify(version.slice(0, 40))}`);
  if (version !== undefined && [...tags.keys()][0] !== "v") return unreadable('its "v=" is not the first tag');
  const services = colonList(value("s") ?? "*");
  if (!services.includes("*") && !services.includes("email")) return unreadable(`its "s=" is not for mail`);
  // RFC 8301 §3.1 allows only this one.
  if (!colonList(value("h") ?? "sha256").includes("sha256")) return unreadable('its "h=" does not allow sha256');
  const flags = colonList(value("t") ?? "");
  const use = { testing: flags.includes("y"), exactIdentity: flags.includes("s") };

  const published = value("p");
  if (published === undefined) return unreadable('it has no "p="');
  if (published === "") return { kind: "revoked" };
  const bytes = base64Bytes(published);
  if (bytes === undefined) return unreadable('its "p=" is no base64');
  const type = (value("k") ?? "rsa").toLowerCase();
  if (type === "ed25519") {
    if (bytes.length !== 32) return unreadable(`an ed25519 key has 32 bytes, it has ${bytes.length}`);
    const jwk = { kty: "OKP", crv: "Ed25519", x: bytes.toString("base64url") };
    return { kind: "key", type, bits: 256, key: createPublicKey({ key: jwk, format: "jwk" }), ...use };
  }
  if (type !== "rsa") return unreadable(`its type is ${JSON.stringify(type.slice(0, 40))}`);
  const key = rsaKey(bytes);
  const bits = key?.asymmetricKeyDetails?.modulusLength;
  if (key === undefined || bits === undefined) return unreadable("it is no RSA key");
  if (bits > MAX_BITS) return unreadable(`it has ${bits} bits, ${MAX_BITS} are the most that is read`);
  return { kind: "key", type, bits, key, ...use };
}

function unreadable(why: string): DkimKey {
  return { kind: "unreadable", why };
}

/** Both forms are in use: SubjectPublicKeyInfo, which nearly everybody publishes, and RSAPublicKey, as in RFC 6376. */
function rsaKey(der: Buffer): KeyObject | undefined {
  for (const type of ["spki", "pkcs1"] as const) {
    try {
      const key = createPublicKey({ key: der, format: "der", type });
      return key.asymmetricKeyType === "rsa" ? key : undefined;
    } catch {
      // the other form
    }
  }
  return undefined;
}
