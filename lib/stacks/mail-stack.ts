// One Terraform stack: the identities of some domains and all their records, both sides in one plan. A record depends on
// what it needs alone, so that Terraform works on the rest side by side.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import { domainRecords } from "../dns/domain-records";
import type { DnsRecord } from "../dns/record";
import { localBackend, type StateFolder } from "./backend";
import { literal } from "./literal";
import { SesIdentity } from "./ses-identity";
import { ZoneRecords } from "./zone-records";

export interface MailStackProps extends StateFolder {
  /** In any order: nothing in the result depends on it. */
  readonly domains: readonly Domain[];
}

export class MailStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: MailStackProps) {
    super(scope, id);
    const domains = [...props.domains].sort((a, b) => (a.entry < b.entry ? -1 : 1));

    localBackend(this, id, props);
    this.addProviders(domains[0]?.region);

    const records: DnsRecord[] = [];
    const arns: Record<string, string> = {};
    for (const domain of domains) {
      const identity = new SesIdentity(this, `identity-${domain.entry}`, domain);
      const published = domainRecords(domain, { dkimTokens: identity.dkimTokens });
      new ZoneRecords(this, `records-${domain.entry}`, {
        zoneId: domain.zone.id,
        records: published,
        comment: domain.comment,
      });
      records.push(
        ...published.map((record) => ({ ...record, name: literal(record.name), content: literal(record.content) })),
      );
      arns[domain.entry] = identity.arn;
    }

    this.addOutput("records", "What is published: one entry per record, as domainRecords() lists it", records);
    this.addOutput("identities", "The ARN of each identity, by entry", arns);
  }

  private addProviders(region: string | undefined): void {
    // Each resource says its own region; the provider merely wants to have one.
    new AwsProvider(this, "aws", { region });
    new CloudflareProvider(this, "cloudflare", {});
    // CDKTF writes `aws`, which OpenTofu takes for a provider that is to be upgraded, without end.
    this.addOverride("terraform.required_providers.aws.source", "hashicorp/aws");
  }

  private addOutput(name: string, description: string, value: unknown): void {
    // By override: TerraformOutput cannot hold the nulls that a record has.
    new TerraformOutput(this, `output-${name}`, { description, value: "" }).overrideLogicalId(name);
    this.addOverride(`output.${name}.value`, value);
  }
}
