// How the types that Cloudflare takes in parts stand in a zone file: written by the table's formats, read by adopt.
import type { RecordType } from "./record";

/** The parts of a type in the order of its RFC: a plain part, `"a text"` or `a name.`; `=` gives what stands where it is left out. */
export const RDATA_PARTS: { readonly [type in RecordType]?: string } = {
  CAA: 'flags=0 tag "value"', // RFC 8659 §4.1
  CERT: "type key_tag algorithm certificate", // RFC 4398 §2
  DNSKEY: "flags protocol algorithm public_key", // RFC 4034 §2.2
  DS: "key_tag algorithm digest_type digest", // RFC 4034 §5.3
  HTTPS: "priority target. value=", // RFC 9460 §2.1
  // RFC 1876 §3, with its defaults; altitude and sizes are metres.
  LOC: [
    "lat_degrees lat_minutes=0 lat_seconds=0 lat_direction long_degrees long_minutes=0 long_seconds=0 long_direction",
    "altitude=0 size=1 precision_horz=10000 precision_vert=10",
  ].join(" "),
  NAPTR: 'order preference "flags" "service" "regex" replacement.', // RFC 3403 §4.1
  SMIMEA: "usage selector matching_type certificate", // RFC 8162 §2
  SRV: "priority weight port target.", // RFC 2782
  SSHFP: "algorithm type fingerprint", // RFC 4255 §3.2
  SVCB: "priority target. value=", // RFC 9460 §2.1
  TLSA: "usage selector matching_type certificate", // RFC 6698 §2.2
  URI: 'weight "target"', // RFC 7553 §4.5, after the priority
};

/** Keys and certificates are often kept wrapped or with blanks. */
export const SOLID_PARTS: readonly string[] = ["certificate", "public_key", "digest", "fingerprint"];
