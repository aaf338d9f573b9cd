// senders of an entry, with addresses in the form in which SES compares them.
import type { SenderRole } from "../../dns/domain";
import { isSenderOf } from "../../dns/sending";
import type { DomainSettings } from "../schema/domains-file";
import type { EntryContext } from "./context";
import { EntryFault } from "./fault";
import { asciiName } from "./hosts";

/** @throws EntryFault if an address is not of the domain */
export function makeSenders(
  setting: DomainSettings["senders"],
  { domain, key: entry, note }: Pick<EntryContext, "domain" | "key" | "note">,
): readonly SenderRole[] | undefined {
  const given = Object.entries(setting === false ? {} : (setting ?? {}));
  const made = given.flatMap(([key, sender]): SenderRole[] => {
    if (sender === false) return [];
    note(`sender-${key}`, "senders", key);
    const from = [sender.from ?? []].flat().map((address) => {
      const at = address.lastIndexOf("@");
      const subject = `from "${address}" of sender "${key}" of "${entry}"`;
      const ascii = `${address.slice(0, at)}@${asciiName(address.slice(at + 1), subject, ["senders", key])}`;
      if (isSenderOf(ascii, domain)) return ascii;
      throw new EntryFault(
        `${subject} is not of "${domain}": SES would refuse its mail, so name an address of the domain`,
        ["senders", key],
      );
    });
    return [{ key, role: sender.role, from: [...new Set(from)].sort() }];
  });
  return made.length === 0 ? undefined : made.sort((a, b) => (a.key < b.key ? -1 : 1));
}
