// A small Internet of real name servers on loopback: a root, three top-level domains, and the cases' domains, each served by the
// program that it is about. All listen on one port, at addresses of their own.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { serveDns } from "../../../packages/emulator/internals/dns";
import { startAuthority } from "./authorities";
import { AUTHORITIES, type Case, slug } from "./case";
import { MIDDLEBOXES, startMiddlebox } from "./middleboxes";
import type { Running } from "./processes";
import type { Place, Resolver } from "./programs";
import { type ResolverOptions, startResolver } from "./resolvers";
import { signZone } from "./signing";
import {
  ADDRESSES,
  BEFORE,
  BIND_ASKS,
  DEAD,
  MIXING,
  ownAnswers,
  REFUSED,
  RESOLVERS,
  ROOT,
  rootZone,
  SILENT,
  TOP,
  zonesOf,
} from "./zones";

const ALL = [ROOT, TOP, ...Object.values(ADDRESSES), RESOLVERS.unbound, MIXING, ...Object.values(BEFORE), DEAD, SILENT];

export interface Network {
  readonly port: number;
  readonly resolvers: readonly Running["server"][];
  /** Where all its files are. */
  readonly folder: string;
  stop(): Promise<void>;
}

export async function startNetwork(cases: readonly Case[]): Promise<Network> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-dns-"));
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.splice(0).map((one) => one()));
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    // BIND resolves at its only address, at a port of its own.
    const [port, other] = await freePorts();
    stops.push(await listenSilently({ address: SILENT, port }));
    for (const kind of MIDDLEBOXES) {
      const server = { address: ADDRESSES.NSD, port };
      stops.push(await startMiddlebox(kind, { address: BEFORE[kind], port }, server, REFUSED));
    }
    const { parts, tops, servers } = zonesOf(cases, folder);
    const root = signZone(rootZone(tops), path.join(folder, "keys-root"));
    const zones = [...parts.flatMap(({ zone, at }) => at.map((one) => ({ zone, one })))];
    const begin = async (starting: Promise<Running>) => {
      const running = await starting;
      stops.push(running.stop);
      return running;
    };
    await all([
      begin(startAuthority("NSD", path.join(folder, "root"), { address: ROOT, port }, [root])),
      begin(startAuthority("Knot DNS", path.join(folder, "top"), { address: TOP, port }, tops)),
      ...AUTHORITIES.map((program) => {
        const own = zones.filter(({ one }) => one === program).map(({ zone }) => zone);
        return begin(
          startAuthority(program, path.join(folder, slug(program)), { address: ADDRESSES[program], port }, own),
        );
      }),
    ]);
    const options = {
      everywhere: port,
      anchor: root.ds,
      root: ROOT,
      zones: servers,
      answers: ownAnswers(cases),
    };
    const resolve = (
      name: Resolver,
      own: string,
      more: Pick<ResolverOptions, "address" | "port" | "mixesCase" | "asksFrom">,
    ) => begin(startResolver(name, path.join(folder, own), { ...options, ...more }));
    const resolvers = await all([
      resolve("unbound", "resolver", { address: RESOLVERS.unbound, port }),
      resolve("unbound", "resolver-0x20", { address: MIXING, port, mixesCase: true }),
      resolve("BIND", "resolver-bind", { address: RESOLVERS.BIND, port: other, asksFrom: BIND_ASKS }),
    ]);
    return { port, resolvers: resolvers.map(({ server }) => server), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As Promise.all(), but none is left behind: what has started by then can be stopped. */
async function all<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const ends = await Promise.allSettled(work);
  return ends.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
}

/** Two that are free at all addresses, for UDP and TCP. */
export async function freePorts(): Promise<readonly [number, number]> {
  const serve = () => serveDns(() => ({ kind: "silent" }), { addresses: ALL });
  const [one, other] = [await serve(), await serve()];
  await Promise.all([one.stop(), other.stop()]);
  return [one.port, other.port];
}

async function listenSilently({ address, port }: Place): Promise<() => Promise<void>> {
  const socket = createSocket("udp4").bind(port, address);
  await once(socket, "listening");
  return () => new Promise((resolve) => socket.close(() => resolve()));
}
