// Rules for whole zones: their deletion, name servers, CNAME flattening, DNSSEC. What affects a zone affects every mail record
// in it.
import { UNKNOWN } from "../../plan/values";
import { isAdded, isChanged, isRemoved, type MailChange } from "../changes/change";
import { say, words } from "../rules/sentence";
import { containsValue, type ForeignRule, isSet, mayMatch, namedAttributes, settingOf, typeOf } from "./foreign-rule";

const ZONES =
  /^(?:cloudflare_zone|aws_route53_zone|google_dns_managed_zone|azurerm_(?:private_)?dns_zone|digitalocean_domain|hcloud_zone|hetznerdns_zone|linode_domain|vultr_dns_domain|ns1_zone|dnsimple_domain|ovh_domain_zone|gandi_livedns_domain|powerdns_zone|scaleway_domain_zone)$/;
const DNSSEC =
  /^(?:cloudflare_zone_dnssec|aws_route53_hosted_zone_dnssec|aws_route53_key_signing_key|aws_route53domains_delegation_signer_record)$/;
const DNS_SETTINGS = /^cloudflare_(?:zone|account)_dns_settings$/;
const REGISTRARS =
  /^(?:aws_route53domains_(?:registered_)?domain|gandi_nameservers|ovh_domain_name_servers|ovh_domain_name|dnsimple_domain_delegation|namecheap_domain_records|cloudflare_registrar_domain)$/;
const EXCLUSIVE = /^(?:aws_route53_records_exclusive|namecheap_domain_records|godaddy_domain_record)$/;
const SERVERS = ["name_server", "name_servers", "nameservers", "servers", "ns_servers"];

/** Whether the change makes Cloudflare answer every CNAME with addresses. */
function isFlattened(change: MailChange): boolean {
  const type = typeOf(change);
  if (DNS_SETTINGS.test(type)) {
    const isAll = (value: unknown) =>
      containsValue(value, (one, name) => name === "flatten_all_cnames" && mayMatch(one, (all) => all === true));
    const { before, after } = change.resource;
    return isAll(after) && !(isAll(before) && !isAdded(change));
  }
  if (type === "cloudflare_zone_setting") {
    return (
      settingOf(change, "setting_id") === "cname_flattening" &&
      isSet(change, "value") &&
      mayMatch(settingOf(change, "value"), isAllWord)
    );
  }
  if (type !== "cloudflare_zone_settings_override" || !isSet(change, "settings")) return false;
  return containsValue(
    settingOf(change, "settings"),
    (one, name) => name === "cname_flattening" && mayMatch(one, isAllWord),
  );
}

function isAllWord(value: unknown): boolean {
  return value === "flatten_all";
}

/** The DNS settings that decide who serves the zone. */
const SERVING = [
  "multi_provider",
  "nameservers",
  "zone_mode",
  "internal_dns",
  "foundation_dns",
  "secondary_overrides",
  "zone_defaults",
];

