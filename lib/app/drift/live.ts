// The real world beside what was applied: each zone is listed once, and SES is asked once for each identity.
import { CloudflareError } from "../../cloudflare/error";
import type { ZoneRecord } from "../../cloudflare/zone-record";
import type { AwsAccount, Domain } from "../../dns/domain";
import { parseResourceName } from "../../dns/resource-name";
import { appliedIdentityKey, type LiveWorld } from "../../drift/drift";
import { identityNow } from "../../drift/identity-drift";
import type { AppliedResource } from "../../drift/state";
import { IDENTITY, RECORD } from "../../plan/attributes";
import { isSesFailure } from "../../ses/failure";
import type { Identity } from "../../ses/identity";
import { mapLimited } from "../../terraform/process/limit";
import type { Workspace } from "../context";
import { type Services, withServices } from "../services";
import { cloudflareOf } from "../zones";
import { accountOfApplied } from "./accounts";

/** How many zones are listed at a time: an answer takes longer than the pause that the budget of requests asks for. */
const ZONES_AT_A_TIME = 4;

/** @throws InterruptedError's kin if the run was stopped; all other failures are texts of the result */
export async function readLive(
  workspace: Workspace,
  domains: readonly Domain[],
  applied: readonly AppliedResource[],
): Promise<LiveWorld> {
  const names = zoneNames(applied, domains);
  return withServices(workspace, async (services) => {
    const [zones, identities] = await Promise.all([
      readZones(workspace, names),
      readIdentities(services, domains, applied),
    ]);
    return {
      zones,
      zoneNames: new Map([...names].flatMap(([id, name]) => (name === undefined ? [] : [[id, name]]))),
      identities,
    };
  });
}

/** The zones of the records, with their names as far as the configuration has them. */
function zoneNames(applied: readonly AppliedResource[], domains: readonly Domain[]): Map<string, string | undefined> {
  const byId = new Map(domains.flatMap(({ zone: { id, name } }) => (id === undefined ? [] : [[id, name] as const])));
  const byEntry = new Map(domains.map(({ entry, zone }) => [entry, zone] as const));
  const found = new Map<string, string | undefined>();
  for (const { type, name, attributes } of applied) {
    if (type !== RECORD) continue;
    const id = String(attributes.zone_id);
    // A zone that is written by its name has no id in the configuration.
    const zone = byEntry.get(parseResourceName(name)?.entry ?? "");
    found.set(id, found.get(id) ?? byId.get(id) ?? (zone?.id === undefined ? zone?.name : undefined));
  }
  return found;
}

async function readZones(
  workspace: Workspace,
  names: ReadonlyMap<string, string | undefined>,
): Promise<Map<string, readonly ZoneRecord[] | string>> {
  const ids = [...names.keys()];
  let cloudflare: ReturnType<typeof cloudflareOf> | undefined;
  const lists = await mapLimited(ids, ZONES_AT_A_TIME, async (id) => {
    try {
      cloudflare ??= cloudflareOf(workspace);
      return await cloudflare.listRecords({ name: names.get(id) ?? id, id });
    } catch (error) {
      if (!(error instanceof CloudflareError)) throw error;
      return error.message;
    }
  });
  return new Map(ids.map((id, index) => [id, lists[index] ?? ""]));
}

async function readIdentities(
  services: Services,
  domains: readonly Domain[],
  applied: readonly AppliedResource[],
): Promise<Map<string, Identity | null | string>> {
  const wanted = new Map<string, AppliedResource>();
  for (const resource of applied) {
    if (resource.type === RECORD) continue;
    const key = appliedIdentityKey(resource);
    // The identity itself knows its account; its MAIL FROM alone does not.
    if (!wanted.has(key) || resource.type === IDENTITY) wanted.set(key, resource);
  }
  const found = await Promise.all(
    [...wanted].map(async ([key, resource]) => [key, await readIdentity(services, domains, resource)] as const),
  );
  return new Map(found);
}

async function readIdentity(
  { ses }: Services,
  domains: readonly Domain[],
  resource: AppliedResource,
): Promise<Identity | null | string> {
  const { id: domain, attributes, accountId } = resource;
  const region = String(attributes.region);
  const account = accountOfApplied(resource, domains);
  if (account === undefined)
    return `identity "${domain}" in ${region} was made in an account to which no entry leads any more: run mailzone plan`;
  const found = await ses.identity({ domain, region, account });
  if (isSesFailure(found)) return found.message;
  const isSame = found !== null && (resource.type !== IDENTITY || identityNow(attributes, found) === attributes);
  return isSame || accountId === undefined
    ? found
    : ((await otherAccount(ses, { domain, region, account }, accountId)) ?? found);
}

/** Why what SES answered is not about this identity; undefined if it is. In another account it is missing, or has other tokens. */
async function otherAccount(
  ses: Services["ses"],
  place: { readonly domain: string; readonly region: string; readonly account: AwsAccount },
  accountId: string,
): Promise<string | undefined> {
  const asked = await ses.accountId(place);
  if (isSesFailure(asked)) return asked.message;
  if (asked.id === accountId) return undefined;
  return `identity "${place.domain}" in ${place.region} was made in the account ${accountId}, and the credentials lead to ${asked.id}: use others`;
}
