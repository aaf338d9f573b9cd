// A CDKTF app of your own with mailzone's constructs in it: domains.yaml says which domains there are, this file what else
// stands beside them.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataCloudflareZone } from "@cdktf/provider-cloudflare/lib/data-cloudflare-zone";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import {
  addBackend,
  type Domain,
  domainRecords,
  loadConfiguration,
  MailStack,
  PLACEHOLDER_REFS,
  SesIdentity,
  type StateProps,
  validDomains,
  ZoneRecords,
} from "@mailzone/mailzone";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

interface ShopStackProps extends StateProps {
  readonly domain: Domain;
}

class ShopStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: ShopStackProps) {
    super(scope, id);
    const { domain } = props;
    const { zone } = domain;

    addBackend(this, id, props);
    new AwsProvider(this, "aws", { region: domain.region });
    new CloudflareProvider(this, "cloudflare", {});
    const zoneId = zone.id ?? new DataCloudflareZone(this, "zone", { filter: { name: zone.name } }).zoneId;

    const identity = new SesIdentity(this, "identity", domain);
    const records = domainRecords(domain, { ...PLACEHOLDER_REFS, dkimTokens: identity.dkimTokens });
    new ZoneRecords(this, "records", { zoneId, records, commentOf: () => "mail of the shop" });

    // What is not mailzone's: the shop's status page, and the identity's ARN for its policies.
    new DnsRecord(this, "status", {
      zoneId,
      type: "CNAME",
      name: `status.${domain.domain}`,
      content: "status.example.net",
      ttl: 1,
    });
    new TerraformOutput(this, "identity-arn", { value: identity.arn });
  }
}

const domains = validDomains(loadConfiguration(["domains.yaml"], __dirname));
const app = new App();
const state: StateProps = {
  // Local files, in the sandbox its own. For real: (stack) => ({ type: "s3", attributes: { bucket: "…", key: stack, … } }).
  backend: () => undefined,
  stateFolder: process.env.MAILZONE_SANDBOX ?? __dirname,
  outFolder: app.outdir,
};

new MailStack(app, "mail", { ...state, domains: domains.filter(({ stack }) => stack !== "shop") });
for (const domain of domains.filter(({ stack }) => stack === "shop")) new ShopStack(app, "shop", { ...state, domain });
app.synth();
