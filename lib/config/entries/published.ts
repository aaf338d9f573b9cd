// What an entry publishes, in the words of a Domain: names made full and in ASCII, addresses made URIs, ttls made numbers.
import type { ExtraRecord, MailFrom, Web } from "../../dns/domain";
import { fullName, relativeName, toAsciiName } from "../../dns/names";
import { formatDmarc } from "../../dns/text/dmarc";
import type { DomainSettings } from "../schema/domains-file";
import { type Entry, ownSetting, type Path } from "./entries";
import { type Attempt, EntryFault } from "./fault";
import { asciiName, reportUri } from "./hosts";
import { recordValue } from "./record-value";

type WebValue = Exclude<NonNullable<DomainSettings["web"]>, false>[string];

type RecordValue = NonNullable<DomainSettings["records"]>[string];

export function makeMailFrom({ domain, key, settings }: Entry): MailFrom | undefined {
  const { mailFrom = {} } = settings;
  if (mailFrom === false) return undefined;
  const {
    domain: name = "mail",
    onMxFailure = "use-default",
    spf = "~all",
  } = typeof mailFrom === "string" ? { domain: mailFrom } : mailFrom;
  const ascii = asciiName(name, `mailFrom "${name}" of "${key}"`, ["mailFrom"]);
  return { domain: fullName(ascii, domain), onMxFailure, spf };
}

export function makeDmarc(entry: Entry): string | undefined {
  const dmarc = ownSetting(entry, "dmarc") ?? {};
  if (dmarc === false) return undefined;
  const { raw, alignment = {}, policy = "none", rua, ruf, failureOptions, ...rest } = dmarc;
  if (raw !== undefined) {
    const others = Object.keys(dmarc).filter((name) => name !== "raw");
    if (others.length > 0)
      throw new EntryFault(
        `"dmarc" of "${entry.key}" has raw and ${others.join(", ")}: keep raw alone, or leave it out`,
        ["dmarc"],
      );
    return raw;
  }
  const uris = (field: "rua" | "ruf", addresses: string | readonly string[] | undefined) =>
    addresses === undefined
      ? undefined
      : [addresses]
          .flat()
          .map((address) => reportUri(address, `${field} "${address}" of "${entry.key}"`, ["dmarc", field]));
  return formatDmarc(
    defined({
      ...{ policy, ...rest, dkimAlignment: alignment.dkim, spfAlignment: alignment.spf },
      ...{ failureOptions: failureOptions && [failureOptions].flat(), rua: uris("rua", rua), ruf: uris("ruf", ruf) },
    }),
  );
}

export function makeWeb(
  entry: Entry,
  ttl: number,
  note: (id: string, ...steps: Path) => void,
  attempt: Attempt,
): Web[] {
  const { domain, key } = entry;
  const names = new Set<string>();
  const make = ([label, value]: [string, WebValue]): Web => {
    const ascii = label === "@" ? label : asciiName(label, `web "${label}" of "${key}"`, ["web", label]);
    const settings: Exclude<WebValue, string> = typeof value === "string" ? { target: value } : value;
    const { target, distribution, proxied = false } = settings;
    if ((target === undefined) === (distribution === undefined)) {
      throw new EntryFault(`web "${label}" of "${key}" needs target or distribution, one of the two`, ["web", label]);
    }
    const name = fullName(ascii, domain);
    if (names.has(name)) {
      throw new EntryFault(`web "${label}" of "${key}" names "${name}" a second time: keep one of them`, [
        "web",
        label,
      ]);
    }
    names.add(name);
    const id = `web-${relativeName(name, domain)}`;
    note(id, "web", label);
    if (settings.ttl !== undefined) note(`${id} ttl`, "web", label, "ttl");
    // A proxied record has ttl 1, whatever the domain's is; only a ttl of its own can contradict that.
    const own = ttlOf(settings.ttl) ?? (proxied ? 1 : ttl);
    return { name, ...defined({ target: target && toAsciiName(target), distribution }), proxied, ttl: own };
  };
  const web = Object.entries(ownSetting(entry, "web") || {}).flatMap((item) => attempt(() => [make(item)], []));
  return web.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function makeRecords(
  { domain, key, settings }: Entry,
  ttl: number,
  note: (id: string, ...steps: Path) => void,
  attempt: Attempt,
): ExtraRecord[] {
  const make = ([id, record]: [string, RecordValue]): ExtraRecord => {
    const subject = `name "${record.name}" of record "${id}" of "${key}"`;
    const ascii = record.name === "@" ? "@" : asciiName(record.name, subject, ["records", id, "name"]);
    if ((record.content === undefined) === (record.data === undefined)) {
      throw new EntryFault(`record "${id}" of "${key}" needs content or data, one of the two`, ["records", id]);
    }
    refuseMove(id, record, settings.records ?? {}, key);
    note(`record-${id}`, "records", id);
    if (record.ttl !== undefined) note(`record-${id} ttl`, "records", id, "ttl");
    const { type, proxied = false } = record;
    const own = ttlOf(record.ttl) ?? (proxied ? 1 : ttl);
    return {
      key: id,
      ...(record.moved === undefined ? {} : { moved: record.moved }),
      type,
      name: fullName(ascii, domain),
      ...recordValue(record, `record "${id}" of "${key}"`, ["records", id]),
      proxied,
      ttl: own,
    };
  };
  const records = Object.entries(settings.records ?? {}).flatMap((item) => attempt(() => [make(item)], []));
  return records.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A record moves from a key that is gone, and alone: Terraform takes nothing else. */
function refuseMove(
  id: string,
  { moved }: RecordValue,
  records: Readonly<Record<string, RecordValue>>,
  key: string,
): void {
  if (moved === undefined) return;
  const steps: Path = ["records", id, "moved"];
  const subject = `record "${id}" of "${key}" was moved from "${moved}"`;
  if (Object.hasOwn(records, moved))
    throw new EntryFault(`${subject}, which is there still: take "moved" out, or the record of that key`, steps);
  const twin = Object.entries(records).find(([other, record]) => other !== id && record.moved === moved);
  if (twin !== undefined) throw new EntryFault(`${subject}, and so was "${twin[0]}": keep one of them`, steps);
}

export function ttlOf(ttl: number | "auto" | undefined): number | undefined {
  return ttl === "auto" ? 1 : ttl;
}

/** `value` without what is undefined in it. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
