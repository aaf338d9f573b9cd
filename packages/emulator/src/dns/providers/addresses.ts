// Addresses that the emulator's DNS answers for hosts that are not on this machine. They are documentation addresses (RFC 5737, RFC
// 3849), so connecting to them reaches nobody.
import type { ResourceRecord } from "../message";
import { record } from "../zones";

/** Two addresses of each family, as Cloudflare and CloudFront return several. */
export interface AddressPair {
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/** The addresses of proxied records. */
export const CLOUDFLARE_PROXY: AddressPair = {
  v4: ["192.0.2.80", "192.0.2.81"],
  v6: ["2001:db8:cf::80", "2001:db8:cf::81"],
};

export const CLOUDFRONT: AddressPair = {
  v4: ["203.0.113.80", "203.0.113.81"],
  v6: ["2001:db8:aa::80", "2001:db8:aa::81"],
};

/** The addresses of a flattened CNAME whose target is outside the emulator's world. */
export const UNKNOWN_HOST: AddressPair = { v4: ["192.0.2.200"], v6: ["2001:db8:ee::1"] };

/** SES's own hosts: the MX hosts for MAIL FROM and for receiving, and the tracking domain. */
export const SES_HOSTS: AddressPair = { v4: ["198.51.100.10"], v6: [] };

/** The networks that SES sends from; the SPF record of `amazonses.com` lists them. */
export const SES_NETWORKS: readonly string[] = ["198.51.100.0/25", "203.0.113.0/26"];

/** The address that the emulator's SES sends from. */
export const SES_SENDER = "198.51.100.25";

export function addressRecords(name: string, { v4, v6 }: AddressPair, ttl: number): ResourceRecord[] {
  return [...v4.map((one) => record(name, "A", one, ttl)), ...v6.map((one) => record(name, "AAAA", one, ttl))];
}
