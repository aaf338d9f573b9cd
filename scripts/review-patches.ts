// What the emulator's providers cannot plan, put into plans that they made: resources of other types, and providers, data
// sources and ephemeral resources that would have to be installed.
import type { Json } from "./review-scenarios";

const ZONE = "0123456789abcdef0123456789abcdef";

/** One change of a resource that is not ours. */
function change(address: string, before: Json | null, after: Json | null, rest: Json = {}): Json {
  const [type = "", name = ""] = address.split(".");
  const source = type.startsWith("cloudflare") ? "cloudflare/cloudflare" : "hashicorp/aws";
  const actions = before === null ? ["create"] : after === null ? ["delete"] : ["update"];
  const sides = { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} };
  const provider_name = `registry.terraform.io/${source}`;
  return { address, mode: "managed", type, name, provider_name, change: { ...sides, ...rest } };
}

/** What the real terraform plans by itself: a provisioner, and a check that fails. */
export function addProgram(stack: Json): void {
  stack.resource.terraform_data = { shell: { provisioner: [{ "local-exec": { command: "true" } }] } };
  const condition = `\${cloudflare_dns_record.example_com__dmarc.ttl == 2}`;
  stack.check = { ttl: { assert: [{ condition, error_message: "the ttl of DMARC is not 2" }] } };
}

/** Everything that runs or leads elsewhere, beside the provisioner and the check that the real terraform planned. */
export function addRuns({ resource_changes, output_changes, configuration }: Json): void {
  const { provider_config, root_module } = configuration;
  root_module.resources.push(
    { address: "data.external.lookup", provider_config_key: "external" },
    { address: "ephemeral.aws_lambda_invocation.call", provider_config_key: "aws" },
  );
  provider_config.aws.expressions.profile = { constant_value: "other" };
  provider_config.aws.expressions.endpoints = [{ sesv2: { constant_value: "https://email.example" } }];
  provider_config.cloudflare.expressions = {
    api_token: { constant_value: "not-a-token" },
    base_url: { constant_value: "https://api.example" },
  };
  provider_config.forked = { name: "aws", full_name: "registry.terraform.io/somebody/aws" };
  const record = { zone_id: ZONE, name: "example.com", content: "mx.example.net", ttl: 1, proxied: false };
  const moved = { ...record, name: "moved.example.com", type: "TXT", content: '"moved"' };
  resource_changes.push(
    change("cloudflare_dns_record.any", null, { ...record, type: null }, { after_unknown: { type: true } }),
    change(
      "cloudflare_dns_record.moved",
      moved,
      { ...moved, zone_id: `f${ZONE.slice(1)}` },
      { actions: ["delete", "create"] },
    ),
  );
  output_changes.environment = { actions: ["create"], before: null, after: "not shown" };
}

/** One change of each kind that mail hangs on, and records by other types. */
export function addForeign({ resource_changes }: Json): void {
  const zone = { zone_id: ZONE };
  const domain = { domain: "example.com" };
  resource_changes.push(
    change("cloudflare_zone.left", { name: "example.net" }, null),
    change("aws_route53_records_exclusive.all", null, { zone_id: "Z1" }),
    change("cloudflare_zone.paused", { name: "example.org", paused: false }, { name: "example.org", paused: true }),
    change("cloudflare_zone_dns_settings.all", null, { ...zone, flatten_all_cnames: true }),
    change("cloudflare_zone_dnssec.off", { ...zone, status: "active" }, null),
    change("cloudflare_email_routing_settings.on", null, { ...zone, enabled: true }),
    change(
      "aws_route53domains_registered_domain.moved",
      { domain_name: "example.com", name_server: [{ name: "a.example.net" }] },
      { domain_name: "example.com", name_server: [{ name: "b.example.net" }] },
    ),
    change("aws_ses_domain_identity.old", domain, null),
    change("aws_ses_receipt_rule.store", { name: "store" }, null),
    change("aws_sesv2_configuration_set.main", { configuration_set_name: "main" }, null),
    change("aws_sesv2_email_identity_policy.all", null, {
      email_identity: "example.com",
      policy: '{"Principal": "*"}',
    }),
    change("aws_iam_access_key.sender", null, { user: "sender" }),
    change("cloudflare_record.inbound", null, { ...zone, name: "@", type: "MX", value: "mx.example.net", priority: 0 }),
    change(
      "aws_route53_record.dmarc",
      { name: "_dmarc.example.org", type: "TXT", records: ["v=DMARC1; p=none"], ttl: 600 },
      { name: "_dmarc.example.org", type: "TXT", records: ["v=DMARC1; p=reject"], ttl: 600 },
    ),
  );
}
