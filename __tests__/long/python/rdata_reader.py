"""What dnspython reads of values in the words of a zone file: stdin has JSON, a list of [type, value]; out comes each one's bytes in hex,
or why it is no value. A name without its last dot is taken for one below example.com."""

import json
import sys

import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype

ORIGIN = dns.name.from_text("example.com.")


def read(type_, value):
    try:
        rdata = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.from_text(type_), value, origin=ORIGIN, relativize=False)
        return rdata.to_wire().hex()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


json.dump([read(*one) for one in json.load(sys.stdin)], sys.stdout)
