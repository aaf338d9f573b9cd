// One Terraform stack: the identities of some domains and all their records, both in one plan. A record only depends on what it needs,
// so that Terraform can work in parallel.
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataCloudflareZone } from "@cdktf/provider-cloudflare/lib/data-cloudflare-zone";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { ProviderVersions } from "../config/schema/providers";
import type { Domain, Zone } from "../dns/domain";
import { domainRecords, PLACEHOLDER_REFS, recordComment } from "../dns/domain-records";
import { hasIdentity, makesIdentity } from "../dns/has-identity";
import { madeSets } from "../dns/made-sets";
import type { DnsRecord } from "../dns/record";
import { resourceName } from "../dns/resource-name";
import { AwsAccounts } from "./aws-accounts";
import { addBackend, type StateProps } from "./backend";
import { WebCertificate } from "./certificate";
import { configurationSetIn, type SesConfigurationSet } from "./configuration-set";
import { distributionNames } from "./distributions";
import { escapeTemplates, escapeTokens, unescapeOnSynth } from "./escape";
import { addImports, type StackImport } from "./imports";
import { registerDomain } from "./published-domains";
import { refactoringBlocks } from "./refactoring";
import { Senders } from "./senders";
import { SesIdentity } from "./ses-identity";
import { TestAddresses } from "./test-addresses";
import { escapeRecord, ZoneRecords } from "./zone-records";

/** The properties of a MailStack. */
export interface MailStackProps extends StateProps {
  /** At least one, in any order: the result does not depend on it. */
  readonly domains: readonly Domain[];
  /** Existing resources to import; those of other domains are ignored. @default - nothing */
  readonly imports?: readonly StackImport[];
  /** Versions of the providers, such as `5.22.0`. @default - those of the bindings */
  readonly providers?: ProviderVersions | undefined;
}

/**
 * Everything that mailzone manages for some domains, as one Terraform stack with its own providers and with the outputs that
 * `mailzone records`, `verify` and `review` read.
 */
export class MailStack extends TerraformStack {
  /** The identities of the domains whose state is `present` and that have one, by entry. */
  readonly identities: Readonly<Record<string, SesIdentity>>;
  /** The records of the domains whose state is `present`, by entry. */
  readonly records: Readonly<Record<string, ZoneRecords>>;
  /** The configuration sets that the stack makes. */
  readonly configurationSets: readonly SesConfigurationSet[];
  /** One for each AWS account; the one for the credentials of the environment has no alias. */
  readonly awsProviders: readonly AwsProvider[];
  /** The provider for all zones. */
  readonly cloudflareProvider: CloudflareProvider;
  readonly #zoneIds = new Map<string, string>();

  constructor(scope: Construct, id: string, props: MailStackProps) {
    super(scope, id);
    unescapeOnSynth(this);
    const domains = [...props.domains].sort((a, b) => (a.entry < b.entry ? -1 : 1));

    addBackend(this, id, props);
    const accounts = this.addAccounts(domains);
    this.awsProviders = accounts.all;
    this.cloudflareProvider = new CloudflareProvider(this, "cloudflare", {});
    // CDKTF writes the source as `aws`, which OpenTofu tries to upgrade again and again.
    this.addOverride("terraform.required_providers.aws.source", "hashicorp/aws");
    for (const [name, version] of Object.entries(props.providers ?? {}))
      this.addOverride(`terraform.required_providers.${name}.version`, version);
    const sets = this.addConfigurationSets(domains, accounts);
    const identities: Record<string, SesIdentity> = {};
    const zoneRecords: Record<string, ZoneRecords> = {};
    const records: DnsRecord[] = [];
    const arns: Record<string, string> = {};
    const certificates: Record<string, string> = {};
    const caa = caaRecords(domains);
    for (const domain of domains) {
      if (domain.state !== "present") continue;
      const provider = accounts.provider(domain.account);
      const identity = hasIdentity(domain)
        ? new SesIdentity(this, escapeTokens(`identity-${domain.entry}`), { ...domain, provider })
        : undefined;
      // The identity waits for a set that this stack makes, also where another entry makes it.
      const set = sets.get(setKey(domain, provider));
      if (set !== undefined && identity?.made !== undefined)
        identity.made.configurationSetName = set.set.configurationSetName;
      if (domain.senders !== undefined)
        new Senders(this, escapeTokens(`senders-${domain.entry}`), { domain, provider });
      if (domain.testAddresses !== undefined)
        new TestAddresses(this, escapeTokens(`test-addresses-${domain.entry}`), { domain, provider });
      const certificate =
        domain.certificate?.names[0] === undefined
          ? undefined
          : new WebCertificate(this, escapeTokens(`certificate-${domain.entry}`), { domain, provider });
      const published = domainRecords(domain, {
        dkimTokens: identity?.dkimTokens ?? PLACEHOLDER_REFS.dkimTokens,
        distributionDomain: distributionNames(this, domain, provider),
        validation: certificate?.validation,
      });
      const zoneId = this.zoneId(domain.zone);
      registerDomain(this, `${this.node.path}/${domain.entry}`, domain, zoneId);
      const commentOf = ({ id }: DnsRecord) => recordComment(domain, id);
      zoneRecords[domain.entry] = new ZoneRecords(this, escapeTokens(`records-${domain.entry}`), {
        zoneId,
        records: published,
        commentOf,
        caa,
      });
      records.push(...published.map(escapeRecord));
      if (certificate !== undefined) {
        certificate.waitFor(zoneRecords[domain.entry]?.records ?? {});
        certificates[escapeTemplates(domain.entry)] = certificate.arn;
      }
      if (identity === undefined) continue;
      identities[domain.entry] = identity;
      arns[escapeTemplates(domain.entry)] = identity.arn;
    }

    this.configurationSets = [...sets.values()];
    this.identities = identities;
    this.records = zoneRecords;

    this.addOutput("records", "What is published: one entry per record, as domainRecords() lists it", records);
    this.addOutput("identities", "The ARN of each identity, by entry", arns);
    const protect = domains.filter((domain) => domain.state === "present" && domain.protect && makesIdentity(domain));
    // The review needs it: a plan's JSON does not show which resources have prevent_destroy.
    this.addOutput(
      "protected",
      "The entries whose identity Terraform refuses to destroy",
      protect.map(({ entry }) => escapeTemplates(entry)),
    );
    const topics = topicArns(sets.values());
    if (Object.keys(topics).length > 0)
      this.addOutput("topics", "The ARN of each topic that is made for events, by its name in Terraform", topics);
    if (Object.keys(certificates).length > 0)
      this.addOutput("certificates", "The ARN of each certificate, by entry", certificates);
    this.addRefactoring(domains, accounts);
    addImports(this, props.imports ?? [], domains);
  }

