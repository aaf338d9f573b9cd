// A zone in the form of Cloudflare's API. Its answer is always the same; otherwise plans would show changes.
import { domainToUnicode } from "node:url";
import type { CloudflareZone } from "../../world/entities";
import { CLOUDFLARE_ACCOUNT } from "./zones";

export function zoneJson({ id, name }: CloudflareZone) {
  const since = "2026-01-01T00:00:00Z";
  return {
    id,
    // The API shows record names in punycode and zone names in Unicode: cloudflare/cloudflare-go#347, DNSControl/dnscontrol#2341
    name: domainToUnicode(name) || name,
    account: CLOUDFLARE_ACCOUNT,
    activated_on: since,
    created_on: since,
    modified_on: since,
    development_mode: 0,
    meta: {
      cdn_only: false,
      custom_certificate_quota: 0,
      dns_only: false,
      foundation_dns: false,
      page_rule_quota: 3,
      phishing_detected: false,
      step: 2,
    },
    name_servers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    original_name_servers: null,
    owner: { type: "user" },
    paused: false,
    permissions: ["#dns_records:edit", "#dns_records:read", "#zone:read"],
    plan: {
      id: "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
      name: "Free Website",
      currency: "USD",
      price: 0,
      legacy_id: "free",
    },
    status: "active",
    tenant: {},
    tenant_unit: {},
    type: "full",
  };
}
