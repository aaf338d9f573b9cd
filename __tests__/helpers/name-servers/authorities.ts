// How each name server is configured to serve zones from files, at one address and port, without anything of the machine's own.
import { type ChildProcess, execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type Running, running, start, write } from "./processes";
import { type Authority, type Place, program, type ZoneText } from "./programs";

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
      'username: ""',
      'chroot: ""',
      'database: ""',
      "server-count: 1",
      "verbosity: 1",
      "hide-version: yes",
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
      "server:",
      `    rundir: ${folder}`,
      `    listen: ${address}@${port}`,
      "    udp-workers: 1",
      "    tcp-workers: 1",
      "    background-workers: 1",
      "database:",
      `    storage: ${folder}`,
      "template:",
      "  - id: default",
      "    semantic-checks: off",
      "    zonefile-sync: -1",
      "    journal-content: none",
      "log:",
      "  - target: stderr",
      "    any: warning",
      "zone:",
      ...zones.flatMap(({ name, file }) => [`  - domain: ${name}`, `    file: ${file}`]),
    ];
    return start(folder, "knotd", ["-c", write(folder, "knot.conf", conf)]);
  },
  PowerDNS(folder, { address, port }, zones) {
    const database = path.join(folder, "dnssec.db");
    const bind = zones.map(({ name, file }) => `zone "${name}" { type master; file "${file}"; };`);
    write(folder, "pdns.conf", [
      "launch=bind",
      `bind-config=${write(folder, "bind.conf", bind)}`,
      `bind-dnssec-db=${database}`,
      `local-address=${address}`,
      `local-port=${port}`,
      `socket-dir=${folder}`,
      "setuid=",
      "setgid=",
      "guardian=no",
      "daemon=no",
      "webserver=no",
      "cache-ttl=0",
      "negquery-cache-ttl=0",
      "query-cache-ttl=0",
      "loglevel=4",
      "security-poll-suffix=",
      "version-string=anonymous",
      "zone-cache-refresh-interval=0",
    ]);
    const util = (...args: string[]) =>
      execFileSync(program("pdnsutil"), [`--config-dir=${folder}`, ...args], { stdio: "pipe" });
    util("create-bind-db", database);
    for (const { name, signed } of zones) if (signed) util("set-presigned", name);
    return start(folder, "pdns_server", [`--config-dir=${folder}`]);
  },
};

/**
 * BIND listens at an interface's own addresses alone, such as 127.0.0.1.
 * @param everywhere the port at which it asks other servers
 */
export function bindOptions(folder: string, { address, port }: Place, everywhere = port): readonly string[] {
  return [
    `options { directory "${folder}"; port ${everywhere}; listen-on port ${port} { ${address}; }; listen-on-v6 { none; };`,
    "pid-file none; session-keyfile none; lock-file none; check-integrity no;",
  ];
}
