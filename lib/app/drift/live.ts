// The real world beside what was applied: each zone is listed once, and AWS is asked once for each identity, set, topic, policy and certificate.
import { CloudflareError } from "../../cloudflare/error";
import type { ZoneRecord } from "../../cloudflare/zone-record";
import type { AwsAccount, Domain } from "../../dns/domain";
import { parseResourceName } from "../../dns/resource-name";
import { type AwsThing, attributesAtAws, awsKeyOf, awsKindOf } from "../../drift/aws-drift";
import type { LiveWorld } from "../../drift/drift";
import type { AppliedResource } from "../../drift/state";
import { RECORD } from "../../plan/attributes";
import { isSesFailure } from "../../ses/failure";
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
    const [zones, aws] = await Promise.all([readZones(workspace, names), readAws(services, domains, applied)]);
    return {
      zones,
      zoneNames: new Map([...names].flatMap(([id, name]) => (name === undefined ? [] : [[id, name]]))),
      aws,
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

async function readAws(
  services: Services,
  domains: readonly Domain[],
  applied: readonly AppliedResource[],
): Promise<Map<string, AwsThing | string>> {
  const wanted = new Map<string, AppliedResource>();
  for (const resource of applied) {
    if (resource.type === RECORD) continue;
    const key = awsKeyOf(resource);
    // What has an ARN knows its account, as an identity does; its MAIL FROM does not.
    if (wanted.get(key)?.accountId === undefined) wanted.set(key, resource);
  }
  const found = await Promise.all(
    [...wanted].map(async ([key, resource]) => [key, await readThing(services, domains, resource)] as const),
  );
  return new Map(found);
}

async function readThing(
  services: Services,
  domains: readonly Domain[],
  resource: AppliedResource,
): Promise<AwsThing | string> {
  const { ses } = services;
  const { attributes, accountId } = resource;
  const subject = subjectOf(resource);
  const account = accountOfApplied(resource, domains);
  if (account === undefined)
    return `${subject} was made in an account to which no entry leads any more: run mailzone plan`;
  const entry = parseResourceName(resource.name)?.entry;
  // IAM is of no region, but of a partition, which a region has.
  const region = String(attributes.region ?? domains.find((one) => one.entry === entry)?.region ?? "us-east-1");
  const thing = await askFor(services, resource, { region, account });
  if (typeof thing === "string") return thing;
  if (accountId === undefined || attributesAtAws(resource, thing) === attributes) return thing;
  // In another account it is missing, or is another one.
  const asked = await ses.accountId({ domain: resource.id, region, account });
  if (isSesFailure(asked)) return asked.message;
  if (asked.id === accountId) return thing;
  return `${subject} was made in the account ${accountId}, and the credentials lead to ${asked.id}: use others`;
}

/** What AWS has, or why it does not say. */
async function askFor(
  { ses, acm }: Services,
  resource: AppliedResource,
  place: { readonly region: string; readonly account: AwsAccount },
): Promise<AwsThing | string> {
  const { id, attributes } = resource;
  const kind = awsKindOf(resource);
  switch (kind) {
    case "set": {
      const found = await ses.configurationSet(place, id);
      return isSesFailure(found) ? found.message : { kind, found };
    }
    case "topic": {
      const found = await ses.topic(place, id);
      return isSesFailure(found) ? found.message : { kind, found };
    }
    case "role-policy": {
      const found = await ses.rolePolicy(place, id, String(attributes.name));
      return isSesFailure(found) ? found.message : { kind, found };
    }
    case "certificate": {
      if (acm === undefined) return `${subjectOf(resource)} is not asked for: there is no client of ACM`;
      const found = await acm.certificate(place, id);
      return isSesFailure(found) ? found.message : { kind, found };
    }
    default: {
      const found = await ses.identity({ ...place, domain: id });
      return isSesFailure(found) ? found.message : { kind: "identity", found };
    }
  }
}

function subjectOf(resource: AppliedResource): string {
  const { id, attributes } = resource;
  switch (awsKindOf(resource)) {
    case "set":
      return `configuration set "${id}" in ${attributes.region}`;
    case "topic":
      return `topic "${id}"`;
    case "certificate":
      return `certificate "${id}"`;
    case "role-policy":
      return `the policy of role "${id}"`;
    default:
      return `identity "${id}" in ${attributes.region}`;
  }
}
