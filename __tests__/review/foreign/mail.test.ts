// Email Routing, SES of both versions and who may send: what each change is taken for.
import { change, judged, plan, type Values } from "../plans";

type Sides = readonly [before: Values | null, after: Values | null, rest?: Values];
const made = (after: Values, rest: Values = {}): Sides => [null, after, rest];
const gone = (before: Values = {}): Sides => [before, null];
const turned = (before: Values, after: Values, rest: Values = {}): Sides => [before, after, rest];
const anew = (before: Values, after: Values): Sides => [before, after, { actions: ["delete", "create"] }];
const policy = (document: unknown) => made({ email_identity: "example.com", policy: JSON.stringify(document) });
const statement = (rest: Values) => policy({ Statement: [{ Effect: "Allow", Action: "ses:SendEmail", ...rest }] });
const iam = (action: unknown, rest: Values = {}) =>
  made({ policy: JSON.stringify({ Statement: { Effect: "Allow", Action: action, ...rest } }) });

test.each<[type: string, what: string, sides: Sides, expected: string]>([
  ["cloudflare_email_routing_settings", "is made", made({ enabled: true }), "danger email-routing"],
  ["cloudflare_email_routing_settings", "is destroyed", gone({ enabled: true }), "danger email-routing"],
  ["cloudflare_email_routing_dns", "is made", made({ name: "example.com" }), "danger email-routing"],
  [
    "cloudflare_email_routing_catch_all",
    "is changed",
    turned({ enabled: true }, { enabled: false }),
    "danger email-routing",
  ],
  ["cloudflare_email_routing_rule", "is made", made({ enabled: true }), "danger email-routing"],
  ["cloudflare_email_routing_address", "is made", made({ email: "you@example.net" }), "caution foreign-changed"],
  ["cloudflare_email_routing_address", "is destroyed", gone({ email: "you@example.net" }), "danger foreign-deleted"],
  ["aws_ses_domain_identity", "is made", made({ domain: "example.com" }), "caution ses-setting"],
  ["aws_ses_domain_identity", "is destroyed", gone({ domain: "example.com" }), "danger ses-identity-lost"],
  [
    "aws_ses_domain_identity",
    "is made anew",
    anew({ domain: "example.com" }, { domain: "a.example" }),
    "danger ses-identity-lost",
  ],
  ["aws_ses_domain_dkim", "is destroyed", gone({ domain: "example.com" }), "danger ses-identity-lost"],
  ["aws_ses_domain_mail_from", "is destroyed", gone({ domain: "example.com" }), "danger ses-identity-lost"],
  ["aws_ses_email_identity", "is destroyed", gone({ email: "a@example.com" }), "danger ses-identity-lost"],
  ["aws_ses_identity_policy", "lets all send", statement({ Principal: "*" }), "danger ses-policy-open ses-setting"],
  [
    "aws_sesv2_email_identity_policy",
    "lets all send",
    statement({ Principal: { AWS: "*" } }),
    "danger ses-policy-open ses-setting",
  ],
  [
    "aws_sesv2_email_identity_policy",
    "lets all of a list send",
    statement({ Principal: { AWS: ["111122223333", "*"] } }),
    "danger ses-policy-open ses-setting",
  ],
  [
    "aws_sesv2_email_identity_policy",
    "lets all users send",
    statement({ Principal: { AWS: "arn:aws:iam::*:root" } }),
    "danger ses-policy-open ses-setting",
  ],
  [
    "aws_sesv2_email_identity_policy",
    "lets all others send",
    statement({ NotPrincipal: { AWS: "111122223333" } }),
    "danger ses-policy-open ses-setting",
  ],
  [
    "aws_sesv2_email_identity_policy",
    "lets all send on a condition",
    statement({ Principal: "*", Condition: {} }),
    "danger ses-policy-open ses-setting",
  ],
  [
    "aws_sesv2_email_identity_policy",
    "lets none send",
    statement({ Principal: "*", Effect: "Deny" }),
    "danger ses-policy-open ses-setting",
  ],
  ["aws_sesv2_email_identity_policy", "is no policy", made({ policy: "{" }), "danger ses-policy-open ses-setting"],
  [
    "aws_sesv2_email_identity_policy",
    "lets one account send",
    statement({ Principal: { AWS: "111122223333" } }),
    "caution ses-setting",
  ],
  [
    "aws_sesv2_email_identity_policy",
    "is not known yet",
    made({}, { after_unknown: { policy: true } }),
    "caution ses-setting",
  ],
  ["aws_sesv2_email_identity_policy", "is destroyed", gone({ policy: "{}" }), "danger foreign-deleted"],
  [
    "aws_ses_configuration_set",
    "is switched off",
    turned({ sending_enabled: true }, { sending_enabled: false }),
    "danger ses-sending-stopped ses-setting",
  ],
  [
    "aws_sesv2_configuration_set",
    "is switched off",
    turned({ sending_options: [{ sending_enabled: true }] }, { sending_options: [{ sending_enabled: false }] }),
    "danger ses-sending-stopped ses-setting",
  ],
  [
    "aws_sesv2_configuration_set",
    "is made",
    made({ sending_options: [{ sending_enabled: true }] }),
    "caution ses-setting",
  ],
  [
    "aws_sesv2_configuration_set",
    "is destroyed",
    gone({ configuration_set_name: "main" }),
    "danger ses-sending-stopped",
  ],
  ["aws_sesv2_configuration_set_event_destination", "is made", made({}), "caution ses-setting"],
  [
    "aws_sesv2_email_identity_feedback_attributes",
    "is made",
    made({ email_forwarding_enabled: false }),
    "caution ses-setting",
  ],
  ["aws_sesv2_dedicated_ip_pool", "is made", made({}), "caution ses-setting"],
  ["aws_sesv2_account_vdm_attributes", "is made", made({}), "caution ses-setting"],
  [
    "aws_sesv2_account_suppression_attributes",
    "is changed",
    turned({ suppressed_reasons: ["BOUNCE"] }, { suppressed_reasons: [] }),
    "caution ses-setting",
  ],
  ["aws_ses_receipt_rule", "is made", made({ name: "a" }), "caution ses-setting"],
  [
    "aws_ses_receipt_rule",
    "is changed",
    turned({ enabled: true }, { enabled: false }),
    "danger ses-receiving ses-setting",
  ],
  ["aws_ses_receipt_rule", "is destroyed", gone({ name: "a" }), "danger ses-receiving"],
  ["aws_ses_receipt_rule_set", "is destroyed", gone({ rule_set_name: "a" }), "danger ses-receiving"],
  ["aws_ses_active_receipt_rule_set", "is made", made({ rule_set_name: "a" }), "danger ses-receiving ses-setting"],
  ["aws_iam_access_key", "is made", made({ user: "sender" }), "caution may-send"],
  ["aws_iam_access_key", "is destroyed", gone({ user: "sender" }), "danger foreign-deleted"],
  ["aws_iam_user_policy", "lets send", iam("ses:SendRawEmail"), "caution may-send"],
  ["aws_iam_policy", "lets all", iam(["s3:GetObject", "*"]), "caution may-send"],
  ["aws_iam_role_policy", "lets all but", made({ policy: '{"Statement":{"NotAction":"s3:*"}}' }), "caution may-send"],
  ["aws_iam_policy", "is about something else", iam("s3:GetObject"), "caution foreign-changed"],
  [
    "aws_iam_user_policy_attachment",
    "lets send",
    made({ policy_arn: "arn:aws:iam::aws:policy/AmazonSESFullAccess" }),
    "caution may-send",
  ],
  [
    "aws_iam_role_policy_attachment",
    "is about something else",
    made({ policy_arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnly" }),
    "caution foreign-changed",
  ],
  ["aws_acm_certificate", "is made", made({ domain_name: "www.example.com" }), "caution foreign-changed"],
  ["aws_acm_certificate", "is destroyed", gone({ domain_name: "www.example.com" }), "danger foreign-deleted"],
  ["somebody_else", "changes", turned({ a: 1 }, { a: 2 }), "caution foreign-changed"],
  [
    "somebody_else",
    "says that it stays and does not",
    turned({ a: 1 }, { a: 2 }, { actions: ["no-op"] }),
    "danger action-unknown",
  ],
])("%s %s", (type, _what, [before, after, rest], expected) => {
  expect(judged(plan([{ ...change(`${type}.x`, before, after, rest) }]))).toBe(expected);
});
