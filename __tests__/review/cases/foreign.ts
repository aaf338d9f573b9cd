// Rules about resources that are not ours and that mail hangs on: a plan for each.
import { change, plan, type Values } from "../plans";

type Case = readonly [text: string, ...others: string[]];
const made = (type: string, after: Values): Case => [plan([change(`${type}.x`, null, after)])];
const gone = (type: string, before: Values): Case => [plan([change(`${type}.x`, before, null)])];
const turned = (type: string, before: Values, after: Values): Case => [plan([change(`${type}.x`, before, after)])];

export const FOREIGN_CASES: Record<string, Case> = {
  "zone-deleted": gone("cloudflare_zone", { name: "example.com" }),
  "zone-taken": made("aws_route53_records_exclusive", { zone_id: "Z1" }),
  "zone-paused": turned("cloudflare_zone", { name: "a.example", paused: false }, { name: "a.example", paused: true }),
  "zone-flattened": [...made("cloudflare_zone_dns_settings", { flatten_all_cnames: true }), "zone-setting"],
  "zone-delegated": turned(
    "aws_route53domains_registered_domain",
    { name_server: [{ name: "a" }] },
    { name_server: [{ name: "b" }] },
  ),
  "dnssec-off": gone("cloudflare_zone_dnssec", { status: "active" }),
  "dnssec-on": made("cloudflare_zone_dnssec", { status: "active" }),
  "zone-setting": made("cloudflare_ruleset", { rules: [] }),
  "email-routing": made("cloudflare_email_routing_settings", { enabled: true }),
  "ses-identity-lost": gone("aws_ses_domain_identity", { domain: "example.com" }),
  "ses-policy-open": [
    ...made("aws_sesv2_email_identity_policy", { email_identity: "example.com", policy: '{"Principal":"*"}' }),
    "ses-setting",
  ],
  "ses-sending-stopped": gone("aws_sesv2_configuration_set", { configuration_set_name: "main" }),
  "ses-receiving": gone("aws_ses_receipt_rule", { name: "store" }),
  "ses-setting": made("aws_sesv2_email_identity_feedback_attributes", { email_identity: "example.com" }),
  "may-send": made("aws_iam_access_key", { user: "sender" }),
  "record-elsewhere": made("aws_route53_record", { name: "a.example.com", type: "A", records: ["192.0.2.1"], ttl: 60 }),
};
