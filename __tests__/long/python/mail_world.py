# A receiver of mail in a network namespace of its own: a name server that knows a table, OpenDKIM and OpenDMARC as milters of a
# Postfix, and a maildir. Run as root, as `unshare -nmpf --kill-child --mount-proc python3 mail_world.py FOLDER`: what it starts ends
# with it. Reads {dns, signers, messages} as JSON from standard input, and prints what was answered and delivered.
import base64, fcntl, glob, json, os, re, smtplib, socket, struct, subprocess, sys, threading, time

folder = sys.argv[1]
given = json.load(sys.stdin)
TYPES = {"A": 1, "MX": 15, "PTR": 12, "TXT": 16, "AAAA": 28}


def write(name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    return path


def name_bytes(name):
    labels = [label.encode("latin-1") for label in name.split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def rdata(kind, value):
    if kind == "TXT":
        parts = [part.encode("latin-1") for part in value]
        cut = [part[at : at + 255] for part in parts for at in range(0, max(len(part), 1), 255)]
        return b"".join(bytes([len(part)]) + part for part in cut)
    if kind == "MX":
        return struct.pack(">H", value["priority"]) + name_bytes(value["exchange"])
    if kind == "PTR":
        return name_bytes(value)
    return socket.inet_pton(socket.AF_INET if kind == "A" else socket.AF_INET6, value)


# An answer is as long as it is: nobody here asks again by TCP.
def answer(query):
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("latin-1"))
        at += query[at] + 1
    name, kind = ".".join(labels).lower(), struct.unpack(">H", query[at + 1 : at + 3])[0]
    types = given["dns"].get(name)
    found = (types or {}).get(next((key for key, value in TYPES.items() if value == kind), ""), [])
    code = 2 if isinstance(found, str) else 0
    # A name above one that is there exists as well.
    if types is None and not any(other.endswith("." + name) for other in given["dns"]):
        code = 3
    records = [] if isinstance(found, str) else found
    head = query[:2] + struct.pack(">HHHHH", 0x8580 | code, 1, len(records), 0, 0) + query[12 : at + 5]
    key = next((key for key, value in TYPES.items() if value == kind), "")
    data = [rdata(key, record) for record in records]
    return head + b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(one)) + one for one in data)


def serve_dns():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    def run():
        while True:
            query, client = server.recvfrom(4096)
            server.sendto(answer(query), client)
    threading.Thread(target=run, daemon=True).start()


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        request = struct.pack("16sh", b"lo", 0x1 | 0x40)
        fcntl.ioctl(one, 0x8914, request)


def until(what, ready, seconds=30):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come")
        time.sleep(0.05)


