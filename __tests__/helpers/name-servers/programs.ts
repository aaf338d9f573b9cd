// Real DNS software on loopback: how each is configured to serve zones from files, or to resolve, at one address and one port.
// Nothing of the machine's own is read or written, and what was started is ended by its id.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { locateProgram } from "../../../lib/terraform/binary";
import { type DnsServer, isFailure } from "../../../lib/verify/dns/answer";
import { createDns } from "../../../lib/verify/dns/dns";

export type Authority = "BIND" | "NSD" | "Knot DNS" | "PowerDNS";
export type Resolver = "unbound" | "BIND";

/** A zone in presentation format. */
export interface ZoneText {
  readonly name: string;
  readonly text: string;
  /** Whether it has its signatures. @default false */
  readonly signed?: boolean;
}

export interface Place {
  readonly address: string;
  readonly port: number;
}

export interface ResolverOptions extends Place {
  /** The root's DS, by which it validates: `. IN DS …`. */
  readonly anchor: string;
  readonly root: string;
  /** The port of all name servers. */
  readonly everywhere: number;
  /** Where each zone is served, for a program that asks at no other port than 53. */
  readonly zones: ReadonlyMap<string, readonly string[]>;
  /** Draft dns-0x20: it asks in a random mixture of capitals. @default false */
  readonly mixesCase?: boolean;
  /** The address from which it asks. @default - its own */
  readonly asksFrom?: string;
}

export interface Running {
  readonly server: DnsServer;
  stop(): Promise<void>;
}

const NEEDED = {
  ...{
    named: "bind9",
    nsd: "nsd",
    knotd: "knot",
    pdns_server: "pdns-server pdns-backend-bind",
    pdnsutil: "pdns-server",
  },
  ...{ unbound: "unbound", "dnssec-keygen": "bind9-utils", "dnssec-signzone": "bind9-utils" },
  "dnssec-dsfromkey": "bind9-utils",
};

function located(name: string): string | undefined {
  const folders = [process.env.PATH, "/usr/local/sbin", "/usr/sbin", "/sbin"].join(path.delimiter);
  return locateProgram(name, { env: { PATH: folders }, cwd: "/" });
}

/** What is not installed, and the Debian packages that have it; empty where all is there. */
export const MISSING: readonly string[] =
  process.platform === "linux"
    ? Object.entries(NEEDED).flatMap(([name, debian]) => (located(name) === undefined ? [`${name} (${debian})`] : []))
    : ["Linux, where all of 127.0.0.0/8 is loopback"];

/** The program's file, which is there. */
export function program(name: keyof typeof NEEDED): string {
  return located(name) ?? name;
}

/** Starts `name` with `zones`. @param folder an empty one, of its own */
export async function startAuthority(
  name: Authority,
  folder: string,
  place: Place,
  zones: readonly ZoneText[],
): Promise<Running> {
  fs.mkdirSync(folder, { recursive: true });
  const files = zones.map((zone, index) => {
    const file = path.join(folder, `${index}.zone`);
    fs.writeFileSync(file, zone.text);
    return { name: zone.name === "" ? "." : zone.name, file, signed: zone.signed === true };
  });
  const child = AUTHORITIES[name](folder, place, files);
  return running(name, child, folder, { ...place, name }, zones[0]?.name ?? "");
}

type Files = readonly { readonly name: string; readonly file: string; readonly signed: boolean }[];

