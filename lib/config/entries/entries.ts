// The entries of all files with their defaults merged in. If several entries have the same domain, one of them is the owner: it has
// the records that a domain has only once, see ONCE_PER_DOMAIN.
import { roleArnFor } from "../../dns/account-roles";
import type { Finding } from "../../dns/finding";
import { type KindSetting, ONCE_PER_DOMAIN, TEXT_SETTINGS } from "../../dns/kinds/kinds";
import { idnFault, toAsciiName } from "../../dns/names";
import { isMap } from "../forms/form";
import type { DomainEntry, DomainSettings, DomainsFile } from "../schema/domains-file";
import { schemaError } from "../schema-findings";
import type { YamlSource } from "../yaml/source";
import type { Path } from "./fault";
import { defaultsWithoutMail } from "./without-mail";

/** A file that fits the schema. */
export interface ValidFile {
  readonly source: YamlSource;
  readonly file: DomainsFile;
}

/** An entry with its defaults, from which a Domain is made. */
export interface Entry {
  readonly source: YamlSource;
  readonly path: Path;
  readonly entry: DomainEntry;
  readonly settings: DomainSettings;
  readonly key: string;
  readonly domain: string;
  /** Whether this entry owns the records that its domain has only once. */
  readonly owner: boolean;
}

/** All entries with their defaults merged in; a duplicate is left out and reported as a finding. */
export function readEntries(files: readonly ValidFile[], findings: Finding[]): Entry[] {
  const seen = new Map<string, string>();
  const entries = files.flatMap(({ source, file }) =>
    (file.domains ?? []).flatMap((entry, index): Omit<Entry, "owner">[] => {
      const path: Path = ["domains", index];
      const fail = (message: string, step: string) => {
        findings.push(schemaError(message, source.at([...path, step]), entry.name ?? entry.domain));
        return [];
      };
      const domain = toAsciiName(entry.domain);
      const fault = idnFault(entry.domain);
      if (domain === undefined || fault !== undefined) return fail(`"${entry.domain}" ${fault}`, "domain");
      const key = entry.name ?? domain;
      const settings = withDefaults(entry, file.defaults ?? {});
      const identity = `${domain} in ${settings.aws?.region} ${roleArnFor(settings.aws?.assumeRoleArn, "apply") ?? settings.aws?.profile ?? ""}`;
      for (const [id, what, step] of [
        [`domain ${identity}`, `domain "${domain}"`, "domain"],
        [`name ${key}`, `name "${key}"`, entry.name === undefined ? "domain" : "name"],
      ] as const) {
        const first = seen.get(id);
        if (first !== undefined) {
          const fix =
            id.startsWith("name ") && entry.name === undefined ? "give this one its own name" : "keep one of them";
          return fail(`${what} stands twice, first at ${first}: ${fix}`, step);
        }
        const { line, column } = source.at([...path, step]);
        seen.set(id, `${source.file}:${line}:${column}`);
      }
      return [{ source, path, entry, settings, key, domain }];
    }),
  );
  const owners = new Map<string, string>();
  for (const { domain, key } of entries) {
    const owner = owners.get(domain);
    if (owner === undefined || key === domain || (owner !== domain && key < owner)) owners.set(domain, key);
  }
  return entries.map((entry) => ({ ...entry, owner: owners.get(entry.domain) === entry.key }));
}

/** A setting of an entry. What a domain has only once belongs to the owner; another entry has it only if it sets it itself. */
export function ownSetting<K extends KindSetting>({ owner, entry, settings }: Entry, key: K): DomainSettings[K] {
  if (owner || !ONCE_PER_DOMAIN.has(key)) return settings[key];
  return entry[key] ?? (false as DomainSettings[K]);
}

/** An entry's setting overrides the default; maps are merged key by key, so that `defaults` can set the region and an entry the rest. */
function withDefaults(entry: DomainEntry, given: DomainSettings): DomainSettings {
  const isWithoutMail = (entry.mail ?? given.mail) === "none";
  const defaults = isWithoutMail ? defaultsWithoutMail(given) : given;
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, given] of Object.entries(entry)) {
    const [base, value] = [merged[key], given as unknown];
    const isText = TEXT_SETTINGS.has(key) && isMap(base) && isMap(value) && ("raw" in base || "raw" in value);
    merged[key] = isMap(base) && isMap(value) && !isText ? mergedMap(key, base, value) : value;
  }
  return merged as DomainSettings;
}

function mergedMap(
  key: string,
  base: Readonly<Record<string, unknown>>,
  value: Readonly<Record<string, unknown>>,
): object {
  // An SPF record ends with one of the two: an entry that sets one does not inherit the other.
  const ends = key === "spf" && ("all" in value || "redirect" in value);
  const { all, redirect, ...rest } = base;
  return ends ? { ...rest, ...value } : { ...base, ...value };
}
