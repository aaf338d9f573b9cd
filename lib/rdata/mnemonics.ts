// Numbers that zone files may write as mnemonics.

/** RFC 4398 §2.1. */
// biome-ignore format: a table
const CERTIFICATE_TYPES: Readonly<Record<string, number>> = {
  PKIX: 1, SPKI: 2, PGP: 3, IPKIX: 4, ISPKI: 5, IPGP: 6, ACPKIX: 7, IACPKIX: 8, URI: 253, OID: 254,
};

/** RFC 4034, appendix A.1, and later registrations: https://www.iana.org/assignments/dns-sec-alg-numbers */
// biome-ignore format: a table
const ALGORITHMS: Readonly<Record<string, number>> = {
  RSAMD5: 1, DH: 2, DSA: 3, RSASHA1: 5, "DSA-NSEC3-SHA1": 6, NSEC3DSA: 6, "RSASHA1-NSEC3-SHA1": 7, NSEC3RSASHA1: 7,
  RSASHA256: 8, RSASHA512: 10, "ECC-GOST": 12, ECDSAP256SHA256: 13, ECDSAP384SHA384: 14, ED25519: 15, ED448: 16,
  INDIRECT: 252, PRIVATEDNS: 253, PRIVATEOID: 254,
};

/** BIND accepts these as the digest type of a DS. */
const DIGESTS: Readonly<Record<string, number>> = {
  SHA1: 1,
  "SHA-1": 1,
  SHA256: 2,
  "SHA-256": 2,
  SHA384: 4,
  "SHA-384": 4,
};

const MNEMONICS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "CERT type": CERTIFICATE_TYPES,
  "CERT algorithm": ALGORITHMS,
  "DNSKEY algorithm": ALGORITHMS,
  "DS algorithm": ALGORITHMS,
  "DS digest_type": DIGESTS,
};

/** The number of a mnemonic such as `PKIX`; undefined if it is not one. */
export function mnemonic(type: string, key: string, word: string): number | undefined {
  const words = MNEMONICS[`${type} ${key}`] ?? {};
  return Object.hasOwn(words, word.toUpperCase()) ? words[word.toUpperCase()] : undefined;
}