const AUTHORITIES: Readonly<Record<Authority, (folder: string, place: Place, zones: Files) => ChildProcess>> = {
  BIND(folder, { address, port }, zones) {
    const conf = [
      ...bindOptions(folder, { address, port }),
      "recursion no; dnssec-validation no; notify no; };",
      "controls {};",
      ...zones.map(({ name, file }) => `zone "${name}" { type primary; file "${file}"; check-names ignore; };`),
    ];
    return start(folder, "named", ["-g", "-n", "1", "-c", write(folder, "named.conf", conf)]);
  },
  NSD(folder, { address, port }, zones) {
    const conf = [
      "server:",
      `ip-address: ${address}@${port}`,
      ...['username: ""', 'chroot: ""', 'database: ""', "server-count: 1", "verbosity: 1", "hide-version: yes"],
      ...["pidfile", "xfrdfile", "zonelistfile"].map((one) => `${one}: "${path.join(folder, one)}"`),
      `zonesdir: "${folder}"`,
      `xfrdir: "${folder}"`,
      "remote-control:",
      "control-enable: no",
      ...zones.flatMap(({ name, file }) => ["zone:", `name: "${name}"`, `zonefile: "${file}"`]),
    ];
    return start(folder, "nsd", ["-d", "-c", write(folder, "nsd.conf", conf)]);
  },
  "Knot DNS"(folder, { address, port }, zones) {
    const conf = [
      ...["server:", `    rundir: ${folder}`, `    listen: ${address}@${port}`],
      ...["    udp-workers: 1", "    tcp-workers: 1", "    background-workers: 1"],
      ...["database:", `    storage: ${folder}`],
      ...[
        "template:",
        "  - id: default",
        "    semantic-checks: off",
        "    zonefile-sync: -1",
        "    journal-content: none",
      ],
      ...["log:", "  - target: stderr", "    any: warning"],
      "zone:",
      ...zones.flatMap(({ name, file }) => [`  - domain: ${name}`, `    file: ${file}`]),
    ];
    return start(folder, "knotd", ["-c", write(folder, "knot.conf", conf)]);
  },
  PowerDNS(folder, { address, port }, zones) {
    const database = path.join(folder, "dnssec.db");
    const bind = zones.map(({ name, file }) => `zone "${name}" { type master; file "${file}"; };`);
    write(folder, "pdns.conf", [
      ...["launch=bind", `bind-config=${write(folder, "bind.conf", bind)}`, `bind-dnssec-db=${database}`],
      ...[`local-address=${address}`, `local-port=${port}`, `socket-dir=${folder}`, "setuid=", "setgid="],
      ...["guardian=no", "daemon=no", "webserver=no", "cache-ttl=0", "negquery-cache-ttl=0", "query-cache-ttl=0"],
      ...["loglevel=4", "security-poll-suffix=", "version-string=anonymous", "zone-cache-refresh-interval=0"],
    ]);
    const util = (...args: string[]) =>
      execFileSync(program("pdnsutil"), [`--config-dir=${folder}`, ...args], { stdio: "pipe" });
    util("create-bind-db", database);
    for (const { name, signed } of zones) if (signed) util("set-presigned", name);
    return start(folder, "pdns_server", [`--config-dir=${folder}`]);
  },
};

/** Starts a resolver that validates by `anchor`. */
export async function startResolver(name: Resolver, folder: string, options: ResolverOptions): Promise<Running> {
  fs.mkdirSync(folder, { recursive: true });
  const { address, port } = options;
  return running(name, RESOLVERS[name](folder, options), folder, { address, port, name }, "", true);
}

