// What `cdktf init --template=typescript` starts people with, holding the article's domain: the measure to compare with.

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
    const identity = new Sesv2EmailIdentity(this, "identity", { emailIdentity: "example.com" });
    new Sesv2EmailIdentityMailFromAttributes(this, "mail-from", {
      emailIdentity: identity.emailIdentity,
      mailFromDomain: "mail.example.com",
    });
    const common = { zoneId: "0123456789abcdef0123456789abcdef", ttl: 1 };
    for (const index of [0, 1, 2]) {
      const token = Token.asString(Fn.element(identity.dkimSigningAttributes.tokens, index));
      const [name, content] = [`${token}._domainkey.example.com`, `${token}.dkim.amazonses.com`];
      new DnsRecord(this, `dkim-${index}`, { ...common, type: "CNAME", name, content });
    }
    for (const [type, name, content, priority] of [
      ["MX", "mail.example.com", "feedback-smtp.us-east-1.amazonses.com", 10],
      ["TXT", "mail.example.com", '"v=spf1 include:amazonses.com ~all"', undefined],
      ["TXT", "_dmarc.example.com", '"v=DMARC1; p=none;"', undefined],
      ["CNAME", "www.example.com", "d111111abcdef8.cloudfront.net", undefined],
    ] as const) {
      new DnsRecord(this, `${type}-${name}`, { ...common, type, name, content, priority });
    }
  }
}

const app = new App();
new TemplateStack(app, "template");
app.synth();
