// mailzone adopt --init: a first domains.yaml for a zone as it stands.
import fs from "node:fs";
import path from "node:path";
import { initConfiguration } from "../../adopt/init/init";
import { sesDomains } from "../../adopt/zone/ses-domains";
import type { ZoneRecord } from "../../adopt/zone/zone-record";
import { isWithin, nameFault, toAsciiName } from "../../dns/names";
import { isSesFailure } from "../../ses/failure";
import type { Identity } from "../../ses/identity";
import { type CommonOptions, commandLine, configNames } from "../options";
import { EXIT, Refused, type Shell } from "../shell";
import { inWorkspace, type Workspace } from "../workspace";
import { inWorld, type World } from "../world";
import { cloudflareOf, readZoneFiles, refused, type ZoneOptions } from "./zones";

export interface InitCommandOptions extends CommonOptions, ZoneOptions {
  readonly region?: readonly string[];
}

/** Zones have nothing of it. */
const UNKNOWN_OF_SES =
  "without SES's word no configuration set, no tags and no onMxFailure are written: where an identity has some, the first plan takes them off";

export async function initialize(shell: Shell, options: InitCommandOptions, given: string): Promise<number> {
  const domain = toAsciiName(given);
  if (domain === undefined || !domain.includes(".") || nameFault(domain) !== undefined)
    throw new Refused(`"${given}" is no domain name: name one such as example.com`);
  const [file = "domains.yaml"] = configNames(shell, options);
  if (fs.existsSync(path.resolve(shell.cwd, file)))
    throw new Refused(`"${file}" is there already, and is not written over: name another file with --config`);
  return inWorkspace(
    shell,
    options,
    [],
    (workspace) => inWorld(shell, workspace, (world) => write(shell, workspace, world, options, domain, file)),
    { http: true },
  );
}

async function write(
  shell: Shell,
  workspace: Workspace,
  world: World,
  options: InitCommandOptions,
  domain: string,
  file: string,
): Promise<number> {
  const { zone, live } = await refused(() => readZone(shell, workspace, domain, options));
  const { AWS_REGION, AWS_DEFAULT_REGION } = workspace.env;
  const own = options.region ?? [AWS_REGION ?? AWS_DEFAULT_REGION ?? []].flat();
  const { identities, failures } = await readIdentities(world, domain, live, own);
  const [region] = own;
  const { yaml, notes } = initConfiguration({
    zone,
    named: domain,
    live,
    ...(failures.length === 0 && { identities }),
    ...(region !== undefined && { region }),
  });
  for (const note of [...failures, ...notes]) shell.say(`${workspace.label}${note}`);
  if (shell.interrupts.interrupted) return EXIT.interrupted;
  if (yaml === undefined && failures.length > 0)
    throw new Refused("nothing is written, SES could not be asked: fix that and run it again");
  if (yaml === undefined)
    throw new Refused(
      `nothing is written, for what is said above: name the region with --region, or write ${file} by hand`,
    );
  if (failures.length > 0) shell.say(`${workspace.label}${UNKNOWN_OF_SES}`);
  fs.mkdirSync(path.dirname(path.resolve(shell.cwd, file)), { recursive: true });
  fs.writeFileSync(path.resolve(shell.cwd, file), yaml);
  const config = options.config === undefined ? "" : ` --config ${file}`;
  shell.print(
    `${workspace.label}${file} is written: read it, and run ${commandLine("adopt", options.emulated)}${config} --write`,
  );
  return EXIT.yes;
}

/** The zone that the domain lies in: the longest that the token can see. */
async function readZone(shell: Shell, workspace: Workspace, domain: string, { zoneFile }: ZoneOptions) {
  if (zoneFile !== undefined) {
    // `ZONE=FILE`: the domain may be a name in the zone.
    const [, named = domain] = /^([^=]*)=/.exec(zoneFile[0] ?? "") ?? [];
    const zone = { name: toAsciiName(named) ?? named, id: null };
    if (!isWithin(domain, zone.name)) throw new Refused(`"${domain}" is not in the zone "${zone.name}" of --zone-file`);
    return { zone, live: await readZoneFiles(shell, [zone.name], zoneFile) };
  }
  const cloudflare = cloudflareOf(shell, workspace);
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

/** SES is asked for each domain that has its records, where they say, and where the caller says; for the named one always. */
async function readIdentities({ ses }: World, named: string, live: readonly ZoneRecord[], more: readonly string[]) {
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
