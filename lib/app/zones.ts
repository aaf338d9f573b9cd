// The records in zones, from Cloudflare or from exported zone files.

import { ZoneFileError } from "../adopt/zone-file/entries";
import { zoneFileText } from "../adopt/zone-file/text";
import { readZoneFile } from "../adopt/zone-file/zone-file";
import type { Cloudflare } from "../cloudflare/client";
import { CloudflareError } from "../cloudflare/error";
import type { ZoneRecord } from "../cloudflare/zone-record";
import { canonicalName } from "../dns/canonical";
import type { Domain, Zone } from "../dns/domain";
import { isWithin, toAsciiName } from "../dns/names";
import { singleLine } from "../dns/text/escape";
import type { LiveRecord } from "../review/creates";
import type { Context, ProjectData } from "./context";
import { readNamed } from "./input";
import { Refused } from "./refused";

/** Lists all records of a zone; rejects with a UserError that says why it cannot. */
export type ZoneLister = (zoneId: string) => Promise<readonly LiveRecord[]>;

export interface ZoneOptions {
  /** `FILE`, or `ZONE=FILE` if there are several zones. */
  readonly zoneFile?: readonly string[] | undefined;
}

/** All records of the zones of the domains. */
export async function readZones(
  context: Context & ProjectData,
  domains: readonly Domain[],
  { zoneFile }: ZoneOptions,
): Promise<readonly ZoneRecord[]> {
  const zones = new Map<string, Zone>(domains.map(({ zone }) => [zone.name, zone]));
  if (zoneFile !== undefined) return readZoneFiles(context, [...zones.keys()], zoneFile);
  return refused(async () => {
    const cloudflare = cloudflareOf(context);
    const records: ZoneRecord[] = [];
    // One after the other: that is fast enough, and the budget is not spent at once.
    for (const { name, id } of zones.values()) {
      const zone = { name, id: id ?? (await cloudflare.zoneId(name)) };
      records.push(...ofZone(zone, await cloudflare.listRecords(zone)));
    }
    return records;
  });
}

/** An error of Cloudflare becomes a refusal with Cloudflare's own message, because the user can fix it. */
export async function refused<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    if (!(error instanceof CloudflareError)) throw error;
    const { kind, message } = error;
    throw new Refused(kind === "no-token" ? `${message}, or read a zone file with --zone-file` : message);
  }
}

/** Cloudflare with the credentials in the workspace's environment. Ctrl-C ends the requests. */
export function cloudflareOf({ say, interrupts, clients, env, label, budget }: Context & ProjectData): Cloudflare {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  interrupts.add({ interrupt: stop, kill: stop, expendable: true });
  const onWait = (message: string) => say(`${label}${message}`);
  return clients.createCloudflare({ env, budget, signal: stopped.signal, onWait });
}

/** Lists zones for the comparison before an apply. Credentials are read for the first zone. */
export function listerOf(context: Context & ProjectData, domains: readonly Domain[]): ZoneLister {
  let cloudflare: Cloudflare | undefined;
  return async (id) => {
    cloudflare ??= cloudflareOf(context);
    const name = domains.find(({ zone }) => zone.id === id)?.zone.name ?? id;
    return ofZone({ name, id }, await cloudflare.listRecords({ name, id }));
  };
}

/** An id copied from another zone: records would be searched and created in the wrong zone. */
export function ofZone({ name, id }: { readonly name: string; readonly id: string }, live: readonly ZoneRecord[]) {
  const [first] = live;
  if (first === undefined || name === id || live.some((record) => isWithin(canonicalName(record.name), name)))
    return live;
  throw new Refused(
    `zone "${name}" has the id ${id}, which is another zone's, with "${singleLine(first.name)}" in it: correct it in "zones" of domains.yaml`,
  );
}

export async function readZoneFiles(
  context: Context,
  zones: readonly string[],
  named: readonly string[],
): Promise<readonly ZoneRecord[]> {
  if (zones.length === 0)
    throw new Refused("--zone-file is for the zone of a domain, and none is present: leave it out");
  const files = new Map<string, string>();
  for (const text of named) {
    const [, before, after = ""] = /^(?:([^=]*)=)?(.*)$/s.exec(text) ?? [];
    const zone = before === undefined ? onlyOf(zones) : (toAsciiName(before) ?? before);
    if (zone === undefined)
      throw new Refused(`--zone-file "${text}" names no zone of ${zones.join(", ")}: write ZONE=FILE`);
    if (!zones.includes(zone))
      throw new Refused(`--zone-file "${text}" is for a zone that no domain is in: the zones are ${zones.join(", ")}`);
    files.set(zone, after);
  }
  const missing = zones.filter((zone) => !files.has(zone));
  if (missing.length > 0)
    throw new Refused(`there is no --zone-file for ${missing.join(", ")}: write ZONE=FILE for each`);
  const records: ZoneRecord[] = [];
  for (const [zone, file] of files) records.push(...(await readRecords(context, file, zone)));
  return records;
}

function onlyOf(zones: readonly string[]): string | undefined {
  return zones.length === 1 ? zones[0] : undefined;
}

async function readRecords(context: Context, file: string, zone: string): Promise<ZoneRecord[]> {
  const bytes = await readNamed(context, file, "name a zone file");
  try {
    return readZoneFile(zoneFileText(bytes), zone);
  } catch (error) {
    if (!(error instanceof ZoneFileError)) throw error;
    throw new Refused(error.message, { place: { file, ...error.place } });
  }
}
