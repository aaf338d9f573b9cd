// The commands `mailzone emulator status | reset | advance | edit | fault`. Each opens the world itself, under the lock, so that
// none runs while another command uses the emulator.
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseDuration } from "../../../../lib/duration";
import { type EmulatorAccess, lockWorld } from "../access";
import { EmulatorError } from "../errors";
import { type ReportsRequest, type WrittenReports, writeReports } from "../reports/reports";
import { deleteDistribution } from "../services/aws/cloudfront";
import { type AccountChanges, type AccountKey, setAccount } from "../services/aws/ses-account";
import { confirmAddress, deleteIdentity, identitiesOfAddress, identityArn } from "../services/aws/ses-identities";
import { confirmSubscriptions } from "../services/aws/sns";
import { addZone, deleteZone, plainName, zonesNamed } from "../services/cloudflare/zones";
import { armDnsFault } from "../world/dns-faults";
import { type CloudflareZone, DEFAULT_ACCOUNT } from "../world/entities";
import type { DnsFaultOptions, Fault } from "../world/fault";
import { armFault, clearFaults } from "../world/faults";
import { type RateLimitSetting, setRateLimit } from "../world/rate-limit";
import { World } from "../world/world";
import { addRecord, changeRecord, type RecordAddition, type RecordChange } from "./edits";
import { type IdentityChange, putIdentityByHand, refuseKey } from "./identity-edits";
import { callService } from "./refused";
import { type EmulatorStatus, readStatus } from "./status";

/** `emulator status` */
export function readEmulatorStatus(access: EmulatorAccess): Promise<EmulatorStatus> {
  return withWorld(access, readStatus);
}

/** `emulator reset`: deletes the world, states, plans and out folder; keeps only the lock. */
export async function resetEmulator(access: EmulatorAccess): Promise<void> {
  const lock = await lockWorld(access);
  try {
    const kept = ["world.lock", "gate.lock", "holder.json"];
    for (const entry of readdirSync(access.folder)) {
      if (!kept.includes(entry)) rmSync(path.join(access.folder, entry), { recursive: true, force: true });
    }
  } finally {
    await lock.release();
  }
}

/** `emulator advance 73h`: moves the emulator's clock forward and returns its new time. */
export async function advanceEmulatorClock(
  access: EmulatorAccess,
  duration: string,
): Promise<{ readonly now: string }> {
  const milliseconds = parseDuration(duration);
  return withWorld(access, (world) => {
    world.advance(milliseconds);
    return { now: world.timestamp() };
  });
}

/** `emulator edit add zone NAME`: adds a zone, as Cloudflare's dashboard would. */
export async function addEmulatorZone(access: EmulatorAccess, name: string): Promise<CloudflareZone> {
  return withWorld(access, (world) => {
    if (zonesNamed(world, name).length === 0) return callService("Cloudflare", name, () => addZone(world, name));
    throw new EmulatorError(`zone "${name}" exists in the emulator already: see "mailzone emulator status"`);
  });
}

/** `emulator edit add record NAME TYPE CONTENT`: returns the record as one line. */
export function addEmulatorRecord(access: EmulatorAccess, addition: RecordAddition): Promise<string> {
  return withWorld(access, (world) => addRecord(world, addition));
}

/** `emulator edit change NAME TYPE`: returns the changed record as one line. */
export function changeEmulatorRecord(access: EmulatorAccess, change: RecordChange): Promise<string> {
  return withWorld(access, (world) => changeRecord(world, change));
}

/** `emulator edit account REGION`: changes an account as AWS would. */
export async function changeEmulatorAccount(
  access: EmulatorAccess,
  key: AccountKey,
  changes: AccountChanges,
): Promise<void> {
  refuseKey(key);
  return withWorld(access, (world) => void setAccount(world, key, changes));
}

/** `emulator edit limit LIMIT`: how many requests Cloudflare's HTTP API takes. Earlier requests no longer count. */
export async function setEmulatorLimit(access: EmulatorAccess, setting: RateLimitSetting): Promise<void> {
  return withWorld(access, (world) => setRateLimit(world, setting));
}

/** `emulator edit identity NAME REGION`: returns the changed identity as one line. */
export function putEmulatorIdentity(access: EmulatorAccess, edit: IdentityChange): Promise<string> {
  return withWorld(access, (world) => putIdentityByHand(world, edit));
}

/**
 * `emulator edit confirm ENDPOINT`: what its owner does with the links in the mails of SNS and SES. Returns the ARNs of the
 * subscriptions and of the address's identities that were pending.
 */
