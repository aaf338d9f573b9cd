# Delivered messages before two more judges: dkimpy for each signature, pyspf for the envelope. Reads {dns, messages} as JSON from
# standard input, and prints for each message the domains whose signature passes, and what SPF says.
import base64, json, sys

import dkim
import spf

given = json.load(sys.stdin)
dns = given["dns"]


def found(name, kind):
    records = dns.get(name.lower().rstrip("."), {}).get(kind, [])
    if isinstance(records, str):
        raise spf.TempError("DNS " + records)
    return records


def lookup(name, kind, tcpfallback=True, timeout=30):
    records = found(name, kind)
    if kind == "TXT":
        records = [tuple(part.encode("latin-1") for part in strings) for strings in records]
    if kind == "MX":
        records = [(one["priority"], one["exchange"]) for one in records]
    return [((name, kind), record) for record in records]


def key_at(name, timeout=5):
    records = found(name.decode(), "TXT")
    return "".join(records[0]).encode("latin-1") if records else None


def passing(message):
    count = dkim.DKIM(message).headers
    signatures = [name for name, _ in count if name.lower() == b"dkim-signature"]
    domains = set()
    for index in range(len(signatures)):
        judge = dkim.DKIM(message, minkey=1024)
        try:
            if judge.verify(index, dnsfunc=key_at):
                domains.add(judge.domain.decode().lower())
        except Exception:
            pass
    return sorted(domains)


spf.DNSLookup = lookup
told = []
for one in given["messages"]:
    message = base64.b64decode(one["message"])
    result = spf.check2(i=one["ip"], s=one["from"], h=one["helo"], timeout=0)[0]
    told.append({"dkim": passing(message), "spf": result})
print(json.dumps(told))
