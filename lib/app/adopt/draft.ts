// Drafts a first domains.yaml for an existing zone.
import fs from "node:fs";
import path from "node:path";
import { initConfiguration } from "../../adopt/init/init";
import type { SeenAddresses } from "../../adopt/init/test-addresses";
import { sesDomains } from "../../adopt/zone/ses-domains";
import type { ZoneRecord } from "../../cloudflare/zone-record";
import { isWithin, nameFault, toAsciiName } from "../../dns/names";
import { isSesFailure } from "../../ses/failure";
import type { Identity } from "../../ses/identity";
import type { ConfigurationSetState } from "../../ses/set";
import { type ConfigurationOptions, configNames } from "../configuration";
import type { Context, Workspace } from "../context";
import { Refused } from "../refused";
import { type Services, withServices } from "../services";
import { cloudflareOf, readZoneFiles, refused, type ZoneOptions } from "../zones";

export interface DraftRequest extends ZoneOptions {
  /** The regions where SES is asked, besides the regions that records name. @default - AWS_REGION */
  readonly region?: readonly string[] | undefined;
}

/** A configuration that is not written yet. */
export interface NewConfiguration {
  /** In ASCII. */
  readonly domain: string;
  /** The name in messages. */
  readonly file: string;
}

/** Settings that zones do not contain. */
const UNKNOWN_OF_SES =
  "without SES's word no configuration set, no tags and no onMxFailure are written: where an identity has some, the first plan takes them off";

/** @throws Refused for a text that is not a domain name, and if the configuration exists already */
export function newConfiguration(
  context: Pick<Context, "cwd" | "env">,
  options: ConfigurationOptions,
  given: string,
): NewConfiguration {
  const domain = toAsciiName(given);
  if (domain === undefined || !domain.includes(".") || nameFault(domain) !== undefined)
    throw new Refused(`"${given}" is no domain name: name one such as example.com`);
  const [file = "domains.yaml"] = configNames(context, options);
  if (fs.existsSync(path.resolve(context.cwd, file)))
    throw new Refused(`"${file}" is there already, and is not written over: name another file with --config`);
  return { domain, file };
}

/**
 * Reads the zone and SES, and writes the configuration. Reports what a person must know about it.
 * @returns whether it is written; false after an interrupt
 * @throws Refused if nothing can be read or drafted: then nothing is written
 */
export function draftConfiguration(
  workspace: Workspace,
  { domain, file }: NewConfiguration,
  request: DraftRequest,
): Promise<boolean> {
  const { cwd, env, interrupts, label, say } = workspace;
  return withServices(workspace, async (outside) => {
    const { zone, live } = await refused(() => readZone(workspace, domain, request));
    const own = request.region ?? [env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? []].flat();
    const { identities, failures } = await readIdentities(outside, domain, live, own);
    const [region] = own;
    const { sets, unread } = await readSets(outside, identities);
    const beside = await readBeside(outside, identities);
    const { yaml, notes } = initConfiguration({
      zone,
      named: domain,
      live,
      identities: failures.length === 0 ? identities : undefined,
      sets,
      roles: beside.roles,
      addresses: beside.addresses,
      region,
    });
    for (const note of [...failures, ...unread, ...beside.unread, ...notes]) say(`${label}${note}`);
    if (interrupts.interrupted) return false;
    if (yaml === undefined && failures.length > 0)
      throw new Refused("nothing is written, SES could not be asked: fix that and run it again");
    if (yaml === undefined)
      throw new Refused(
        `nothing is written, for what is said above: name the region with --region, or write ${file} by hand`,
      );
    if (failures.length > 0) say(`${label}${UNKNOWN_OF_SES}`);
    fs.mkdirSync(path.dirname(path.resolve(cwd, file)), { recursive: true });
    fs.writeFileSync(path.resolve(cwd, file), yaml);
    return true;
  });
}

