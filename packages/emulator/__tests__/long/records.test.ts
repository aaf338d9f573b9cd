// Every type that cloudflare_dns_record takes, through the real terraform.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { readEmulatorStatus } from "../../src/commands/commands";
import { flat, locked, project, record, ZONE } from "../terraform-project";

jest.setTimeout(60_000);

const data = (name: string, type: string, values: object, more: object = {}) => ({
  zone_id: ZONE,
  name: `${name}.example.com`,
  type,
  ttl: 1,
  data: values,
  ...more,
});
const HEX = "AB".repeat(32);

/** By type, and the `content` that Cloudflare makes of the data. */
const RECORDS: Record<string, [object, string?]> = {
  A: [record("a.example.com", "A", "192.0.2.1")],
  AAAA: [record("a.example.com", "AAAA", "2001:db8::1")],
  CNAME: [record("c.example.com", "CNAME", "example.net", { proxied: true })],
  NS: [record("sub.example.com", "NS", "ns.example.net")],
  PTR: [record("ptr.example.com", "PTR", "host.example.net")],
  OPENPGPKEY: [record("pgp.example.com", "OPENPGPKEY", "mQENBFVHm5sBCAC")],
  TXT: [record("t.example.com", "TXT", `"${"a".repeat(255)}" "${"b".repeat(100)}"`)],
  MX: [record("null.example.com", "MX", ".", { priority: 0 })],
  CAA: [data("caa", "CAA", { flags: "0", tag: "issue", value: "amazon.com" }), '0 issue "amazon.com"'],
  SRV: [
    data("_imaps._tcp", "SRV", { priority: 5, weight: 0, port: 993, target: "imap.example.net" }, { priority: 5 }),
    "0 993 imap.example.net",
  ],
  URI: [
    data("uri", "URI", { weight: 1, target: "https://example.net/" }, { priority: 10 }),
    '1 "https://example.net/"',
  ],
  HTTPS: [data("https", "HTTPS", { priority: 1, target: ".", value: 'alpn="h2"' }), '1 . alpn="h2"'],
  SVCB: [data("svcb", "SVCB", { priority: 2, target: "foo.", value: 'alpn="h3,h2"' }), '2 foo. alpn="h3,h2"'],
  TLSA: [data("_25._tcp", "TLSA", { usage: 3, selector: 1, matching_type: 1, certificate: HEX }), `3 1 1 ${HEX}`],
  SMIMEA: [data("smime", "SMIMEA", { usage: 3, selector: 0, matching_type: 0, certificate: HEX }), `3 0 0 ${HEX}`],
  SSHFP: [data("ssh", "SSHFP", { algorithm: 4, type: 2, fingerprint: HEX }), `4 2 ${HEX}`],
  // Cloudflare takes it only where its NS stands.
  DS: [
    data(
      "sub",
      "DS",
      { key_tag: 2371, algorithm: 13, digest_type: 2, digest: HEX },
      { depends_on: ["cloudflare_dns_record.ns"] },
    ),
    `2371 13 2 ${HEX}`,
  ],
  DNSKEY: [
    data("key", "DNSKEY", { flags: 257, protocol: 3, algorithm: 13, public_key: "mdsswUyr3DPW132m" }),
    "257 3 13 mdsswUyr3DPW132m",
  ],
  CERT: [
    data("cert", "CERT", { type: 1, key_tag: 9, algorithm: 8, certificate: "MIIBIjANBgkq" }),
    "1 9 8 MIIBIjANBgkq",
  ],
  NAPTR: [
    data("naptr", "NAPTR", {
      order: 100,
      preference: 10,
      flags: "S",
      service: "SIP+D2U",
      regex: "",
      replacement: "_sip._udp.example.net",
    }),
    '100 10 "S" "SIP+D2U" "" _sip._udp.example.net',
  ],
  LOC: [
    data("loc", "LOC", {
      lat_degrees: 37,
      lat_minutes: 46,
      lat_seconds: 46,
      lat_direction: "N",
      long_degrees: 122,
      long_minutes: 23,
      long_seconds: 35,
      long_direction: "W",
      altitude: 0,
      size: 100,
      precision_horz: 0,
      precision_vert: 0,
    }),
    "37 46 46.000 N 122 23 35.000 W 0.00 100.00 0.00 0.00",
  ],
};
const ALL = Object.fromEntries(Object.entries(RECORDS).map(([type, [resource]]) => [type.toLowerCase(), resource]));

