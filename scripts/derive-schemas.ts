// Derives the schemas in packages/emulator/src/schemas from the installed provider bindings; write-schemas.ts writes them. What the
// bindings do not say (sensitive, replaced when changed, defaults, validators) stands in the emulator's overlays.
import path from "node:path";
import { deriveSchema, readBinding } from "./binding-schema";

/** The binding of each schema file. A new type is one line here. */
const BINDINGS: Readonly<Record<string, string>> = {
  "aws-acm-certificate": "provider-aws/lib/acm-certificate",
  "aws-acm-certificate-validation": "provider-aws/lib/acm-certificate-validation",
  "aws-caller-identity-data": "provider-aws/lib/data-aws-caller-identity",
  "aws-cloudfront-distribution-data": "provider-aws/lib/data-aws-cloudfront-distribution",
  "aws-iam-openid-connect-provider": "provider-aws/lib/iam-openid-connect-provider",
  "aws-iam-policy": "provider-aws/lib/iam-policy",
  "aws-iam-policy-document-data": "provider-aws/lib/data-aws-iam-policy-document",
  "aws-iam-role": "provider-aws/lib/iam-role",
  "aws-iam-role-policy-attachment": "provider-aws/lib/iam-role-policy-attachment",
  "aws-partition-data": "provider-aws/lib/data-aws-partition",
  "aws-provider": "provider-aws/lib/provider",
  "aws-region-data": "provider-aws/lib/data-aws-region",
  "aws-sesv2-configuration-set": "provider-aws/lib/sesv2-configuration-set",
  "aws-sesv2-configuration-set-event-destination": "provider-aws/lib/sesv2-configuration-set-event-destination",
  "aws-sesv2-email-identity": "provider-aws/lib/sesv2-email-identity",
  "aws-sesv2-email-identity-mail-from-attributes": "provider-aws/lib/sesv2-email-identity-mail-from-attributes",
  "aws-sesv2-email-identity-data": "provider-aws/lib/data-aws-sesv2-email-identity",
  "aws-iam-role-policy": "provider-aws/lib/iam-role-policy",
  "aws-sns-topic": "provider-aws/lib/sns-topic",
  "aws-sns-topic-policy": "provider-aws/lib/sns-topic-policy",
  "aws-sns-topic-subscription": "provider-aws/lib/sns-topic-subscription",
  "cloudflare-provider": "provider-cloudflare/lib/provider",
  "cloudflare-zone-data": "provider-cloudflare/lib/data-cloudflare-zone",
  "cloudflare-zones-data": "provider-cloudflare/lib/data-cloudflare-zones",
  "cloudflare-dns-record": "provider-cloudflare/lib/dns-record",
};

/** Every schema file's text by its name, derived from the bindings installed under `root`. */
export function deriveSchemas(root: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [name, binding] of Object.entries(BINDINGS)) {
    const source = readBinding(path.join(root, "node_modules/@cdktf", binding, "index.js"));
    files[`${name}.json`] = `${JSON.stringify(deriveSchema(source), null, 1)}\n`;
  }
  return files;
}
