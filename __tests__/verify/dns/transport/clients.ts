// Clients and raw servers of a test: closed after it, and by a clock that stands still but where the test lets time pass.
import { createDns, type DnsClient } from "../../../../lib/verify/dns/dns";
import type { DnsOptions } from "../../../../lib/verify/dns/options";
import { FakeClock } from "../../../helpers/fake-clock";
import { type RawServer, rawServer } from "../raw-server";

/** The clock of the test that runs; no answer is ever late by itself. */
export let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});

/** What is closed after the test, in this order. */
export const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Without roots: nobody is asked but who is named. */
export function newDns(options: DnsOptions): DnsClient {
  const dns = createDns({ roots: [], clock, ...options });
  open.push(() => dns.close());
  return dns;
}

export async function raw(...args: Parameters<typeof rawServer>): Promise<RawServer> {
  const server = await rawServer(...args);
  open.push(server.stop);
  return server;
}
