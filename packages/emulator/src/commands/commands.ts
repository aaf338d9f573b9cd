// What `mailzone sandbox status | reset | advance | edit | fault` do: each opens the world for itself, under the lock, so that
// none of them runs beside a command in the sandbox.
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { acquireLock, type LockOptions } from "../../../../lib/lock/lock";
import { parseDuration } from "../duration";
import { SandboxError } from "../errors";
import { addZone, deleteZone, plainName, zonesNamed } from "../services/cloudflare/zones";
import { deleteDistribution } from "../services/cloudfront";
import { type AccountChanges, type AccountKey, setAccount } from "../services/ses/account";
import { deleteIdentity } from "../services/ses/identities";
import { armDnsFault } from "../world/dns-faults";
import type { DnsFaultOptions, Fault } from "../world/fault";
import { armFault, clearFaults } from "../world/faults";
import { type CloudflareZone, DEFAULT_ACCOUNT } from "../world/things";
import { World } from "../world/world";
import { addRecord, changeRecord, type RecordAddition, type RecordChange } from "./edits";
import { editIdentity, type IdentityEdit } from "./identity-edits";
import { readStatus, type SandboxStatus } from "./status";

/** `sandbox status` */
export function sandboxStatus(options: LockOptions): Promise<SandboxStatus> {
  return inWorld(options, readStatus);
}

/** `sandbox reset`: world, states, plans and out folder are gone; the lock is all that stays. */
export async function resetSandbox(options: LockOptions): Promise<void> {
  const lock = await acquireLock(options);
  try {
    const kept = ["world.lock", "gate.lock", "holder.json"];
    for (const entry of readdirSync(options.folder)) {
      if (!kept.includes(entry)) rmSync(path.join(options.folder, entry), { recursive: true, force: true });
    }
  } finally {
    await lock.release();
  }
}

/** `sandbox advance 73h`: moves the sandbox's clock; gives the time that it shows then. */
export async function advanceSandbox(options: LockOptions, duration: string): Promise<{ readonly now: string }> {
  const milliseconds = parseDuration(duration);
  return inWorld(options, (world) => {
    world.advance(milliseconds);
    return { now: world.timestamp() };
  });
}

/** `sandbox edit add zone NAME`: a zone as if it had been added in Cloudflare's dashboard. */
export async function addZoneInSandbox(options: LockOptions, name: string): Promise<CloudflareZone> {
  return inWorld(options, (world) => {
    if (zonesNamed(world, name).length === 0) return addZone(world, name);
    throw new SandboxError(`zone "${name}" exists in the sandbox already: see "mailzone sandbox status"`);
  });
}

/** `sandbox edit add record NAME TYPE CONTENT`: gives the record in a line. */
export function addRecordInSandbox(options: LockOptions, addition: RecordAddition): Promise<string> {
  return inWorld(options, (world) => addRecord(world, addition));
}

/** `sandbox edit change NAME TYPE`: gives the record in a line, as it is now. */
export function changeRecordInSandbox(options: LockOptions, change: RecordChange): Promise<string> {
  return inWorld(options, (world) => changeRecord(world, change));
}

/** `sandbox edit account REGION`: what AWS does to an account. */
export function changeAccountInSandbox(options: LockOptions, key: AccountKey, changes: AccountChanges): Promise<void> {
  return inWorld(options, (world) => void setAccount(world, key, changes));
}

/** `sandbox edit identity NAME REGION`: gives the identity in a line, as it is now. */
export function editIdentityInSandbox(options: LockOptions, edit: IdentityEdit): Promise<string> {
  return inWorld(options, (world) => editIdentity(world, edit));
}

/** What `edit delete` takes away behind Terraform's back. */
export interface Deletion {
  /** The record's full name, the identity's or the zone's, or the distribution's id. */
  readonly name: string;
  /** `identity`, `zone`, `distribution`, or a record type such as `TXT`. @default - all records of the name */
  readonly type?: string;
}

/**
 * `sandbox edit delete NAME [TYPE]`, `sandbox edit delete identity | zone | distribution NAME`: gives what was deleted, one
 * line each. A zone goes with its records; a zone or distribution stays away although the configuration names it.
 */
export async function deleteInSandbox(options: LockOptions, { name, type }: Deletion): Promise<string[]> {
  const remove = type === undefined ? undefined : REMOVALS[type.toLowerCase()];
  return inWorld(options, (world) => {
    const deleted = remove === undefined ? deleteRecords(world, name, type?.toUpperCase()) : remove(world, name);
    if (deleted.length > 0) return deleted;
    const what = remove !== undefined ? type : type === undefined ? "record" : `${type.toUpperCase()} record`;
    throw new SandboxError(
      `${what} "${name}" does not exist in the sandbox: see what does with "mailzone sandbox status"`,
    );
  });
}

/** `sandbox fault error | delay` */
export function armSandboxFault(options: LockOptions, fault: Fault): Promise<void> {
  return inWorld(options, (world) => armFault(world, fault));
}

/** `sandbox fault dns` */
export function armSandboxDnsFault(options: LockOptions, fault: DnsFaultOptions): Promise<void> {
  return inWorld(options, (world) => armDnsFault(world, fault));
}

/** `sandbox fault clear`: gives how many were armed. */
export function clearSandboxFaults(options: LockOptions): Promise<number> {
  return inWorld(options, clearFaults);
}

async function inWorld<T>(options: LockOptions, use: (world: World) => T): Promise<T> {
  const lock = await acquireLock(options);
  try {
    const world = World.open(options.folder);
    try {
      return use(world);
    } finally {
      world.close();
    }
  } finally {
    await lock.release();
  }
}

const REMOVALS: Readonly<Record<string, (world: World, name: string) => string[]>> = {
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
  for (const identity of identities) deleteIdentity(world, identity);
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