  private addAccounts(domains: readonly Domain[]): AwsAccounts {
    const accounts = domains.map(({ account }) => account);
    // A domain without an identity needs no region, and a provider needs one.
    const region = domains.find((domain) => domain.region !== "")?.region ?? "us-east-1";
    return new AwsAccounts(this, "accounts", { accounts, region });
  }

  private addConfigurationSets(
    domains: readonly Domain[],
    accounts: AwsAccounts,
  ): ReadonlyMap<string, SesConfigurationSet> {
    const present = domains.filter(({ state }) => state === "present");
    return new Map(
      madeSets(present).map(({ account, region, madeSet: set }) => {
        const provider = accounts.provider(account);
        const key = setKey({ configurationSet: set.name, region }, provider);
        return [key, configurationSetIn(this, { set, region, provider })];
      }),
    );
  }

  /** The zone's id; if it is not configured, it is looked up by name, once. */
  private zoneId({ name, id }: Zone): string {
    const known = id ?? this.#zoneIds.get(name);
    if (known !== undefined) return known;
    const zone = new DataCloudflareZone(this, escapeTokens(`zone-${name}`), {
      filter: { name: escapeTemplates(name) },
    });
    zone.overrideLogicalId(escapeTokens(resourceName(name)));
    this.#zoneIds.set(name, zone.zoneId);
    return zone.zoneId;
  }

  private addRefactoring(domains: readonly Domain[], accounts: AwsAccounts): void {
    const { removed, moved } = refactoringBlocks(domains, ({ account }) => accounts.provider(account)?.alias);
    if (removed.length > 0) this.addOverride("removed", removed);
    if (moved.length > 0) this.addOverride("moved", moved);
  }

  private addOutput(name: string, description: string, value: unknown): void {
    // As an override, because TerraformOutput cannot contain the nulls of a record.
    new TerraformOutput(this, `output-${name}`, { description, value: "" }).overrideLogicalId(name);
    this.addOverride(`output.${name}.value`, value);
  }
}

/** The CAA records of all entries; none if no certificate has to wait for them. */
function caaRecords(domains: readonly Domain[]): readonly DnsRecord[] {
  if (domains.every(({ certificate }) => certificate === undefined)) return [];
  return domains.flatMap((domain) => domainRecords(domain, PLACEHOLDER_REFS)).filter(({ type }) => type === "CAA");
}

/** Identifies a set in a stack. */
function setKey(
  { configurationSet, region }: Pick<Domain, "configurationSet" | "region">,
  provider: AwsProvider | undefined,
): string {
  return JSON.stringify([configurationSet, region, provider?.alias]);
}

function topicArns(sets: Iterable<SesConfigurationSet>): Record<string, string> {
  const topics = [...sets].flatMap((set) => Object.values(set.topics));
  return Object.fromEntries(topics.map((topic) => [topic.friendlyUniqueId, topic.arn]));
}
