// Addresses that SES verifies by themselves: identities without keys, records and protection.
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import { resourceName } from "../dns/resource-name";
import { testAddressId } from "../dns/test-addresses";
import { claimAddress } from "./claimed-addresses";
import { escapeTemplates, escapeTokens, mapStrings, unescapeOnSynth } from "./escape";

export interface TestAddressesProps {
  readonly domain: Pick<Domain, "entry" | "region" | "tags" | "testAddresses">;
  /** The provider of the AWS account. @default - the stack's provider without an alias */
  readonly provider?: TerraformProvider | undefined;
}

/** The identities of the test addresses of a domain. SES sends each address a mail with a link, by which its owner confirms it. */
export class TestAddresses extends Construct {
  constructor(scope: Construct, id: string, { domain, provider }: TestAddressesProps) {
    super(scope, id);
    unescapeOnSynth(this);
    const { entry, region, tags } = domain;
    for (const address of domain.testAddresses ?? []) {
      const name = resourceName(entry, testAddressId(address));
      claimAddress(this, `aws_sesv2_email_identity.${name}`, `the test address "${address}" of "${entry}"`);
      const identity = new Sesv2EmailIdentity(this, escapeTokens(address), {
        provider,
        emailIdentity: escapeTemplates(address),
        region: escapeTemplates(region),
        tags: Object.keys(tags).length === 0 ? undefined : mapStrings(tags, escapeTemplates),
      });
      identity.overrideLogicalId(escapeTokens(name));
    }
  }
}
