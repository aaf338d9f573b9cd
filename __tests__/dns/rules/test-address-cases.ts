// Configurations that the rules for test addresses refuse.
import type { Domain } from "../../../lib/dns/domain";
import { domainNamed } from "../../helpers/domains";
import { type Cases, QUIET } from "./cases";

const NEWS = domainNamed("example.org", { dmarc: "v=DMARC1; p=reject" });
const withAddress = (domain: Domain, address: string): Domain => ({ ...domain, testAddresses: [address] });
const covered = (address: string, domain: string) =>
  `test address "${address}" of "example.com" is verified with the identity "${domain}", and mail from it has the settings of the address, without configuration set: leave it out once the domain is verified`;

export const TEST_ADDRESS_CASES: Cases = {
  "test-address-once": [
    [
      [withAddress(QUIET, "you@example.net"), withAddress({ ...NEWS, region: QUIET.region }, "You@example.net")],
      '"example.org" has the test address "You@example.net" in us-east-1, and "example.com" has it too: keep one, it counts for the whole account',
    ],
  ],
  "test-address-covered": [
    [[withAddress(QUIET, "you@example.com")], covered("you@example.com", "example.com")],
    [[withAddress(QUIET, "you@news.example.com")], covered("you@news.example.com", "example.com")],
    [
      [withAddress(QUIET, "you@example.org"), { ...NEWS, region: QUIET.region }],
      covered("you@example.org", "example.org"),
    ],
  ],
};

/** Other accounts and regions have identities of their own. */
export const TEST_ADDRESS_PASSING: readonly Domain[] = [
  withAddress(QUIET, "you@example.net"),
  withAddress({ ...NEWS, region: "eu-west-1" }, "you@example.net"),
];
