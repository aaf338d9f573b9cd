// The names and numbers of record types: https://www.iana.org/assignments/dns-parameters

// biome-ignore format: a table
const NUMBERS = {
  A: 1, NS: 2, CNAME: 5, SOA: 6, NULL: 10, PTR: 12, HINFO: 13, MX: 15, TXT: 16, RP: 17, AFSDB: 18, SIG: 24, KEY: 25,
  AAAA: 28, LOC: 29, SRV: 33, NAPTR: 35, KX: 36, CERT: 37, DNAME: 39, OPT: 41, APL: 42, DS: 43, SSHFP: 44,
  IPSECKEY: 45, RRSIG: 46, NSEC: 47, DNSKEY: 48, DHCID: 49, NSEC3: 50, NSEC3PARAM: 51, TLSA: 52, SMIMEA: 53,
  HIP: 55, CDS: 59, CDNSKEY: 60, OPENPGPKEY: 61, CSYNC: 62, ZONEMD: 63, SVCB: 64, HTTPS: 65, SPF: 99,
  TKEY: 249, TSIG: 250, IXFR: 251, AXFR: 252, ANY: 255, URI: 256, CAA: 257,
} as const;

const BY_NAME: ReadonlyMap<string, number> = new Map(Object.entries(NUMBERS));
const BY_NUMBER: ReadonlyMap<number, string> = new Map(Object.entries(NUMBERS).map(([name, number]) => [number, name]));

/** `HTTPS`; `TYPE65280` for a number that is not in the table (RFC 3597 §5). */
export function typeName(number: number): string {
  return BY_NUMBER.get(number) ?? `TYPE${number}`;
}

/** The number of `HTTPS`, `https` or `TYPE65`; undefined if the text is not a type. */
export function typeNumber(name: string): number | undefined {
  const upper = name.toUpperCase();
  const [, digits] = /^TYPE(0|[1-9][0-9]{0,4})$/.exec(upper) ?? [];
  if (digits === undefined) return BY_NAME.get(upper);
  return Number(digits) <= 0xffff ? Number(digits) : undefined;
}
