"""What the imports of Azure and Google make of a zone file. Azure's is azure-cli's own parser, whose two imports of its framework are put
in here; Google's is dnspython as gcloud calls it. Arguments: azure or google, the zone; stdin has the file; out comes JSON: a list of
[name, ttl, type, value]. A file that is refused ends with the parser's words."""

import json
import logging
import os
import runpy
import sys
import sysconfig
import types


def azure(text, zone):
    for name, members in {
        "knack": {},
        "knack.log": {"get_logger": logging.getLogger},
        "azure.cli.core": {},
        "azure.cli.core.azclierror": {"InvalidArgumentValueError": ValueError},
    }.items():
        module = types.ModuleType(name)
        vars(module).update(members)
        sys.modules[name] = module
    # By its path: the packages above it would load the framework.
    path = os.path.join(sysconfig.get_path("purelib"), "azure/cli/command_modules/network/zone_file/parse_zone_file.py")
    parse_zone_file = runpy.run_path(path)["parse_zone_file"]

    value = {
        "a": lambda r: r["ip"],
        "aaaa": lambda r: r["ip"],
        "caa": lambda r: f'{r["flags"]} {r["tag"]} "{r["val"]}"',
        "cname": lambda r: r["alias"],
        "mx": lambda r: f'{r["preference"]} {r["host"]}',
        "ns": lambda r: r["host"],
        "soa": lambda r: f'{r["host"]} {r["email"]}',
        "srv": lambda r: f'{r["priority"]} {r["weight"]} {r["port"]} {r["target"]}',
        "txt": lambda r: "".join(r["txt"]),
    }
    found = []
    for name, sets in parse_zone_file(text, zone).items():
        for type_, records in sets.items():
            for record in records if isinstance(records, list) else [records]:
                found.append([name, record["ttl"], type_.upper(), value[type_](record)])
    return found


def google(text, zone):
    import dns.rdatatype
    import dns.zone

    read = dns.zone.from_text(text, zone, check_origin=False)
    return [
        [name.derelativize(read.origin).to_text(), rdataset.ttl, dns.rdatatype.to_text(rdataset.rdtype), value]
        for name, rdataset in read.iterate_rdatasets()
        for value in [rdata.to_text(origin=read.origin, relativize=False) for rdata in rdataset]
    ]


host, zone = sys.argv[1:]
try:
    json.dump({"azure": azure, "google": google}[host](sys.stdin.read(), zone), sys.stdout)
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
