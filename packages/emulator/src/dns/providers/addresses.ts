// The addresses that the emulator's DNS gives for what is not on this machine: documentation's (RFC 5737, RFC 3849), so that
// nobody who connects to one reaches anybody.
import type { ResourceRecord } from "../message";
import { record } from "../zones";

/** Two of each family, as Cloudflare and CloudFront give several. */
export interface AddressPair {
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/** What a proxied record answers with. */
export const CLOUDFLARE_PROXY: AddressPair = {
  v4: ["192.0.2.80", "192.0.2.81"],
  v6: ["2001:db8:cf::80", "2001:db8:cf::81"],
};

export const CLOUDFRONT: AddressPair = {
  v4: ["203.0.113.80", "203.0.113.81"],
  v6: ["2001:db8:aa::80", "2001:db8:aa::81"],
};

/** Where a flattened CNAME leads that points out of the emulator's world. */
export const ELSEWHERE: AddressPair = { v4: ["192.0.2.200"], v6: ["2001:db8:ee::1"] };

/** SES's own hosts: the MX of MAIL FROM and of receiving, and the tracking domain. */
export const SES_HOSTS: AddressPair = { v4: ["198.51.100.10"], v6: [] };

/** SES sends from these; `amazonses.com` lists them in its SPF. */
export const SES_NETWORKS: readonly string[] = ["198.51.100.0/25", "203.0.113.0/26"];

/** The address that the emulator's SES sends from. */
export const SES_SENDER = "198.51.100.25";

export function addressRecords(name: string, { v4, v6 }: AddressPair, ttl: number): ResourceRecord[] {
  return [...v4.map((one) => record(name, "A", one, ttl)), ...v6.map((one) => record(name, "AAAA", one, ttl))];
}