const RESOLVERS: Readonly<Record<Resolver, (folder: string, options: ResolverOptions) => ChildProcess>> = {
  unbound(folder, { address, port, anchor, everywhere, zones, mixesCase = false }) {
    const stubs = [...zones].flatMap(([name, servers]) => [
      ...["stub-zone:", `name: "${name === "" ? "." : name}"`],
      ...servers.map((server) => `stub-addr: ${server}@${everywhere}`),
    ]);
    const conf = [
      ...["server:", `interface: ${address}@${port}`, `outgoing-interface: ${address}`, `trust-anchor: "${anchor}"`],
      ...['username: ""', 'chroot: ""', 'pidfile: ""', `directory: "${folder}"`, "use-syslog: no", "num-threads: 1"],
      ...['module-config: "validator iterator"', "do-not-query-localhost: no", "ede: yes", "do-ip6: no"],
      ...["access-control: 127.0.0.0/8 allow", "verbosity: 1", `use-caps-for-id: ${mixesCase ? "yes" : "no"}`],
      ...["remote-control:", "control-enable: no", ...stubs],
    ];
    return start(folder, "unbound", ["-d", "-c", write(folder, "unbound.conf", conf)]);
  },
  BIND(folder, { address, port, anchor, root, everywhere, asksFrom = address }) {
    const hints = write(folder, "root.hints", [". 3600 NS a.root.", `a.root. 3600 A ${root}`]);
    const [, , , ...ds] = anchor.split(" ");
    const [tag, algorithm, digest, ...hash] = ds;
    const conf = [
      ...bindOptions(folder, { address, port }, everywhere),
      `query-source address ${asksFrom}; empty-zones-enable no; servfail-ttl 0;`,
      "recursion yes; allow-recursion { any; }; dnssec-validation yes; };",
      `trust-anchors { . static-ds ${tag} ${algorithm} ${digest} "${hash.join("")}"; };`,
      "controls {};",
      `zone "." { type hint; file "${hints}"; };`,
    ];
    return start(folder, "named", ["-4", "-g", "-n", "1", "-c", write(folder, "named.conf", conf)]);
  },
};

/**
 * BIND listens at an interface's own addresses alone, such as 127.0.0.1.
 * @param everywhere the port at which it asks other servers
 */
function bindOptions(folder: string, { address, port }: Place, everywhere = port): readonly string[] {
  return [
    `options { directory "${folder}"; port ${everywhere}; listen-on port ${port} { ${address}; }; listen-on-v6 { none; };`,
    "pid-file none; session-keyfile none; lock-file none; check-integrity no;",
  ];
}

function write(folder: string, name: string, lines: readonly string[]): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

/**
 * Starts a copy of the program: where AppArmor confines it by its path, it could not read the test's files. It has a process group
 * of its own, since some of these fork.
 */
function start(folder: string, name: keyof typeof NEEDED, args: readonly string[]): ChildProcess {
  const copy = path.join(folder, name);
  fs.copyFileSync(program(name), copy);
  const log = fs.openSync(path.join(folder, "log"), "w");
  const child = spawn(copy, args, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", log, log],
    env: { PATH: process.env.PATH },
  });
  fs.closeSync(log);
  return child;
}

/** Waits until it answers for a zone. @throws Error with its log where it ends instead */
async function running(
  name: string,
  child: ChildProcess,
  folder: string,
  server: DnsServer,
  zone: string,
  resolves = false,
): Promise<Running> {
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      isGone = true;
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It is gone with all that it had started.
    }
  };
  const atExit = () => kill("SIGKILL");
  process.once("exit", atExit);
  const stop = async () => {
    kill("SIGTERM");
    const late = setTimeout(() => kill("SIGKILL"), 5_000);
    await gone;
    clearTimeout(late);
    kill("SIGKILL");
    process.off("exit", atExit);
  };
  const deadline = Date.now() + 60_000;
  while (!(await answers(server, zone, resolves))) {
    if (!isGone && Date.now() < deadline) continue;
    const log = fs.readFileSync(path.join(folder, "log"), "utf8").slice(-4_000);
    await stop();
    throw new Error(`${name} does not answer for "${zone}":\n${log}`);
  }
  return { server, stop };
}

async function answers(server: DnsServer, zone: string, resolves: boolean): Promise<boolean> {
  const dns = createDns({
    ...(resolves ? { resolvers: [server] } : { nameServers: [server] }),
    timeout: 200,
    tries: 1,
  });
  try {
    const [answer] = resolves ? await dns.resolvers(zone, "NS") : [await dns.zoneOf(zone)];
    if (answer !== undefined && "status" in answer ? answer.status === "answer" : !isFailure(answer)) return true;
  } finally {
    dns.close();
  }
  await new Promise((resolve) => setTimeout(resolve, 30));
  return false;
}
