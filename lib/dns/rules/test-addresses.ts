// Rules for addresses that SES verifies by themselves.
import { roleArnFor } from "../account-roles";
import type { Domain } from "../domain";
import { hasIdentity } from "../has-identity";
import { isCoveredBy, testAddressesOf, testAddressId } from "../test-addresses";
import type { CheckProblem, CheckRule } from "./rule";

export const TEST_ADDRESS_CHECKS: readonly CheckRule[] = [
  {
    id: "test-address-once",
    severity: "error",
    fixed: true,
    reference: "Amazon SES API v2, CreateEmailIdentity: AlreadyExistsException",
    summary: "One entry makes the identity of a test address in a region of an account.",
    check: ({ domains }) => {
      const first = new Map<string, string>();
      return testAddressesOf(domains).flatMap(({ address, domain }): CheckProblem[] => {
        const key = `${placeOf(domain)} ${address.toLowerCase()}`;
        const other = first.get(key);
        if (other === undefined) first.set(key, domain.entry);
        if (other === undefined) return [];
        const message = `"${domain.entry}" has the test address "${address}" in ${domain.region}, and "${other}" has it too: keep one, it counts for the whole account`;
        return [{ domain: domain.entry, record: testAddressId(address), message }];
      });
    },
  },
  {
    id: "test-address-covered",
    severity: "warning",
    reference:
      "Amazon SES, Creating and verifying identities: an address has its own settings, whatever its domain has",
    summary:
      "A test address is of no domain that has an identity in the same account and region, which verifies it too.",
    check: ({ domains }) => {
      const senders = domains.filter(hasIdentity);
      return testAddressesOf(domains).flatMap(({ address, domain }): CheckProblem[] => {
        const place = placeOf(domain);
        const cover = senders.find((one) => isCoveredBy(address, one) && placeOf(one) === place);
        if (cover === undefined) return [];
        const own = `mail from it has the settings of the address, without configuration set`;
        const message = `test address "${address}" of "${domain.entry}" is verified with the identity "${cover.domain}", and ${own}: leave it out once the domain is verified`;
        return [{ domain: domain.entry, record: testAddressId(address), message }];
      });
    },
  },
];

/** The account, as far as it is known, and the region. */
function placeOf({ region, account }: Domain): string {
  return JSON.stringify([region, account.profile, roleArnFor(account.assumeRoleArn, "apply")]);
}
