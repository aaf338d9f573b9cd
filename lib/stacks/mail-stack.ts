// One Terraform stack: the identities of some domains and all their records, both sides in one plan. A record depends on
// what it needs alone, so that Terraform works on the rest side by side.
import { DataAwsCloudfrontDistribution } from "@cdktf/provider-aws/lib/data-aws-cloudfront-distribution";
import { DataCloudflareZone } from "@cdktf/provider-cloudflare/lib/data-cloudflare-zone";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Domain, Zone } from "../dns/domain";
import { domainRecords, PLACEHOLDER_REFS, recordComment } from "../dns/domain-records";
import { relativeName } from "../dns/names";
import type { DnsRecord } from "../dns/record";
import { resourceName } from "../dns/resource-name";
import { AwsAccounts } from "./aws-accounts";
import { addBackend, type StateProps } from "./backend";
import { addImports, type StackImport } from "./imports";
import { hidden, literal, showTexts } from "./literal";
import { SesIdentity } from "./ses-identity";
import { literalRecord, ZoneRecords } from "./zone-records";

export interface MailStackProps extends StateProps {
  /** In any order, at least one: nothing in the result depends on the order. */
  readonly domains: readonly Domain[];
  /** What exists already and is to be taken over; those of other domains are left out. @default - nothing */
  readonly imports?: readonly StackImport[];
}

export class MailStack extends TerraformStack {
  readonly #zoneIds = new Map<string, string>();

  constructor(scope: Construct, id: string, props: MailStackProps) {
    super(scope, id);
    showTexts(this);
    const domains = [...props.domains].sort((a, b) => (a.entry < b.entry ? -1 : 1));

    addBackend(this, id, props);
    const accounts = this.addProviders(domains);
    const records: DnsRecord[] = [];
    const arns: Record<string, string> = {};
    for (const domain of domains) {
      if (domain.state !== "present") continue;
      const provider = accounts.provider(domain.account);
      const identity = new SesIdentity(this, hidden(`identity-${domain.entry}`), { ...domain, provider });
      const published = domainRecords(domain, {
        dkimTokens: identity.dkimTokens,
        distributionDomain: this.distributions(domain, provider),
      });
      const commentOf = ({ id }: DnsRecord) => recordComment(domain, id);
      new ZoneRecords(this, hidden(`records-${domain.entry}`), {
        zoneId: this.zoneId(domain.zone),
        records: published,
        commentOf,
      });
      records.push(...published.map(literalRecord));
      arns[literal(domain.entry)] = identity.arn;
    }

    this.addOutput("records", "What is published: one entry per record, as domainRecords() lists it", records);
    this.addOutput("identities", "The ARN of each identity, by entry", arns);
    const protect = domains.filter((domain) => domain.state === "present" && domain.protect);
    // For the review: a plan's JSON does not say which resources have prevent_destroy.
    this.addOutput(
      "protected",
      "The entries whose identity Terraform refuses to destroy",
      protect.map(({ entry }) => literal(entry)),
    );
    this.letGo(domains);
    addImports(this, props.imports ?? [], domains);
  }

  private addProviders(domains: readonly Domain[]): AwsAccounts {
    const accounts = domains.map(({ account }) => account);
    const aws = new AwsAccounts(this, "accounts", { accounts, region: domains[0]?.region ?? "" });
    new CloudflareProvider(this, "cloudflare", {});
    // CDKTF writes `aws`, which OpenTofu takes for a provider that is to be upgraded, without end.
    this.addOverride("terraform.required_providers.aws.source", "hashicorp/aws");
    return aws;
  }

  /** The zone's id; one that is not given is looked up by name, once. */
  private zoneId({ name, id }: Zone): string {
    const known = id ?? this.#zoneIds.get(name);
    if (known !== undefined) return known;
    const zone = new DataCloudflareZone(this, hidden(`zone-${name}`), { filter: { name: literal(name) } });
    zone.overrideLogicalId(hidden(resourceName(name)));
    this.#zoneIds.set(name, zone.zoneId);
    return zone.zoneId;
  }

  /** Looks up the domain name of a distribution; the lookup is called like the first record that asks for it. */
  private distributions({ entry, web, domain }: Domain, provider: SesIdentityProvider): (id: string) => string {
    const known = new Map<string, string>();
    return (distributionId) => {
      const first = web.find(({ distribution }) => distribution === distributionId);
      const name = resourceName(entry, `web-${relativeName(first?.name ?? domain, domain)}`);
      const found =
        known.get(distributionId) ??
        (() => {
          const data = new DataAwsCloudfrontDistribution(this, hidden(`distribution-${name}`), {
            id: literal(distributionId),
            provider,
          });
          data.overrideLogicalId(hidden(name));
          return data.domainName;
        })();
      known.set(distributionId, found);
      return found;
    };
  }

  /**
   * Removed blocks: Terraform forgets what a released entry had, and records that are left to others, and destroys nothing.
   * Moved blocks: a record that is left takes over where the configuration has its like, and one whose key was changed keeps
   * its place. CDKTF knows no removed block.
   */
  private letGo(domains: readonly Domain[]): void {
    const address = (entry: string, id: string) => hidden(`cloudflare_dns_record.${resourceName(entry, id)}`);
    const released = domains.filter(({ state }) => state === "released");
    const gone = released.flatMap((domain) => [
      hidden(`aws_sesv2_email_identity.${resourceName(domain.entry)}`),
      ...(domain.mailFrom === undefined
        ? []
        : [hidden(`aws_sesv2_email_identity_mail_from_attributes.${resourceName(domain.entry)}`)]),
      ...domainRecords({ ...domain, state: "present" }, PLACEHOLDER_REFS).map(({ id }) => address(domain.entry, id)),
    ]);
    const left = domains.flatMap(({ entry, left = [] }) => left.map((item) => ({ entry, ...item })));
    for (const { entry, record, next } of left) if (next === undefined) gone.push(address(entry, record));
    if (gone.length > 0)
      this.addOverride(
        "removed",
        gone.map((from) => ({ from, lifecycle: { destroy: false } })),
      );
    const moved = left.flatMap(({ entry, record, next }) =>
      next === undefined ? [] : [{ from: address(entry, record), to: address(next.entry, next.record) }],
    );
    const renamed = domains.flatMap(({ entry, state, records }) =>
      records.flatMap(({ key, moved: before }) =>
        before === undefined || state !== "present"
          ? []
          : [{ from: address(entry, `record-${before}`), to: address(entry, `record-${key}`) }],
      ),
    );
    if (moved.length + renamed.length > 0) this.addOverride("moved", [...moved, ...renamed]);
  }

  private addOutput(name: string, description: string, value: unknown): void {
    // By override: TerraformOutput cannot hold the nulls that a record has.
    new TerraformOutput(this, `output-${name}`, { description, value: "" }).overrideLogicalId(name);
    this.addOverride(`output.${name}.value`, value);
  }
}

type SesIdentityProvider = ReturnType<AwsAccounts["provider"]>;
