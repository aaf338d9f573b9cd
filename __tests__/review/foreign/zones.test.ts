// Zones, who serves them and their signatures: what each change is taken for.
import { change, judged, plan, said, type Values } from "../plans";

type Sides = readonly [before: Values | null, after: Values | null, rest?: Values];
const made = (after: Values, rest: Values = {}): Sides => [null, after, rest];
const gone = (before: Values = {}): Sides => [before, null];
const turned = (before: Values, after: Values, rest: Values = {}): Sides => [before, after, rest];
const anew = (before: Values, after: Values): Sides => [before, after, { actions: ["delete", "create"] }];
const forgot: Sides = [{}, null, { actions: ["forget"] }];

test.each<[type: string, what: string, sides: Sides, expected: string]>([
  ["cloudflare_zone", "is made", made({ name: "a.example", type: "full", paused: false }), "caution foreign-changed"],
  [
    "cloudflare_zone",
    "is made without a word",
    made({ name: "a.example" }, { after_unknown: { paused: true, type: true } }),
    "caution foreign-changed",
  ],
  ["cloudflare_zone", "is destroyed", gone({ name: "a.example" }), "danger zone-deleted"],
  ["cloudflare_zone", "is made anew", anew({ name: "a.example" }, { name: "b.example" }), "danger zone-deleted"],
  ["cloudflare_zone", "is forgotten", forgot, "caution foreign-changed"],
  ["cloudflare_zone", "is paused", turned({ paused: false }, { paused: true }), "danger zone-paused"],
  [
    "cloudflare_zone",
    "is perhaps paused",
    turned({ paused: false }, {}, { after_unknown: { paused: true } }),
    "danger zone-paused",
  ],
  ["cloudflare_zone", "is made paused", made({ name: "a.example", paused: true }), "danger zone-paused"],
  ["cloudflare_zone", "is no longer paused", turned({ paused: true }, { paused: false }), "caution foreign-changed"],
  ["cloudflare_zone", "becomes partial", turned({ type: "full" }, { type: "partial" }), "danger zone-paused"],
  ["cloudflare_zone", "becomes secondary", turned({ type: "full" }, { type: "secondary" }), "danger zone-paused"],
  ["cloudflare_zone", "gets another plan", turned({ plan: "free" }, { plan: "pro" }), "caution foreign-changed"],
  ["aws_route53_zone", "is destroyed", gone({ name: "a.example" }), "danger zone-deleted"],
  ["google_dns_managed_zone", "is destroyed", gone({ dns_name: "a.example." }), "danger zone-deleted"],
  ["azurerm_dns_zone", "is destroyed", gone({ name: "a.example" }), "danger zone-deleted"],
  ["digitalocean_domain", "is destroyed", gone({ name: "a.example" }), "danger zone-deleted"],
  ["aws_route53_records_exclusive", "is made", made({ zone_id: "Z1" }), "danger zone-taken"],
  ["aws_route53_records_exclusive", "is destroyed", gone({ zone_id: "Z1" }), "danger foreign-deleted"],
  ["namecheap_domain_records", "is changed", turned({ mode: "MERGE" }, { mode: "OVERWRITE" }), "danger zone-taken"],
  ["godaddy_domain_record", "is made", made({ domain: "a.example", record: [] }), "danger zone-taken"],
  [
    "cloudflare_zone_setting",
    "flattens all",
    turned(
      { setting_id: "cname_flattening", value: "flatten_at_root" },
      { setting_id: "cname_flattening", value: "flatten_all" },
    ),
    "danger zone-flattened zone-setting",
  ],
  [
    "cloudflare_zone_setting",
    "flattens perhaps",
    made({ setting_id: "cname_flattening" }, { after_unknown: { value: true } }),
    "danger zone-flattened zone-setting",
  ],
  [
    "cloudflare_zone_setting",
    "flattens at the root",
    made({ setting_id: "cname_flattening", value: "flatten_at_root" }),
    "caution zone-setting",
  ],
  ["cloudflare_zone_setting", "is another one", made({ setting_id: "ssl", value: "strict" }), "caution zone-setting"],
  [
    "cloudflare_zone_settings_override",
    "flattens all",
    made({ settings: [{ cname_flattening: "flatten_all" }] }),
    "danger zone-flattened zone-setting",
  ],
  [
    "cloudflare_zone_dns_settings",
    "flattens all",
    turned({ flatten_all_cnames: false }, { flatten_all_cnames: true }),
    "danger zone-flattened zone-setting",
  ],
  [
    "cloudflare_zone_dns_settings",
    "flattens no more",
    turned({ flatten_all_cnames: true }, { flatten_all_cnames: false }),
    "caution zone-setting",
  ],
  [
    "cloudflare_zone_dns_settings",
    "has several providers",
    turned({ multi_provider: false }, { multi_provider: true }),
    "danger zone-delegated zone-setting",
  ],
  [
    "cloudflare_zone_dns_settings",
    "has other name servers",
    turned({ nameservers: { type: "a" } }, { nameservers: { type: "b" } }),
    "danger zone-delegated zone-setting",
  ],
  [
    "cloudflare_zone_dns_settings",
    "serves a CDN only",
    made({ zone_mode: "cdn_only" }),
    "danger zone-delegated zone-setting",
  ],
  [
    "cloudflare_account_dns_settings",
    "flattens all of new zones",
    made({ zone_defaults: { flatten_all_cnames: true } }),
    "danger zone-flattened zone-setting",
  ],
  ["cloudflare_zone_hold", "is made", made({ hold: true }), "caution zone-setting"],
  ["cloudflare_ruleset", "is made", made({ rules: [] }), "caution zone-setting"],
  ["cloudflare_page_rule", "is changed", turned({ target: "a" }, { target: "b" }), "caution zone-setting"],
  ["cloudflare_workers_route", "is made", made({ pattern: "mta-sts.example.com/*" }), "caution zone-setting"],
  ["cloudflare_load_balancer", "is made", made({ name: "mail.example.com" }), "caution zone-setting"],
  ["cloudflare_ruleset", "is destroyed", gone(), "danger foreign-deleted"],
  [
    "aws_route53domains_registered_domain",
    "gets name servers",
    turned({ name_server: [{ name: "a" }] }, { name_server: [{ name: "b" }] }),
    "danger zone-delegated",
  ],
  [
    "aws_route53domains_registered_domain",
    "gets a contact",
    turned({ admin_contact: "a" }, { admin_contact: "b" }),
    "caution foreign-changed",
  ],
  ["cloudflare_zone_dnssec", "is made", made({ status: "active" }), "caution dnssec-on"],
  [
    "cloudflare_zone_dnssec",
    "is switched off",
    turned({ status: "active" }, { status: "disabled" }),
    "danger dnssec-off dnssec-on",
  ],
  ["cloudflare_zone_dnssec", "is destroyed", gone({ status: "active" }), "danger dnssec-off"],
  [
    "aws_route53_hosted_zone_dnssec",
    "no longer signs",
    turned({ signing_status: "SIGNING" }, { signing_status: "NOT_SIGNING" }),
    "danger dnssec-off dnssec-on",
  ],
  ["aws_route53_key_signing_key", "is destroyed", gone(), "danger dnssec-off"],
])("%s %s", (type, _what, [before, after, rest], expected) => {
  expect(judged(plan([{ ...change(`${type}.x`, before, after, rest) }]))).toBe(expected);
});

test.each([
  ["cloudflare_zone", { name: "a.example" }, 'the zone "a.example" is destroyed by "cloudflare_zone.x"'],
  ["cloudflare_zone", { zone: "b.example" }, 'the zone "b.example" is destroyed by "cloudflare_zone.x"'],
  ["google_dns_managed_zone", { name: "mail", dns_name: "c.example." }, 'the zone "c.example." is destroyed'],
  ["aws_ses_domain_identity", { domain: "d.example" }, '"d.example" loses "aws_ses_domain_identity.x"'],
])("the domain of a %s that goes is named", (type, before, words) => {
  expect(said(plan([change(`${type}.x`, before, null)])).join()).toContain(words);
});
