// Rules about addresses that SES verifies by themselves: a plan for each, and what is no such address.
import { resourceName } from "../../../lib/dns/resource-name";
import { testAddressId } from "../../../lib/dns/test-addresses";
import { change, IDENTITY, plan, type Values } from "../plans";

type Case = readonly [text: string, ...others: string[]];

const YOU = "you@example.net";
const at = (address: string) => `${IDENTITY}.${resourceName("example.com", testAddressId(address))}`;
const side = (rest: Values = {}): Values => ({ email_identity: YOU, region: "us-east-1", tags: null, ...rest });
const address = (before: Values | null, after: Values | null, rest: Values = {}): Case => [
  plan([change(at(YOU), before, after, rest)]),
];
const drifted = (before: Values, after: Values | null): Case => [
  plan([], { resource_drift: [change(at(YOU), before, after)] }),
];

export const TEST_ADDRESS_CASES: Record<string, Case> = {
  "test-address-added": address(null, side()),
  "test-address-removed": address(side(), null),
  "test-address-forgotten": address(side(), null, { actions: ["forget"] }),
  "test-address-drifted": drifted(side(), null),
};

/** What is said of other changes, and what only has the name of a test address. */
export const TEST_ADDRESS_VERDICTS: readonly (readonly [what: string, text: string, verdict: string])[] = [
  ["another region", address(side(), side({ region: "eu-west-1" }), { actions: ["delete", "create"] })[0], "safe"],
  ["tags", address(side(), side({ tags: { team: "mail" } }))[0], "safe"],
  [
    "a configuration set by hand",
    address(side({ configuration_set_name: "mail" }), side())[0],
    "caution configuration-set-changed",
  ],
  [
    "a domain's identity under the name of an address",
    plan([change(at(YOU), side({ email_identity: "example.net" }), null)]),
    "danger identity-deleted",
  ],
  [
    "a domain's identity under its own such name",
    plan([change(at("example.net"), side({ email_identity: "example.net" }), null)]),
    "danger identity-deleted",
  ],
  [
    "an address that becomes a domain's identity",
    address(side({ email_identity: "example.net" }), side(), { actions: ["delete", "create"] })[0],
    "danger identity-replaced",
  ],
  ["an address of other code", plan([change(`${IDENTITY}.you`, side(), null)]), "danger identity-deleted"],
];