export const ZONE_RULES: readonly ForeignRule[] = [
  {
    id: "zone-deleted",
    risk: "danger",
    when: "A zone is destroyed, at Cloudflare or elsewhere.",
    why: "Every record in it is lost: mail stops in both directions.",
    describe: (change) =>
      ZONES.test(typeOf(change)) &&
      isRemoved(change) &&
      say`the zone ${namedAttributes(change, "zone", "dns_name", "domain", "name")} is destroyed by ${change.resource.address}, with every record in it`,
  },
  {
    id: "zone-taken",
    risk: "danger",
    when: "A resource that owns all records of a zone, such as `aws_route53_records_exclusive`, is created or changed.",
    why: "Records that it does not list are deleted, and the plan does not show them.",
    describe: (change) =>
      EXCLUSIVE.test(typeOf(change)) &&
      !isRemoved(change) &&
      say`${change.resource.address} deletes every record of its zone that it does not list, including mail records`,
  },
  {
    id: "zone-paused",
    risk: "danger",
    when: "A zone is paused, or becomes a partial or secondary zone.",
    why: "Other name servers answer for its records, or none do.",
    describe: (change) => {
      if (typeOf(change) !== "cloudflare_zone" || isRemoved(change)) return false;
      // When a zone is created, an unknown value means the default: a full zone.
      const becomes = (name: string, test: (value: unknown) => boolean) => {
        const value = settingOf(change, name);
        return (
          isSet(change, name) &&
          (change.resource.before === null ? value !== UNKNOWN && test(value) : mayMatch(value, test))
        );
      };
      const isPaused = becomes("paused", (value) => value !== false);
      const isPartial = becomes("type", (value) => value !== "full");
      return (
        (isPaused || isPartial) &&
        say`the zone ${namedAttributes(change, "name", "zone")} is ${words(isPaused ? "paused" : "no longer served as a whole")}: its records may no longer be found`
      );
    },
  },
  {
    id: "zone-flattened",
    risk: "danger",
    when: "Cloudflare is set to flatten all CNAMEs of a zone.",
    why: "It then answers DKIM CNAMEs with addresses: receivers and SES find no key.",
    describe: (change) =>
      isFlattened(change) &&
      say`${change.resource.address} flattens every CNAME of its zone: DKIM records are no longer found`,
  },
  {
    id: "zone-delegated",
    risk: "danger",
    when: "The name servers of a domain change, at its registrar or in the zone's settings.",
    why: "Another zone then answers, with the records that it has.",
    describe: (change) => {
      const type = typeOf(change);
      const isMoved =
        (REGISTRARS.test(type) &&
          (SERVERS.some((name) => isSet(change, name)) ||
            (isRemoved(change) && type !== "aws_route53domains_registered_domain"))) ||
        (DNS_SETTINGS.test(type) && isChanged(change) && SERVING.some((name) => isSet(change, name))) ||
        (DNS_SETTINGS.test(type) &&
          isAdded(change) &&
          ["multi_provider", "zone_mode", "internal_dns"].some((name) => isSet(change, name)));
      return (
        isMoved &&
        say`${change.resource.address} decides which name servers answer for ${namedAttributes(change, "domain_name", "domain", "name")}`
      );
    },
  },
  {
    id: "dnssec-off",
    risk: "danger",
    when: "DNSSEC of a zone is switched off, or one of its keys or DS records is deleted.",
    why: "While the parent zone has the DS record, resolvers treat every answer as forged, and no record of the domain is found.",
    describe: (change) => {
      if (!DNSSEC.test(typeOf(change))) return false;
      const isOff = ["status", "signing_status"].some(
        (name) =>
          isSet(change, name) &&
          mayMatch(settingOf(change, name), (value) => /disabled|INACTIVE|NOT_SIGNING|DELETING/i.test(String(value))),
      );
      return (
        (isRemoved(change) || isOff) &&
        say`${change.resource.address} ends DNSSEC: while the parent zone has the DS record, no record of the domain is found`
      );
    },
  },
  {
    id: "dnssec-on",
    risk: "caution",
    when: "DNSSEC of a zone is switched on or changed.",
    why: "It works once the parent zone has the right DS record. With a wrong one, no record of the domain is found.",
    describe: (change) =>
      DNSSEC.test(typeOf(change)) &&
      !isRemoved(change) &&
      say`${change.resource.address} signs its zone: the parent zone needs the matching DS record`,
  },
  {
    id: "zone-setting",
    risk: "caution",
    when: "Settings, rules or services of a zone change that decide what its names return.",
    why: "A website, an MTA-STS policy or a mail host may behave differently.",
    describe: (change) =>
      (SERVICES.test(typeOf(change)) || DNS_SETTINGS.test(typeOf(change))) &&
      !isRemoved(change) &&
      say`${change.resource.address} changes what the names of its zone return`,
  },
];

const SERVICES =
  /^cloudflare_(?:zone_setting|zone_settings_override|zone_hold|zone_lockdown|ruleset|page_rule|workers_(?:route|custom_domain|domain)|worker_route|load_balancer|spectrum_application|custom_hostname|web3_hostname|regional_hostname|authenticated_origin_pulls|dns_zone_transfers_.*|secondary_dns_.*|managed_transforms|snippet.*)$/;
