// What is wrong with a value that is to be published: it is not valid for its type, or has a digest of the wrong length.
import { encodeRdata } from "./encode";
import { RdataError } from "./error";
import type { RdataValue } from "./fields";

/** The length of digests in bytes, by the field that has the digest's type. */
const DIGEST_LENGTHS: Readonly<
  Record<string, { readonly by: string; readonly part: string; readonly bytes: Readonly<Record<number, number>> }>
> = {
  // RFC 4509, RFC 6605 §2: SHA-1, SHA-256 and SHA-384.
  DS: { by: "digest_type", part: "digest", bytes: { 1: 20, 2: 32, 4: 48 } },
  // RFC 4255 §3.1.2, RFC 6594 §4.1.
  SSHFP: { by: "type", part: "fingerprint", bytes: { 1: 20, 2: 32 } },
  // RFC 6698 §7.4, RFC 8162 §2: SHA-256 and SHA-512; 0 is the certificate itself.
  TLSA: { by: "matching_type", part: "certificate", bytes: { 1: 32, 2: 64 } },
  SMIMEA: { by: "matching_type", part: "certificate", bytes: { 1: 32, 2: 64 } },
};

/** Such as `port "x" is no number from 0 to 65535`; undefined if the value can be published. */
export function rdataProblem(value: RdataValue): string | undefined {
  try {
    encodeRdata(value);
  } catch (caught) {
    if (caught instanceof RdataError) return caught.message;
    throw caught;
  }
  return undefined;
}

/** A digest of the wrong length, in words: Cloudflare accepts it, BIND and NSD do not, and it matches no key. */
export function digestProblem(value: RdataValue): string | undefined {
  const { by = "", part = "", bytes = {} } = DIGEST_LENGTHS[value.type] ?? {};
  const expected = bytes[Number(value.data?.[by])];
  const actual = String(value.data?.[part] ?? "").replace(/\s/g, "").length / 2;
  if (expected === undefined || actual === expected) return undefined;
  return `its ${part} has ${actual} ${actual === 1 ? "byte" : "bytes"}, and one of ${by} ${value.data?.[by]} has ${expected}`;
}
