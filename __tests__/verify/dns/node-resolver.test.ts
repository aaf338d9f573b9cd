import { promises as nodeDns } from "node:dns";
import { createDns, type DnsClient } from "../../../lib/verify/dns/dns";
import { nodeResolver, type ResolverError } from "../../../lib/verify/dns/node-resolver";
import { startDns, type TestDns } from "../../helpers/dns-zones";
import { FakeClock } from "../../helpers/fake-clock";

let world: TestDns;
let dns: DnsClient;
const clock = new FakeClock();
let stop: () => void;

beforeAll(async () => {
  world = await startDns({
    servers: {
      "127.0.0.2": {
        zones: {
          "example.com": {
            records: {
              "example.com": {
                A: ["192.0.2.1", "192.0.2.2"],
                AAAA: ["2001:db8::1"],
                MX: ["10 mx.example.com"],
                TXT: [["v=spf1 ", "-all"], [Buffer.from([0x61, 0xe9])]],
                CAA: ['0 issue "amazon.com"'],
                SRV: ["0 5 443 srv.example.com"],
              },
              "alias.example.com": { CNAME: ["example.com"] },
              "1.example.com": { PTR: ["host.example.com"] },
            },
          },
        },
        faults: [
          { kind: "servfail", name: "servfail" },
          { kind: "silent", name: "silent" },
          { kind: "refused", name: "refused" },
        ],
      },
      "127.0.0.9": { resolver: true },
    },
  });
  const roots = world.roots.map(({ name, address }) => ({ name, addresses: [address] }));
  dns = createDns({ roots, port: world.port, clock });
  stop = clock.run(() => world.isQuiet(dns, "127.0.0.9"));
});
afterAll(async () => {
  stop();
  dns.close();
  await world.close();
});

test.each([
  ["example.com", "A"],
  ["example.com", "AAAA"],
  ["example.com", "MX"],
  ["example.com", "TXT"],
  ["example.com", "CAA"],
  ["example.com", "SRV"],
  ["example.com", "NS"],
  ["alias.example.com", "CNAME"],
  ["alias.example.com", "TXT"],
  ["1.example.com", "PTR"],
])("of %s %s it gives what Node's own resolver gives", async (name, type) => {
  const node = new nodeDns.Resolver();
  node.setServers([`127.0.0.9:${world.port}`]);
  const sorted = (values: unknown) => (values as unknown[]).map((value) => JSON.stringify(value)).sort();
  const own = await nodeResolver(dns)(name, type);
  const expected = (await node.resolve(name, type)) as object[];
  // Newer versions of Node say the type in each CAA; no mail library reads it.
  const untyped = expected.map((value) =>
    typeof value === "object" && "type" in value ? { ...value, type: undefined } : value,
  );
  expect(sorted(own).map((value) => JSON.parse(value))).toEqual(sorted(untyped).map((value) => JSON.parse(value)));
});

test("the default type is A", async () => {
  expect(await nodeResolver(dns)("example.com")).toEqual(["192.0.2.1", "192.0.2.2"]);
});

test.each([
  ["gone.example.com", "TXT", "ENOTFOUND", "queryTxt ENOTFOUND gone.example.com"],
  ["alias.example.com", "PTR", "ENODATA", "queryPtr ENODATA alias.example.com"],
  ["servfail.example.com", "MX", "ESERVFAIL", "queryMx ESERVFAIL servfail.example.com"],
  ["refused.example.com", "A", "ESERVFAIL", "queryA ESERVFAIL refused.example.com"],
  ["silent.example.com", "AAAA", "ETIMEOUT", "queryAaaa ETIMEOUT silent.example.com"],
])("of %s %s it throws the code %s", async (name, type, code, message) => {
  const error = (await nodeResolver(dns)(name, type).catch((caught) => caught)) as ResolverError;
  expect({ code: error.code, message: error.message, hostname: error.hostname }).toEqual({
    code,
    message,
    hostname: name,
  });
  expect(error.failure === undefined).toBe(code === "ENOTFOUND" || code === "ENODATA");
});
