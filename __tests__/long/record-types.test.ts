// Every type that domains.yaml takes, from our own zone file, as real name servers serve it: all is live, and one that says
// something else is told with what it says.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { relativeName } from "../../lib/dns/names";
import type { DnsRecord } from "../../lib/dns/record";
import { renderRecords } from "../../lib/records/format";
import { createDns } from "../../lib/verify/dns/dns";
import type { Verification } from "../../lib/verify/verification";
import { verify } from "../../lib/verify/verify";
import { startAuthority } from "../helpers/name-servers/authorities";
import { AUTHORITIES } from "../helpers/name-servers/case";
import { freePorts } from "../helpers/name-servers/network";
import { type Authority, MISSING } from "../helpers/name-servers/programs";
import { EVERY_TYPE } from "../records/every-type";

jest.setTimeout(120_000);

const GOOD = "example.com";
const WRONG = "wrong.example";

const HEX = "CD".repeat(32);

/** What stands in the other zone, by the record's key: in the words of a zone file, as it is shown, and the cause. */
const OTHERS: Readonly<Record<string, readonly [words: string, shown?: string, cause?: string]>> = {
  a: ["192.0.2.2"],
  aaaa: ["2001:DB8::0002", "2001:db8::2"],
  apex: ['"At the apex"', undefined, "txt-case"],
  caa: ['128 issue "ca.example; policy=ev"'],
  "caa-iodef": ['128 iodef "mailto:other@example.net"'],
  cert: ["3 1 8 AQAB"],
  cname: ["another.example.net.", "another.example.net"],
  dnskey: ["256 3 8 AwEAAQ=="],
  ds: [`1 8 2 ${HEX}`],
  https: ['1 . alpn="h2" port=8443', '1 . alpn="h2" port="8443"'],
  "https-alias": ["0 .", "0 ."],
  "https-all": ["1 cdn.example.net. port=8443", '1 cdn.example.net port="8443"'],
  key: ["AQAC"],
  "key-long": [Buffer.alloc(3000, 8).toString("base64")],
  loc: ["51 0 1 N 0 0 0 W 0m", "51 0 1 N 0 0 0 E 0m 1m 10000m 10m"],
  "loc-all": ["37 46 46.123 S 122 23 35.5 E -10.25m 200m 20m 0m"],
  mx: ["20 mx.example.net.", "20 mx.example.net"],
  naptr: ['100 20 "S" "SIP+D2U" "" _sip._udp.example.net.', '100 20 "S" "SIP+D2U" "" _sip._udp.example.net'],
  "naptr-regex": ['1 1 "u" "E2U+sip" "!^.*$!sip:other@example.com!" .'],
  ns: ["ns2.example.net.", "ns2.example.net"],
  "null-mx": ["0 mx.example.net.", "0 mx.example.net"],
  ptr: ["other.example.net.", "other.example.net"],
  smimea: [`3 1 1 ${HEX}`],
  srv: ["10 20 5060 sip.example.net.", "10 20 5060 sip.example.net"],
  "srv-none": ["0 0 143 imap.example.net.", "0 0 143 imap.example.net"],
  sshfp: [`4 2 ${HEX}`],
  svcb: ["2 dns.example.net. alpn=dot", '2 dns.example.net alpn="dot"'],
  tlsa: [`2 1 1 ${"AB".repeat(32)}`],
  "tlsa-long": [`3 0 0 ${"0F".repeat(1999)}`],
  txt: ['"\\195\\169; \\"X\\" \\\\"', undefined, "txt-case"],
  "txt-long": [`"${"x".repeat(150)}" " ${"x".repeat(150)}"`, undefined, "txt-split"],
  uri: ['10 1 "https://example.net/"'],
};

// These servers proxy nothing.
const good = EVERY_TYPE.map(([record]) => ({ ...record, proxied: false }));
const wrong = good.map((record) => {
  const name = record.name === GOOD ? WRONG : `${relativeName(record.name, GOOD)}.${WRONG}`;
  return { ...record, zone: WRONG, domain: WRONG, entry: WRONG, name };
});

const keyOf = ({ id }: Pick<DnsRecord, "id">) => id.slice("record-".length);

function zoneText(zone: string, lines: readonly string[]): string {
  const apex = ["SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 300", "NS ns.example.net."];
  return [`$ORIGIN ${zone}.`, ...apex.map((one) => `@ 3600 IN ${one}`), ...lines, ""].join("\n");
}

const suite = MISSING.length === 0 ? describe : describe.skip;
suite.each(AUTHORITIES)(`%s${MISSING.length === 0 ? "" : ` (without ${MISSING.join(", ")})`}`, (program: Authority) => {
  let found: Verification;
  // That the zone is not at Cloudflare is true, and told beside.
  const causesOf = (zone: string) =>
    found.causes.filter(({ rule, domain }) => domain === zone && rule !== "zone-elsewhere");
  beforeAll(async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-types-"));
    const [port] = await freePorts();
    const others = wrong.map((record) => `${record.name}. 3600 IN ${record.type} ${OTHERS[keyOf(record)]![0]}`);
    const running = await startAuthority(program, folder, { address: "127.0.0.1", port }, [
      { name: GOOD, text: zoneText(GOOD, [renderRecords(good, "bind")]) },
      { name: WRONG, text: zoneText(WRONG, others) },
    ]);
    // Of names elsewhere, such as those of name servers, the same server knows nothing.
    const roots = [{ name: "a.root", addresses: ["127.0.0.1"] }];
    const dns = createDns({ nameServers: [running.server], resolvers: [], roots, port });
    try {
      found = await verify({ domains: [], records: [...good, ...wrong], dns, now: Date.now });
    } finally {
      dns.close();
      await running.stop();
      fs.rmSync(folder, { recursive: true });
    }
  });

  test("all of our own zone file is live", () => {
    const own = found.records.filter(({ record }) => record.zone === GOOD);
    expect(own.map(({ record, status }) => `${keyOf(record)} ${status}`)).toEqual(
      good.map((record) => `${keyOf(record)} live`),
    );
    expect(causesOf(GOOD)).toEqual([]);
  });

  test.each(wrong.map((record) => [keyOf(record), record] as const))(
    "%s with another value is reported",
    (key, record) => {
      const [words, shown = words, cause = "record-different"] = OTHERS[key]!;
      const told = causesOf(WRONG).filter(({ records }) => records.some(({ id }) => id === record.id));
      expect(told.map(({ rule }) => rule)).toEqual([cause]);
      const own = found.records.find((one) => one.record.id === record.id && one.record.zone === WRONG);
      expect(own?.status).toBe("different");
      if (record.type === "TXT") return;
      expect(own?.authorities[0]?.values).toContain(shown);
      expect(told[0]?.message).toContain(`${record.type} "${record.name}" is `);
      const begin = shown.length > 120 ? `"${shown.slice(0, 100)}…` : JSON.stringify(shown);
      expect(told[0]?.message).toContain(begin);
    },
  );
});
