// Where DNS begins: at the Internet's root servers, at somebody's own, or at the emulator's.
import { CLIENTS } from "../../lib/app/clients";
import type { Workspace } from "../../lib/app/context";
import { Refused } from "../../lib/app/refused";
import { type Services, withServices } from "../../lib/app/services";
import { type DnsCommandOptions, dnsOptions } from "../../lib/cli/dns-options";
import { dnsOf } from "../../lib/cli/workspace";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { isFailure } from "../../lib/verify/dns/answer";
import type { Emulator } from "../../packages/emulator/index";
import { startDns, type TestDns } from "../helpers/dns-zones";
import { world } from "../verify/world";

let servers: TestDns;
beforeAll(async () => {
  servers = await startDns(world({}));
});
afterAll(() => servers.close());

type Env = Readonly<Record<string, string>>;

/** Whatever the job makes of a world with these options. */
async function within<T>(
  options: DnsCommandOptions,
  env: Env,
  job: (outside: Services) => Promise<T>,
  emulator?: Pick<Emulator, "dns">,
) {
  const workspace = {
    env,
    clients: CLIENTS,
    now: Date.now,
    interrupts: new Interrupts({ kill: () => {} }),
    dns: emulator?.dns && dnsOf(emulator.dns),
  } as Workspace;
  return withServices(workspace, job, { dns: dnsOptions({ env }, { ...options, emulated: emulator !== undefined }) });
}

/** The name servers of example.com and what they say of its DMARC record; whether a resolver is asked. */
async function look({ newDns }: Services) {
  const dns = newDns();
  try {
    const zone = await dns.zoneOf("example.com");
    const answers = await dns.authoritativeAnswers("_dmarc.example.com", "TXT");
    const resolvers = await dns.resolverAnswers("_dmarc.example.com", "TXT");
    return {
      zone: isFailure(zone) ? zone.kind : zone.servers.map(({ address }) => address),
      answers: answers.map(({ status }) => status),
      resolvers: resolvers.length,
    };
  } finally {
    dns.close();
  }
}

const found = { zone: ["127.0.0.2", "127.0.0.3"], answers: ["answer", "answer"], resolvers: 0 };
const at = (address: string) => `${address}:${servers.port}`;

test("a root of one's own, and all below it at its port, at addresses that are not public; no public resolver", async () => {
  expect(await within({ root: [at("127.0.0.1")] }, {}, look)).toEqual(found);
});

test.each([
  ["one", (root: string) => root],
  ["several, of which one is dead", (root: string) => ` ${root.replace("127.0.0.1", "127.0.0.200")}, ${root} `],
])("the variable names %s", async (_, value) => {
  expect(await within({}, { MAILZONE_DNS_ROOT: value(at("127.0.0.1")) }, look)).toEqual(found);
});

test("what --root says, the variable does not", async () => {
  expect(await within({ root: [at("127.0.0.1")] }, { MAILZONE_DNS_ROOT: "nonsense" }, look)).toEqual(found);
});

test("a resolver that is named is asked beside it", async () => {
  const options = { root: [at("127.0.0.1")], resolver: [at("127.0.0.9")] };
  expect(await within(options, {}, look)).toEqual({ ...found, resolvers: 1 });
});

test("the emulator begins at its own root, no matter what the variable names", async () => {
  const { port, roots, resolvers } = servers;
  const dns = { roots, port, resolver: resolvers[0]! };
  const emulator = { dns } as unknown as Pick<Emulator, "dns">;
  expect(await within({}, { MAILZONE_DNS_ROOT: "192.0.2.1" }, look, emulator)).toEqual({ ...found, resolvers: 1 });
});

const FORM = "write it as 192.0.2.53, 192.0.2.53:5300 or [2001:db8::53]:5300";

test.each<readonly [options: DnsCommandOptions, env: Env, message: string]>([
  [{ root: ["a.root.example"] }, {}, `--root: server "a.root.example" is no IP address: ${FORM}`],
  [{ root: [""] }, {}, `--root: server "" is no IP address: ${FORM}`],
  [{ root: ["127.0.0.1:0"] }, {}, '--root: server "127.0.0.1:0" has the port "0": write a number from 1 to 65535'],
  [{}, { MAILZONE_DNS_ROOT: "/srv/dns" }, `MAILZONE_DNS_ROOT: server "/srv/dns" is no IP address: ${FORM}`],
  [
    { root: ["127.0.0.1:5300", "[::1]"] },
    {},
    '--root has "127.0.0.1:5300" and "::1": give one port, at which all name servers are asked',
  ],
  [
    {},
    { MAILZONE_DNS_ROOT: "192.0.2.1 192.0.2.2:5353" },
    'MAILZONE_DNS_ROOT has "192.0.2.1" and "192.0.2.2:5353": give one port, at which all name servers are asked',
  ],
  [{ nameserver: ["ns.example"] }, {}, `--nameserver: server "ns.example" is no IP address: ${FORM}`],
])("%j with %j is refused before anything is asked", async (options, env, message) => {
  await expect(within(options, env, look)).rejects.toEqual(new Refused(message));
});
