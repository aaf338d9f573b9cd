// What `mailzone sandbox status | reset | advance | edit | fault` do: each opens the world for itself, under the lock, so that
// none of them runs beside a command in the sandbox.
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseDuration } from "./duration";
import { SandboxError } from "./errors";
import { deleteIdentity } from "./services/ses";
import { readStatus, type SandboxStatus } from "./status";
import { armFault, clearFaults, type Fault } from "./world/faults";
import { acquireLock, type LockOptions } from "./world/lock";
import { World } from "./world/world";

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

/** What `edit delete` takes away behind Terraform's back. */
export interface Deletion {
  /** The record's full name, or the identity's. */
  readonly name: string;
  /** `identity`, or a record type such as `TXT`. @default - all records of the name */
  readonly type?: string;
}

/** `sandbox edit delete NAME [TYPE]`, `sandbox edit delete identity NAME`: gives what was deleted, one line each. */
export async function deleteInSandbox(options: LockOptions, deletion: Deletion): Promise<string[]> {
  const { type } = deletion;
  const name = deletion.name.toLowerCase().replace(/\.$/, "");
  return inWorld(options, (world) => {
    const deleted =
      type === "identity" ? deleteIdentities(world, name) : deleteRecords(world, name, type?.toUpperCase());
    if (deleted.length > 0) return deleted;
    const what = type === "identity" ? "identity" : type === undefined ? "record" : `${type.toUpperCase()} record`;
    throw new SandboxError(
      `${what} "${name}" does not exist in the sandbox: see what does with "mailzone sandbox status"`,
    );
  });
}

/** `sandbox fault error | delay` */
export function armSandboxFault(options: LockOptions, fault: Fault): Promise<void> {
  return inWorld(options, (world) => armFault(world, fault));
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

function deleteRecords(world: World, name: string, type: string | undefined): string[] {
  const records = world.records.inGroup(name).filter((record) => type === undefined || record.type === type);
  if (records.length > 0) world.commit(...records.map(({ id }) => world.records.remove(id)));
  return records.map((record) => `${record.type} ${record.name} ${record.content}`);
}

function deleteIdentities(world: World, name: string): string[] {
  const identities = world.identities.values().filter((identity) => identity.name.toLowerCase() === name);
  for (const identity of identities) deleteIdentity(world, identity.region, identity.name);
  return identities.map((identity) => `identity ${identity.name} in ${identity.region}`);
}
