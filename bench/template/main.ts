// What `cdktf init --template=typescript` starts people with, holding the article's domain, or as many as BENCH_DOMAINS says:
// the measure to compare with.

import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { App, Fn, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";

class TemplateStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });
    new CloudflareProvider(this, "cloudflare", {});
    const count = Number(process.env.BENCH_DOMAINS ?? "1");
    for (let index = 0; index < count; index++) this.addDomain(count === 1 ? "example.com" : `d${index}.example.com`);
  }

  private addDomain(domain: string): void {
    const identity = new Sesv2EmailIdentity(this, `identity-${domain}`, { emailIdentity: domain });
    new Sesv2EmailIdentityMailFromAttributes(this, `mail-from-${domain}`, {
      emailIdentity: identity.emailIdentity,
      mailFromDomain: `mail.${domain}`,
    });
    const common = { zoneId: "0123456789abcdef0123456789abcdef", ttl: 1 };
    for (const index of [0, 1, 2]) {
      const token = Token.asString(Fn.element(identity.dkimSigningAttributes.tokens, index));
      const [name, content] = [`${token}._domainkey.${domain}`, `${token}.dkim.amazonses.com`];
      new DnsRecord(this, `dkim-${index}-${domain}`, { ...common, type: "CNAME", name, content });
    }
    for (const [type, name, content, priority] of [
      ["MX", `mail.${domain}`, "feedback-smtp.us-east-1.amazonses.com", 10],
      ["TXT", `mail.${domain}`, '"v=spf1 include:amazonses.com ~all"', undefined],
      ["TXT", `_dmarc.${domain}`, '"v=DMARC1; p=none;"', undefined],
      ["CNAME", `www.${domain}`, "d111111abcdef8.cloudfront.net", undefined],
    ] as const) {
      new DnsRecord(this, `${type}-${name}`, { ...common, type, name, content, priority });
    }
  }
}

const app = new App();
new TemplateStack(app, "template");
app.synth();
