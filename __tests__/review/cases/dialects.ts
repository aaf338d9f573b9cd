// One record in the attributes of many resource types.
import type { Values } from "../plans";

const ZONE_ID = "0123456789abcdef0123456789abcdef";

/** A resource type and how it writes the values of a name; `type` is left out where the resource type says it. */
export const DIALECTS: Readonly<
  Record<string, (type: string, label: string, values: readonly string[]) => readonly [string, Values]>
> = {
  cloudflare: (type, label, [value = ""]) => {
    const [, priority, host] = /^(\d+) (\S+)$/.exec(value) ?? [];
    const parts = host === undefined ? { value } : { value: host, priority: Number(priority) };
    return [
      "cloudflare_record",
      { zone_id: ZONE_ID, type, name: label === "" ? "@" : label, hostname: full(label), ...parts },
    ];
  },
  "route 53": (type, label, records) => [
    "aws_route53_record",
    { zone_id: "Z1", type, name: full(label), records, ttl: 60 },
  ],
  google: (type, label, values) => [
    "google_dns_record_set",
    {
      managed_zone: "mail",
      type,
      name: `${full(label)}.`,
      rrdatas: values.map((one) => (type === "TXT" ? `"${one}"` : one)),
      ttl: 60,
    },
  ],
  azure: (type, label, values) => [
    `azurerm_dns_${type.toLowerCase()}_record`,
    {
      zone_name: "example.com",
      name: label === "" ? "@" : label,
      record: values.map((value) =>
        type === "MX" ? { preference: value.split(" ")[0], exchange: value.split(" ")[1] } : { value },
      ),
    },
  ],
  digitalocean: (type, label, [value = ""]) => {
    const [priority, host] = value.split(" ");
    const parts = type === "MX" ? { value: `${host}.`, priority: Number(priority) } : { value };
    return ["digitalocean_record", { domain: "example.com", type, name: label === "" ? "@" : label, ...parts }];
  },
  hetzner: (type, label, values) => [
    "hcloud_zone_rrset",
    {
      zone: "example.com",
      type,
      name: label === "" ? "@" : label,
      records: values.map((value) => ({ value: type === "TXT" ? `"${value}"` : value })),
    },
  ],
  linode: (type, label, [value = ""]) => [
    "linode_domain_record",
    {
      domain_id: 1,
      record_type: type,
      name: full(label),
      target: type === "MX" ? value.split(" ")[1] : value,
      priority: 10,
    },
  ],
  dnsimple: (type, label, [value = ""]) => [
    "dnsimple_zone_record",
    { zone_name: "example.com", type, name: label, value: type === "MX" ? value.split(" ")[1] : value, priority: 10 },
  ],
  gcore: (type, label, values) => [
    "gcore_dns_zone_record",
    { zone: "example.com", domain: full(label), type, resource_record: values.map((content) => ({ content })) },
  ],
  alicloud: (type, label, [value = ""]) => [
    "alicloud_alidns_record",
    {
      domain_name: "example.com",
      rr: label === "" ? "@" : label,
      type,
      value: type === "MX" ? value.split(" ")[1] : value,
      priority: 10,
    },
  ],
  oracle: (type, label, values) => [
    "oci_dns_rrset",
    {
      zone_name_or_id: "example.com",
      domain: full(label),
      rtype: type,
      items: values.map((rdata) => ({ domain: full(label), rtype: type, rdata })),
    },
  ],
  ultradns: (type, label, values) => [
    "ultradns_record",
    { zone_name: "example.com.", owner_name: full(label), record_type: type, record_data: values },
  ],
  openstack: (type, label, records) => [
    "openstack_dns_recordset_v2",
    { zone_id: "z", name: `${full(label)}.`, type, records },
  ],
  akamai: (type, label, values) => [
    "akamai_dns_record",
    { zone: "example.com", recordtype: type, name: full(label), target: values, ttl: 60 },
  ],
  ns1: (type, label, values) => [
    "ns1_record",
    { zone: "example.com", type, domain: full(label), answers: values.map((answer) => ({ answer })), ttl: 60 },
  ],
  gandi: (type, label, values) => [
    "gandi_livedns_record",
    {
      zone: "example.com",
      type,
      name: label === "" ? "@" : label,
      values: values.map((value) => (type === "TXT" ? `"${value}"` : value)),
    },
  ],
  ovh: (type, label, [value = ""]) => [
    "ovh_domain_zone_record",
    { zone: "example.com", fieldtype: type, subdomain: label, target: type === "TXT" ? `"${value}"` : value },
  ],
  "rfc 2136": (type, label, values) => [
    `dns_${type.toLowerCase()}_record_set`,
    {
      zone: "example.com.",
      name: label,
      ...(type === "MX"
        ? { mx: values.map((value) => ({ preference: value.split(" ")[0], exchange: value.split(" ")[1] })) }
        : { txt: values }),
    },
  ],
  powerdns: (type, label, values) => [
    "powerdns_record",
    {
      zone: "example.com.",
      type,
      name: `${full(label)}.`,
      records: values.map((value) => (type === "TXT" ? `"${value}"` : value)),
    },
  ],
};

function full(label: string): string {
  return label === "" ? "example.com" : `${label}.example.com`;
}
