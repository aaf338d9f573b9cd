// How each resolver is configured to resolve in a network of its own, and to validate by its root's DS.
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import { bindOptions } from "./authorities";
import { type Running, running, start, write } from "./processes";
import type { Place, Resolver } from "./programs";

export interface ResolverOptions extends Place {
  /** The root's DS, by which it validates: `. IN DS …`. */
  readonly anchor: string;
  readonly root: string;
  /** The port of all name servers. */
  readonly everywhere: number;
  /** Where each zone is served, for a program that asks at no other port than 53. */
  readonly zones: ReadonlyMap<string, readonly string[]>;
  /** Records that it gives as its own, of zones that others serve: lines of a zone file. */
  readonly answers: readonly string[];
  /** Draft dns-0x20: it asks in a random mixture of capitals. @default false */
  readonly mixesCase?: boolean;
  /** The address from which it asks. @default - its own */
  readonly asksFrom?: string;
}

/** Starts a resolver that validates by `anchor`. */
export async function startResolver(name: Resolver, folder: string, options: ResolverOptions): Promise<Running> {
  fs.mkdirSync(folder, { recursive: true });
  const { address, port } = options;
  return running(name, RESOLVERS[name](folder, options), folder, { address, port, name }, "", true);
}

const RESOLVERS: Readonly<Record<Resolver, (folder: string, options: ResolverOptions) => ChildProcess>> = {
  unbound(folder, { address, port, anchor, everywhere, zones, answers, mixesCase = false }) {
    const stubs = [...zones].flatMap(([name, servers]) => [
      "stub-zone:",
      `name: "${name === "" ? "." : name}"`,
      ...servers.map((server) => `stub-addr: ${server}@${everywhere}`),
    ]);
    const conf = [
      "server:",
      `interface: ${address}@${port}`,
      `outgoing-interface: ${address}`,
      `trust-anchor: "${anchor}"`,
      'username: ""',
      'chroot: ""',
      'pidfile: ""',
      `directory: "${folder}"`,
      "use-syslog: no",
      "num-threads: 1",
      'module-config: "validator iterator"',
      "do-not-query-localhost: no",
      "ede: yes",
      "do-ip6: no",
      "access-control: 127.0.0.0/8 allow",
      "verbosity: 1",
      `use-caps-for-id: ${mixesCase ? "yes" : "no"}`,
      ...answers.map((line) => `local-data: '${line}'`),
      "remote-control:",
      "control-enable: no",
      ...stubs,
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
