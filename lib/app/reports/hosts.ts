// The names of addresses, from a resolver that the user names: no other run asks anybody. Whoever has an address writes its name, so a name
// counts only if it leads back to the address (RFC 8601 §2.7.3, iprev).
import { Resolver } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { readDomain } from "../../reports/aggregate/values";
import type { ReportsAnswer } from "../../reports/summary/answer";

/** Addresses of each domain that are looked up: those with the most messages. */
const MAX_ADDRESSES = 100;
const CONCURRENCY = 10;
/** Milliseconds for one question. */
const TIMEOUT = 3000;

/**
 * The names of the senders that are known by nothing but their address.
 * @param resolver `host:port`, an address
 * @returns by address; without those that have no name, or one that leads elsewhere
 */
export async function hostNames(
  { domains }: Pick<ReportsAnswer, "domains">,
  resolver: string,
): Promise<ReadonlyMap<string, string>> {
  const asked = new Set(
    domains.flatMap(({ senders }) =>
      senders
        .filter(({ sender }) => sender.kind === "address" && sender.name !== "")
        .slice(0, MAX_ADDRESSES)
        .map(({ sender }) => sender.name),
    ),
  );
  const client = new Resolver({ timeout: TIMEOUT, tries: 1 });
  client.setServers([resolver]);
  const names = new Map<string, string>();
  const queue = [...asked];
  const work = async () => {
    for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
      const name = await confirmedName(client, address);
      if (name !== undefined) names.set(address, name);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return names;
}

async function confirmedName(client: Resolver, address: string): Promise<string | undefined> {
  try {
    // Anybody can give an address hundreds of names.
    for (const given of (await client.reverse(address)).slice(0, 3)) {
      const name = readDomain(given);
      if (name === undefined) continue;
      const back = isIPv6(address) ? await client.resolve6(name) : await client.resolve4(name);
      if (back.map(normal).includes(normal(address))) return name;
    }
  } catch {
    // No name, no answer: the address is shown.
  }
  return undefined;
}

/** IPv6 addresses are written in many ways. */
function normal(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname : address;
}
