"""Cloudflare's own Python client against the address in CLOUDFLARE_BASE_URL. Every answer is held against the types that Cloudflare
publishes (strict validation); what came is printed as one JSON object."""

import json
import sys

import cloudflare
from cloudflare import Cloudflare

client = Cloudflare(_strict_response_validation=True, max_retries=0)

RECORDS = [
    {"type": "A", "name": "a.example.com", "content": "192.0.2.1", "ttl": 300},
    {"type": "AAAA", "name": "a.example.com", "content": "2001:DB8:0:0::1", "ttl": 1},
    {"type": "CNAME", "name": "www.example.com", "content": "example.net", "ttl": 1, "proxied": True},
    {"type": "MX", "name": "example.com", "content": "mx.example.net", "priority": 10, "ttl": 60},
    {"type": "NS", "name": "child.example.com", "content": "ns1.example.net", "ttl": 1},
    {"type": "PTR", "name": "ptr.example.com", "content": "host.example.net", "ttl": 1},
    {"type": "TXT", "name": "example.com", "content": '"v=spf1 -all"', "ttl": 1, "comment": "by hand"},
    {"type": "CAA", "name": "example.com", "ttl": 1, "data": {"flags": 0, "tag": "issue", "value": "amazon.com"}},
    {"type": "DS", "name": "child.example.com", "ttl": 1,
     "data": {"key_tag": 60485, "algorithm": 5, "digest_type": 1, "digest": "2BB183AF5F22588179A53B0A98631FAD1A292118"}},
    {"type": "DNSKEY", "name": "key.example.com", "ttl": 1,
     "data": {"flags": 256, "protocol": 3, "algorithm": 13, "public_key": "AAAA"}},
    {"type": "CERT", "name": "cert.example.com", "ttl": 1,
     "data": {"type": 9, "key_tag": 1, "algorithm": 1, "certificate": "AAAA"}},
    {"type": "HTTPS", "name": "example.com", "ttl": 1,
     "data": {"priority": 1, "target": ".", "value": ' alpn="h3,h2"  port="8443" '}},
    {"type": "LOC", "name": "loc.example.com", "ttl": 1,
     "data": {"lat_degrees": 31, "lat_minutes": 58, "lat_seconds": 52.1, "lat_direction": "S", "long_degrees": 115,
              "long_minutes": 49, "long_seconds": 11.7, "long_direction": "E", "altitude": 20, "size": 10,
              "precision_horz": 10, "precision_vert": 2}},
    {"type": "NAPTR", "name": "naptr.example.com", "ttl": 1,
     "data": {"order": 10, "preference": 100, "flags": "S", "service": "SIP+D2U", "regex": "", "replacement": "."}},
    {"type": "SMIMEA", "name": "smimea.example.com", "ttl": 1,
     "data": {"usage": 3, "selector": 1, "matching_type": 1, "certificate": "aabb"}},
    {"type": "SRV", "name": "_sip._tcp.example.com", "ttl": 1,
     "data": {"priority": 10, "weight": 20, "port": 5060, "target": "sip.example.com"}},
    {"type": "SSHFP", "name": "host.example.com", "ttl": 1,
     "data": {"algorithm": 1, "type": 1, "fingerprint": "bf6b6825d2977c511a475bbefb88aad54a92ac73"}},
    {"type": "SVCB", "name": "svcb.example.com", "ttl": 1, "data": {"priority": 0, "target": "foo.example.com", "value": ""}},
    {"type": "TLSA", "name": "_443._tcp.example.com", "ttl": 1,
     "data": {"usage": 3, "selector": 1, "matching_type": 1, "certificate": "aabb"}},
    {"type": "URI", "name": "uri.example.com", "ttl": 1, "priority": 10, "data": {"weight": 1, "target": "https://example.com/"}},
    {"type": "OPENPGPKEY", "name": "pgp.example.com", "ttl": 1, "content": "AAAA"},
]


def refused(call, **given):
    try:
        call(**given)
    except cloudflare.APIStatusError as error:
        return f'{error.status_code} {error.body["errors"][0]["code"]} {type(error).__name__}'
    return "taken"


def tried(record):
    try:
        # Without a comment the API answers null, which its own schema does not allow.
        made = client.dns.records.create(zone_id=zone, **{"comment": "held", **record})
        return made, made.content
    except cloudflare.APIResponseValidationError as error:
        return None, f"not as published: {error.__cause__}"


zones = list(client.zones.list(name="example.com"))
zone = zones[0].id
made = {}
contents = {}
for record in RECORDS:
    answer, content = tried(record)
    contents[record["type"]] = content
    if answer is not None:
        made[record["type"]] = answer

one = made["A"]
listed = [record.id for record in client.dns.records.list(zone_id=zone, per_page=5)]
found = {
    "zones": [one.name for one in zones],
    "zone": client.zones.get(zone_id=zone).name,
    "token": client.user.tokens.verify().status,
    "contents": contents,
    "pages": [len(listed), len(set(listed))],
    "filtered": [record.name for record in client.dns.records.list(zone_id=zone, type="TXT", name={"exact": "example.com"})],
    "ordered": [record.type for record in client.dns.records.list(zone_id=zone, order="type", direction="desc", per_page=3)][:2],
    "read": client.dns.records.get(one.id, zone_id=zone).content,
    "put": client.dns.records.update(one.id, zone_id=zone, type="A", name=one.name, content="192.0.2.2", ttl=600).ttl,
    "patched": client.dns.records.edit(one.id, zone_id=zone, type="A", name=one.name, ttl=1, comment="edited").content,
    "deleted": client.dns.records.delete(one.id, zone_id=zone).id == one.id,
    "refused": {
        "gone": refused(client.dns.records.get, dns_record_id=one.id, zone_id=zone),
        "twice": refused(client.dns.records.create, zone_id=zone, **RECORDS[6]),
        "beside": refused(client.dns.records.create, zone_id=zone, type="A", name="www.example.com", content="192.0.2.1", ttl=1),
        "address": refused(client.dns.records.create, zone_id=zone, type="A", name="x.example.com", content="example", ttl=1),
        "ttl": refused(client.dns.records.create, zone_id=zone, type="A", name="x.example.com", content="192.0.2.1", ttl=5),
        "zone": refused(client.zones.get, zone_id="0" * 32),
        "id": refused(client.zones.get, zone_id="example.com"),
        "token": refused(Cloudflare(api_token="short", max_retries=0).zones.list),
        "batch": refused(client.dns.records.batch, zone_id=zone, deletes=[]),
        "filter": refused(client.dns.records.list, zone_id=zone, search="x"),
    },
}
json.dump(found, sys.stdout, indent=2)
