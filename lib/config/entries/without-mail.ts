// An entry with mail: none: what it takes of the defaults, and what may not stand beside it.
import type { Domain } from "../../dns/domain";
import { dmarcSetting } from "../../dns/kinds/dmarc";
import { MAIL_SETTINGS } from "../../dns/kinds/kinds";
import { parseDmarc } from "../../dns/text/dmarc";
import type { DomainEntry, DomainSettings } from "../schema/domains-file";
import { EntryFault } from "./fault";

type DmarcFields = Exclude<NonNullable<DomainSettings["dmarc"]>, false>;

/** The fields that only a domain with mail has. */
const OF_MAIL: readonly (keyof DomainEntry)[] = ["identity", "senders", "testAddresses", ...MAIL_SETTINGS];

/** The defaults for an entry without mail: what they say of mail is for other entries. */
export function defaultsWithoutMail(defaults: DomainSettings): DomainSettings {
  const kept = Object.entries(defaults).filter(([key]) => !(OF_MAIL as readonly string[]).includes(key));
  const { dmarc, spf } = defaults;
  return {
    ...Object.fromEntries(kept),
    mailFrom: false,
    // With false somebody else manages the record, whatever the domain is for.
    spf: spf === false ? false : { all: "-all" },
    dmarc: dmarc === false ? false : { policy: "reject", ...reportAddresses(dmarc) },
  };
}

function reportAddresses(dmarc: DomainSettings["dmarc"]): Pick<DmarcFields, "rua" | "ruf"> {
  if (!dmarc) return {};
  const { rua, ruf } = dmarc.raw === undefined ? dmarc : (dmarcSetting(dmarc.raw).value as DmarcFields);
  return { rua, ruf };
}

/** @throws EntryFault if an entry without mail has a setting that only mail needs */
export function makeMail(setting: DomainSettings["mail"], entry: DomainEntry, key: string): Domain["mail"] {
  if (setting !== "none") return undefined;
  const own = OF_MAIL.filter((field) => entry[field] !== undefined && entry[field] !== false);
  if (own.length > 0)
    throw new EntryFault(
      `"${key}" has mail: none and ${own.join(", ")}, which only a domain with mail has: leave ${own.length === 1 ? own[0] : "them"} out, or write mail: ses`,
      [own[0]!],
    );
  const policy = policyOf(entry.dmarc);
  if (policy !== undefined && policy !== "reject")
    throw new EntryFault(
      `"${key}" has mail: none and the DMARC policy ${policy}: write reject, as nothing is sent in its name, or mail: ses`,
      ["dmarc"],
    );
  return "none";
}

/** The policy that an entry sets itself; undefined if it sets none, or one that cannot be read, which the rules report. */
function policyOf(dmarc: DomainEntry["dmarc"]): string | undefined {
  if (!dmarc) return undefined;
  if (dmarc.ladder !== undefined) return "of a ladder";
  if (dmarc.testing === true) return "that is only tested";
  const parsed = dmarc.raw === undefined ? undefined : parseDmarc(dmarc.raw).dmarc;
  return parsed?.testing ? "that is only tested" : (parsed?.policy ?? dmarc.policy);
}