/** The zone of the domain: the longest one that the token can see. */
async function readZone(workspace: Workspace, domain: string, { zoneFile }: ZoneOptions) {
  if (zoneFile !== undefined) {
    // `ZONE=FILE`: the domain may be a name in the zone.
    const [, named = domain] = /^([^=]*)=/.exec(zoneFile[0] ?? "") ?? [];
    const zone = { name: toAsciiName(named) ?? named, id: null };
    if (!isWithin(domain, zone.name)) throw new Refused(`"${domain}" is not in the zone "${zone.name}" of --zone-file`);
    return { zone, live: await readZoneFiles(workspace, [zone.name], zoneFile) };
  }
  const cloudflare = cloudflareOf(workspace);
  const labels = domain.split(".");
  let failure: unknown;
  for (let from = 0; from < labels.length - 1; from += 1) {
    const name = labels.slice(from).join(".");
    try {
      const zone = { name, id: await cloudflare.zoneId(name) };
      return { zone, live: await cloudflare.listRecords(zone) };
    } catch (error) {
      if ((error as { kind?: unknown }).kind !== "no-zone") throw error;
      failure ??= error;
    }
  }
  throw failure;
}

/**
 * SES is asked about each domain that has SES records, in the regions of the records and of the caller. It is always asked
 * about the named domain.
 */
async function readIdentities({ ses }: Services, named: string, live: readonly ZoneRecord[], more: readonly string[]) {
  const places = sesDomains(live, [named]).flatMap(({ domain, regions }) =>
    [...new Set([...regions, ...more])].map((region) => ({ domain, region, account: {} })),
  );
  const found = await Promise.all(places.map((place) => ses.identity(place)));
  const identities: Identity[] = [];
  const failures = new Set<string>();
  for (const identity of found) {
    if (isSesFailure(identity)) failures.add(identity.message);
    else if (identity !== null) identities.push(identity);
  }
  return { identities, failures: [...failures] };
}

/** SES takes one call a second, so an account with more addresses gets a note. */
const MAX_ADDRESSES = 20;

/** The policies of roles, and the addresses in each region of the identities. Neither is needed: what cannot be read is left out. */
async function readBeside({ ses }: Services, identities: readonly Identity[]) {
  const addresses = new Map<string, SeenAddresses>();
  const unread = new Set<string>();
  const [first] = identities;
  if (first === undefined) return { addresses, unread };
  const account = {};
  for (const region of new Set(identities.map((identity) => identity.region))) {
    const names = await ses.identityNames?.({ region, account });
    if (isSesFailure(names)) unread.add(`test addresses were not looked for: ${names.message}`);
    if (names === undefined || isSesFailure(names)) continue;
    const all = names.filter((name) => name.includes("@"));
    const read = await Promise.all(
      all.slice(0, MAX_ADDRESSES).map((domain) => ses.identity({ domain, region, account })),
    );
    const found = read.flatMap((one) => (one === null || isSesFailure(one) ? [] : [one]));
    const domains = names.filter((name) => !name.includes("@"));
    addresses.set(region, { domains, addresses: found, more: all.length - found.length });
  }
  const policies = await ses.rolePolicies?.({ region: first.region, account });
  if (isSesFailure(policies)) unread.add(`roles that may send were not looked for: ${policies.message}`);
  return { addresses, roles: isSesFailure(policies) ? undefined : policies, unread };
}

/** The sets of the identities, by `region/name`. One that cannot be read is missing, with why. */
async function readSets({ ses }: Services, identities: readonly Identity[]) {
  const sets = new Map<string, ConfigurationSetState>();
  const unread = new Set<string>();
  for (const { region, configurationSet: name } of identities) {
    const key = `${region}/${name}`;
    if (name === null || name === "" || sets.has(key)) continue;
    const found = await ses.configurationSet?.({ region, account: {} }, name);
    if (isSesFailure(found)) unread.add(found.message);
    else if (found) sets.set(key, found);
  }
  return { sets, unread };
}
