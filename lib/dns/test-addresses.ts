// E-mail addresses that SES verifies by themselves, for an account in SES's sandbox, which only sends from and to verified addresses.
import type { Domain } from "./domain";
import { isSenderOf } from "./sending";

const PREFIX = "test-address-";

/** The id of an address within its entry, as of a record: `test-address-you@example.net`. It is part of its Terraform address. */
export function testAddressId(address: string): string {
  return `${PREFIX}${address}`;
}

/** Whether an identity is the address that the id within an entry names. A domain is not an address. */
export function isTestAddress(id: string | undefined, identity: unknown): boolean {
  return typeof identity === "string" && identity.includes("@") && id === testAddressId(identity);
}

/** The address of an id; undefined for any other id. */
export function addressOfId(id: string): string | undefined {
  const address = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : "";
  return address.includes("@") ? address : undefined;
}

/** The test addresses of all entries, with their entries. */
export function testAddressesOf(
  domains: readonly Domain[],
): readonly { readonly address: string; readonly domain: Domain }[] {
  return domains.flatMap((domain) => (domain.testAddresses ?? []).map((address) => ({ address, domain })));
}

/** Whether the identity of a domain verifies the address too, as SES does for all names below a domain. */
export function isCoveredBy(address: string, { domain }: Pick<Domain, "domain">): boolean {
  return isSenderOf(address, domain);
}