describe("every type", () => {
  const { cwd, write, terraform, apply, changes, state } = project("types");

  test("is created as it is, and then there is nothing more to do", async () => {
    write({ cloudflare_dns_record: ALL });
    await terraform("init", "-input=false");
    expect((await apply()).output).toContain(`${Object.keys(ALL).length} added, 0 changed, 0 destroyed`);
    expect(await changes()).toEqual([]);
    for (const [type, [, content]] of Object.entries(RECORDS)) {
      if (content !== undefined) {
        expect(state(`cloudflare_dns_record.${type.toLowerCase()}`)).toMatchObject({ type, content });
      }
    }
  });

  test("is imported, and nothing is changed by it", async () => {
    const names = Object.keys(ALL);
    const blocks = names.map((name) => ({
      to: `cloudflare_dns_record.${name}`,
      id: `${ZONE}/${state(`cloudflare_dns_record.${name}`).id}`,
    }));
    writeFileSync(path.join(cwd, "terraform.tfstate"), "");
    write({ cloudflare_dns_record: ALL }, { import: blocks });
    expect((await changes()).sort()).toEqual(names.map((name) => `import no-op cloudflare_dns_record.${name}`).sort());
    expect((await apply()).output).toContain(`${names.length} imported, 0 added, 0 changed, 0 destroyed`);
    expect(await changes()).toEqual([]);
  });
});

describe("what differs for ever", () => {
  const { write, terraform, apply, changes } = project("drift");
  const both = async (resource: object): Promise<string[]> => {
    write({ cloudflare_dns_record: { one: resource } });
    expect((await apply()).code).toBe(0);
    const first = await changes();
    expect((await apply()).code).toBe(0);
    expect(await changes()).toEqual(first);
    return first;
  };
  const UPDATE = ["update cloudflare_dns_record.one"];

  test("an SRV without the priority beside its data, and lower-case digits", async () => {
    write({});
    await terraform("init", "-input=false");
    const srv = { priority: 5, weight: 0, port: 993, target: "imap.example.net" };
    expect(await both(data("_imaps._tcp", "SRV", srv))).toEqual(UPDATE);
    expect(await both(data("_imaps._tcp", "SRV", srv, { priority: 5 }))).toEqual([]);
    const fingerprint = "ab".repeat(32);
    expect(await both(data("ssh", "SSHFP", { algorithm: 4, type: 2, fingerprint }))).toEqual(UPDATE);
  });

  test("flags as a number or as text do not", async () => {
    const caa = (flags: unknown) => data("caa", "CAA", { flags, tag: "issue", value: "amazon.com" });
    expect(await both(caa(0))).toEqual([]);
    write({ cloudflare_dns_record: { one: caa("0") } });
    expect(await changes()).toEqual([]);
    write({ cloudflare_dns_record: { one: caa("128") } });
    expect(await changes()).toEqual(UPDATE);
  });

  test("a data type without its data is refused", async () => {
    write({ cloudflare_dns_record: { one: record("_25._tcp.example.com", "TLSA", "3 1 1 AB") } });
    const { code, output } = await apply();
    expect(code).toBe(1);
    expect(flat(output)).toContain("usage is a required data field.");
  });
});

test("a CNAME at the apex may be beside MX and TXT, proxied or not", async () => {
  const { folder, write, terraform, apply, changes } = project("apex", { zones: { [ZONE]: "example.com" } });
  const apex = (proxied: boolean) => ({
    cloudflare_dns_record: {
      web: record("example.com", "CNAME", "d111111abcdef8.cloudfront.net", { proxied }),
      mx: record("example.com", "MX", "mx.example.net", { priority: 10 }),
      spf: record("example.com", "TXT", '"v=spf1 -all"'),
    },
  });
  write(apex(false));
  await terraform("init", "-input=false");
  expect((await apply()).code).toBe(0);
  expect(await changes()).toEqual([]);
  write(apex(true));
  expect(await changes()).toEqual(["update cloudflare_dns_record.web"]);
  expect((await apply()).code).toBe(0);
  expect(await changes()).toEqual([]);
  const [zone] = (await readEmulatorStatus(locked(folder, "status"))).zones;
  expect(zone?.records.map(({ type, proxied }) => [type, proxied])).toEqual([
    ["CNAME", true],
    ["MX", false],
    ["TXT", false],
  ]);
});
