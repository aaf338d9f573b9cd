// A root, a hostile server, an innocent one and a victim on loopback, and how many packets each of them gets.

import { createDns, type DnsClient } from "../../../../lib/verify/dns/dns";
import type { DnsOptions } from "../../../../lib/verify/dns/options";
import {
  type DnsQuery,
  type DnsReply,
  emptyReply,
  type ResourceRecord,
  record,
  serveDns,
  soaRecord,
} from "../../../../packages/emulator/internals/dns";
import { FakeClock } from "../../../helpers/fake-clock";

const ROOT = "127.0.0.1";
export const EVIL = "127.0.0.2";
export const GOOD = "127.0.0.3";
export const VICTIM = "127.0.0.66";
/** Who serves what: the root leads to each, with glue. */
const DELEGATED: Readonly<Record<string, string>> = { "evil.test": EVIL, "good.test": GOOD, "victim.test": VICTIM };

/** What is closed after each test. */
export const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** What the hostile server answers; undefined is an honest "no such name". */
type Evil = (query: DnsQuery) => DnsReply | undefined;

interface Battlefield {
  readonly dns: DnsClient;
  /** Packets by the address that got them. */
  readonly packets: Map<string, number>;
  readonly port: number;
}

export async function battlefield(evil: Evil, options: DnsOptions = {}): Promise<Battlefield> {
  const packets = new Map([ROOT, EVIL, GOOD, VICTIM].map((address) => [address, 0]));
  const listener = await serveDns(
    (query) => {
      packets.set(query.server, packets.get(query.server)! + 1);
      if (query.server === ROOT) return rootAnswer(query.name);
      if (query.server === EVIL) return evil(query) ?? no("evil.test");
      if (query.server === VICTIM) return no("victim.test");
      return query.type === "A" ? answer([record(query.name, "A", "192.0.2.1")]) : noData("good.test");
    },
    { addresses: [...packets.keys()] },
  );
  const roots = [{ name: "root.test", addresses: [ROOT] }];
  // Its time stands still: every packet is answered, and on a busy machine none is sent again because that took long.
  const clock = new FakeClock();
  const dns = createDns({ roots, port: listener.port, resolvers: [], rate: 1_000_000, clock, ...options });
  open.push(() => dns.close(), listener.stop);
  return { dns, packets, port: listener.port };
}

function rootAnswer(name: string): DnsReply {
  const zone = Object.keys(DELEGATED).find((one) => name === one || name.endsWith(`.${one}`));
  if (zone === undefined) return noData("");
  return referral(zone, [`ns.${zone}`], [record(`ns.${zone}`, "A", DELEGATED[zone]!)]);
}

export function referral(zone: string, hosts: readonly string[], glue: readonly ResourceRecord[] = []): DnsReply {
  const authorities = hosts.map((host) => record(zone, "NS", host));
  return emptyReply("NOERROR", { authoritative: false, authorities, additionals: [...glue] });
}

export const answer = (answers: readonly ResourceRecord[]) =>
  emptyReply("NOERROR", { authoritative: true, answers: [...answers] });
const soa = (zone: string) => [soaRecord(zone, { primary: "ns.test", minimum: 60 })];
export const noData = (zone: string) => emptyReply("NOERROR", { authoritative: true, authorities: soa(zone) });
const no = (zone: string) => emptyReply("NXDOMAIN", { authoritative: true, authorities: soa(zone) });
export const numbered = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => name(index));
/** `sub` of `sub.evil.test` and of all below it. */
export const subOf = (name: string) => /([^.]+)\.evil\.test$/.exec(name)?.[1];

/** Refers each `sub.evil.test`, and all below it, to `hosts`, without glue. */
export function referring(hosts: (sub: string) => readonly string[]): Evil {
  return ({ name }) => {
    const sub = subOf(name);
    return sub === undefined ? undefined : referral(`${sub}.evil.test`, hosts(sub));
  };
}