export function confirmEmulatorEndpoint(access: EmulatorAccess, endpoint: string): Promise<string[]> {
  return withWorld(access, (world) => {
    const subscriptions = confirmSubscriptions(world, endpoint).map(({ arn }) => arn);
    const confirmed = [...subscriptions, ...confirmAddress(world, endpoint).map(identityArn)];
    if (confirmed.length > 0) return confirmed;
    const identities = identitiesOfAddress(world, endpoint);
    if (identities.some(({ verification }) => verification === "FAILED"))
      throw new EmulatorError(
        `the link that SES sent to "${endpoint}" is older than 24 hours: delete the identity and apply again`,
      );
    const isKnown = world.subscriptions.values().some((one) => one.endpoint === endpoint) || identities.length > 0;
    throw new EmulatorError(
      isKnown
        ? `"${endpoint}" is confirmed already`
        : `"${endpoint}" has no subscription and is no address of SES in the emulator: write the URL or address as the configuration has it, and apply first`,
    );
  });
}

/** `emulator reports DOMAIN…`: writes what receivers report of the domains' mail, in place of earlier reports. */
export function writeEmulatorReports(access: EmulatorAccess, request: ReportsRequest): Promise<WrittenReports> {
  return withWorld(access, (world) => writeReports(world, request, access.folder));
}

/** What `edit delete` deletes without Terraform's knowledge. */
export interface Deletion {
  /** The full name of the record, identity or zone, or the id of the distribution. */
  readonly name: string;
  /** `identity`, `zone`, `distribution`, or a record type such as `TXT`. @default - all records of the name */
  readonly type?: string;
}

/**
 * `emulator edit delete NAME [TYPE]`, `emulator edit delete identity | zone | distribution NAME`: returns what was deleted, one
 * line each. Deleting a zone deletes its records. A deleted zone or distribution is not made again, even if the configuration names
 * it.
 */
export async function deleteEmulatorObjects(access: EmulatorAccess, { name, type }: Deletion): Promise<string[]> {
  const remove = type === undefined ? undefined : DELETE_BY_KIND[type.toLowerCase()];
  return withWorld(access, (world) => {
    const deleted = remove === undefined ? deleteRecords(world, name, type?.toUpperCase()) : remove(world, name);
    if (deleted.length > 0) return deleted;
    const what = remove !== undefined ? type : type === undefined ? "record" : `${type.toUpperCase()} record`;
    throw new EmulatorError(
      `${what} "${name}" does not exist in the emulator: see what does with "mailzone emulator status"`,
    );
  });
}

/** `emulator fault error | delay` */
export function armEmulatorFault(access: EmulatorAccess, fault: Fault): Promise<void> {
  return withWorld(access, (world) => armFault(world, fault));
}

/** `emulator fault dns` */
export function armEmulatorDnsFault(access: EmulatorAccess, fault: DnsFaultOptions): Promise<void> {
  return withWorld(access, (world) => armDnsFault(world, fault));
}

/** `emulator fault clear`: returns how many faults were armed. */
export function clearEmulatorFaults(access: EmulatorAccess): Promise<number> {
  return withWorld(access, clearFaults);
}

async function withWorld<T>(access: EmulatorAccess, use: (world: World) => T): Promise<T> {
  const lock = await lockWorld(access);
  try {
    const world = World.open(access.folder);
    try {
      return use(world);
    } finally {
      world.close();
    }
  } finally {
    await lock.release();
  }
}

const DELETE_BY_KIND: Readonly<Record<string, (world: World, name: string) => string[]>> = {
  identity: deleteIdentities,
  zone: deleteZones,
  distribution: deleteDistributions,
};

function deleteRecords(world: World, name: string, type: string | undefined): string[] {
  const records = world.records.inGroup(plainName(name)).filter((record) => type === undefined || record.type === type);
  if (records.length > 0) world.commit(...records.map(({ id }) => world.records.remove(id)));
  return records.map((record) => `${record.type} ${record.name} ${record.content}`);
}

function deleteIdentities(world: World, name: string): string[] {
  const identities = world.identities.values().filter((identity) => identity.name.toLowerCase() === plainName(name));
  for (const identity of identities) callService("SES", name, () => deleteIdentity(world, identity));
  return identities.map(
    ({ account, region, ...identity }) =>
      `identity ${identity.name} in ${region}${account === DEFAULT_ACCOUNT ? "" : ` of account ${account}`}`,
  );
}

function deleteZones(world: World, name: string): string[] {
  const zones = zonesNamed(world, name);
  for (const zone of zones) deleteZone(world, zone);
  return zones.map((zone) => `zone ${zone.name} with the id ${zone.id}`);
}

function deleteDistributions(world: World, id: string): string[] {
  const distribution = world.distributions.get(id);
  if (distribution === undefined) return [];
  deleteDistribution(world, id);
  return [`distribution ${id} with the name ${distribution.domainName}`];
}
