// testAddresses of an entry, with their domains in ASCII.
import { testAddressId } from "../../dns/test-addresses";
import type { DomainEntry } from "../schema/domains-file";
import type { EntryContext } from "./context";
import { EntryFault } from "./fault";
import { asciiName } from "./hosts";

/** Sorted. @throws EntryFault if an address has no valid domain, or is listed twice */
export function makeTestAddresses(
  setting: DomainEntry["testAddresses"],
  { key, note }: Pick<EntryContext, "key" | "note">,
): readonly string[] | undefined {
  const addresses = [setting ?? []].flat();
  if (addresses.length === 0) return undefined;
  const made = addresses.map((given) => {
    const at = given.lastIndexOf("@") + 1;
    const host = asciiName(given.slice(at), `testAddresses "${given}" of "${key}"`, ["testAddresses"]).toLowerCase();
    const labels = host.split(".");
    if (labels.length > 1 && labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)))
      return given.slice(0, at) + host;
    throw new EntryFault(
      `testAddresses "${given}" of "${key}" has no mail domain behind the "@": write one such as you@example.net`,
      ["testAddresses"],
    );
  });
  const seen = new Set<string>();
  for (const address of made) {
    if (seen.has(address.toLowerCase()))
      throw new EntryFault(`testAddresses of "${key}" names "${address}" twice: leave one out`, ["testAddresses"]);
    seen.add(address.toLowerCase());
    note(testAddressId(address), "testAddresses");
  }
  return made.sort();
}
