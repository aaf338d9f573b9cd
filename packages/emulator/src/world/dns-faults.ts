// Faults of the emulator's DNS. Unlike API faults, they stay until cleared, unless they have a number of times: a client asks
// several times before it gives up.
import { EmulatorError } from "../errors";
import type { DnsFault, DnsFaultKind, DnsFaultOptions } from "./fault";
import type { World } from "./world";

/** A query that a fault may change. */
export interface DnsFaultSubject {
  readonly name: string;
  readonly type: string;
  /** The server's address and names. */
  readonly servers: readonly string[];
  /** Whether the server is authoritative for the name itself, not only for a parent. */
  readonly isAuthority: boolean;
}

export function armDnsFault(world: World, options: DnsFaultOptions): void {
  if (options.kind === "delay" && options.milliseconds === undefined) {
    throw new EmulatorError('dns fault "delay" has no duration: write one, such as 500ms');
  }
  if (options.kind !== "delay" && options.milliseconds !== undefined) {
    throw new EmulatorError(
      `dns fault "${options.kind}" takes no duration, got ${options.milliseconds} ms: leave it out`,
    );
  }
  const { number, change } = world.nextNumber();
  const name = options.name?.toLowerCase().replace(/\.$/, "");
  const armed = { ...options, name, type: options.type?.toUpperCase(), armed: world.now() };
  const fault =
    armed.kind === "stale"
      ? { ...armed, snapshot: world.records.values().filter((record) => record.name.includes(name ?? "")) }
      : armed;
  world.commit(change, world.dnsFaults.put(String(number), fault));
}

/** The faults of these `kinds` that change the answer; each counts as used once more. */
export function takeDnsFaults(world: World, subject: DnsFaultSubject, kinds: readonly DnsFaultKind[]): DnsFault[] {
  if (world.dnsFaults.size === 0) return [];
  const keys = world.dnsFaults.keys().filter((key) => {
    const fault = world.dnsFaults.get(key)!;
    return kinds.includes(fault.kind) && matches(fault, subject);
  });
  const active = keys.map((key) => world.dnsFaults.get(key)!);
  const used = keys.flatMap((key, index) => {
    const { times = 0 } = active[index]!;
    if (times === 0) return [];
    return [
      times === 1 ? world.dnsFaults.remove(key) : world.dnsFaults.put(key, { ...active[index]!, times: times - 1 }),
    ];
  });
  if (used.length > 0) world.commit(...used);
  return active;
}

/** Whether a fault broke the signatures of a zone, or of names in it. */
export function isSigned(world: World, zone: string): boolean {
  if (world.dnsFaults.size === 0) return false;
  const faults = world.dnsFaults.values().filter(({ kind }) => kind === "dnssec");
  return faults.some(({ name = "" }) => zone.includes(name) || name.endsWith(`.${zone}`));
}

function matches({ kind, name = "", type, server }: DnsFault, subject: DnsFaultSubject): boolean {
  const isOfResolver = kind === "stale" || kind === "dnssec";
  const isServer =
    server === undefined
      ? isOfResolver
        ? subject.servers.includes("resolver")
        : subject.isAuthority
      : subject.servers.includes(server);
  return isServer && subject.name.includes(name) && (type === undefined || type === subject.type);
}
