// Roles that may send as a domain: the policy of each, beside what the role has already.
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import { resourceName } from "../dns/resource-name";
import { roleNameOf, senderDocument, senderId, senderPolicyName } from "../dns/sending";
import { claimAddress } from "./claimed-addresses";
import { escapeTemplates, escapeTokens, unescapeOnSynth } from "./escape";

export interface SendersProps {
  readonly domain: Pick<Domain, "entry" | "domain" | "region" | "configurationSet" | "senders">;
  /** The provider of the AWS account. @default - the stack's provider without an alias */
  readonly provider?: TerraformProvider | undefined;
}

/** The policies of the senders of a domain, by their keys. */
export class Senders extends Construct {
  readonly policies: Readonly<Record<string, IamRolePolicy>>;

  constructor(scope: Construct, id: string, { domain, provider }: SendersProps) {
    super(scope, id);
    unescapeOnSynth(this);
    const policies: Record<string, IamRolePolicy> = {};
    for (const sender of domain.senders ?? []) {
      const name = resourceName(domain.entry, senderId(sender));
      claimAddress(this, `aws_iam_role_policy.${name}`, `the sender "${sender.key}" of "${domain.entry}"`);
      const policy = new IamRolePolicy(this, escapeTokens(sender.key), {
        provider,
        name: escapeTemplates(senderPolicyName(sender, domain)),
        role: escapeTemplates(roleNameOf(sender.role)),
        policy: escapeTemplates(JSON.stringify(senderDocument(sender, domain))),
      });
      policy.overrideLogicalId(escapeTokens(name));
      policies[sender.key] = policy;
    }
    this.policies = policies;
  }
}