def listens(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


# In test mode OpenDKIM prints the field that it would add.
def signed(signer, message):
    name = signer["name"]
    key = write(f"{name}.pem", signer["key"])
    table = write(f"{name}.keys", f"{name} {signer['domain']}:{signer['selector']}:{key}\n")
    lines = ["Mode s", "RequireSafeKeys no", f"KeyTable {table}", f"SigningTable refile:{write(f'{name}.signing', f'* {name}' + chr(10))}"]
    conf = write(f"{name}.conf", "\n".join(lines + signer["options"]) + "\n")
    path = os.path.join(folder, "unsigned.eml")
    with open(path, "wb") as file:
        file.write(message)
    run = subprocess.run(["opendkim", "-x", conf, "-vvv", "-t", path], capture_output=True)
    found = re.search(rb"hname='DKIM-Signature' hvalue='(.*?)'\n", run.stdout, re.S)
    if found is None:
        raise SystemExit(f"opendkim did not sign: {run.stdout!r} {run.stderr!r}")
    value = re.sub(rb"\r?\n", b"\r\n", found[1])
    return b"DKIM-Signature: " + value.lstrip() + b"\r\n"


OPENDKIM = """Mode v
Socket inet:8891@127.0.0.1
AuthservID mx.example.org
AlwaysAddARHeader yes
On-Default accept
Nameservers 127.0.0.1
InternalHosts 203.0.113.1
"""
OPENDMARC = """Socket inet:8893@127.0.0.1
AuthservID mx.example.org
TrustedAuthservIDs mx.example.org
RejectFailures false
SPFSelfValidate true
SPFIgnoreResults true
IgnoreHosts {hosts}
PublicSuffixList /usr/share/publicsuffix/public_suffix_list.dat
"""
MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 203.0.113.1
local_header_rewrite_clients =
smtpd_authorized_xclient_hosts = 127.0.0.1
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions =
smtpd_helo_required = no
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:box/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_mailbox_limit = 0
message_size_limit = 0
smtpd_milters = inet:127.0.0.1:8891, inet:127.0.0.1:8893
milter_default_action = accept
maillog_file = {folder}/queue.log
maillog_file_prefixes = {folder}
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
smtpd_peername_lookup = no
header_size_limit = 2048000
"""
MASTER = """smtp inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
virtual unix - n n - - virtual
error unix - - n - - error
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


def start():
    import pwd

    owner = pwd.getpwnam("postfix")
    hosts = write("ignore-hosts", "203.0.113.1\n")
    subprocess.Popen(["opendkim", "-f", "-x", write("opendkim.conf", OPENDKIM)])
    subprocess.Popen(["opendmarc", "-f", "-c", write("opendmarc.conf", OPENDMARC.format(hosts=hosts))])
    for name in ["queue", "data", "mail"]:
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    os.chmod(folder, 0o755)
    for name in ["data", "mail"]:
        os.chown(os.path.join(folder, name), owner.pw_uid, owner.pw_gid)
    write("etc/main.cf", MAIN.format(folder=folder, uid=owner.pw_uid, gid=owner.pw_gid))
    write("etc/master.cf", MASTER)
    etc = os.path.join(folder, "etc")
    run = subprocess.run(["postfix", "-c", etc, "start"], capture_output=True)
    if run.returncode != 0:
        raise SystemExit(f"postfix: {run.stderr!r}")
    for port in [8891, 8893, 25]:
        until(f"port {port}", lambda: listens(port))


def send(number, one):
    message = base64.b64decode(one["message"])
    with smtplib.SMTP("127.0.0.1", 25, local_hostname="client") as smtp:
        smtp.ehlo()
        code, _ = smtp.docmd("XCLIENT", f"NAME={one.get('name', '[UNAVAILABLE]')} ADDR={one['ip']} HELO={one['helo']}")
        if code != 220:
            raise SystemExit("no XCLIENT")
        smtp.ehlo(one["helo"])
        smtp.command_encoding = "utf-8"
        steps = [
            smtp.docmd("MAIL", f"FROM:<{one['from']}> BODY=8BITMIME" + (" SMTPUTF8" if one.get("utf8") else "")),
            smtp.docmd("RCPT", f"TO:<case{number}@example.org>"),
        ]
        for code, text in steps:
            if code >= 400:
                return [code, text.decode("latin-1")]
        code, text = smtp.data(message)
        return [code, text.decode("latin-1")]


loopback_up()
subprocess.run(["mount", "--bind", write("resolv.conf", "nameserver 127.0.0.1\n"), os.path.realpath("/etc/resolv.conf")], check=True)
serve_dns()
signers = {one["name"]: one for one in given["signers"]}
for one in given["messages"]:
    message = base64.b64decode(one["message"])
    for name in one.get("sign", []):
        message = signed(signers[name], message) + message
    for old, new in one.get("after", []):
        message = message.replace(old.encode("latin-1"), new.encode("latin-1"))
    one["message"] = base64.b64encode(base64.b64decode(one.get("above", "")) + message).decode()

start()
answers = [send(number, one) for number, one in enumerate(given["messages"])]
wanted = sum(code < 400 for code, _ in answers)
box = os.path.join(folder, "mail", "box", "new", "*")
until("all mail", lambda: len(glob.glob(box)) >= wanted)
delivered = {}
for path in glob.glob(box):
    with open(path, "rb") as file:
        message = file.read()
    number = re.search(rb"^Delivered-To: case(\d+)@", message, re.M)[1].decode()
    delivered[number] = base64.b64encode(message).decode()
print(json.dumps({"answers": answers, "delivered": delivered}))
