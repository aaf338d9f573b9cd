// A CDKTF app of your own with mailzone's constructs in it: a shop whose mail is one construct of its stack, beside what else the
// shop has, and a stack of the domains in domains.yaml.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { loadConfiguration, MailDomain, MailStack, validDomains } from "@mailzone/mailzone";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const ZONE_ID = "fedcba9876543210fedcba9876543210";

class ShopStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // A backend as in any CDKTF app, such as new S3Backend(this, { … }). Without one CDKTF keeps the state beside cdktf.json.
    new AwsProvider(this, "aws", { region: "eu-west-1" });
    new CloudflareProvider(this, "cloudflare", {});

    const mail = new MailDomain(this, "mail", {
      domain: "example.org",
      zoneId: ZONE_ID,
      region: "eu-west-1",
      tags: { team: "shop" },
      dmarc: { policy: "quarantine" },
      web: { www: "d111111abcdef8.cloudfront.net" },
    });
    mail.records.dmarc?.addOverride("comment", "reports are read on Mondays");

    // What is not mailzone's: the shop's status page, and the identity's ARN for whoever sends.
    new DnsRecord(this, "status", {
      zoneId: ZONE_ID,
      type: "CNAME",
      name: "status.example.org",
      content: "status.example.net",
      ttl: 1,
    });
    new TerraformOutput(this, "identity-arn", { value: mail.arn });
  }
}

const app = new App();
new ShopStack(app, "shop");
new MailStack(app, "mail", { domains: validDomains(loadConfiguration(["domains.yaml"], __dirname)) });
app.synth();
