// Real DNS software, as far as this machine has it.
import path from "node:path";
import { locateProgram } from "../../../lib/terraform/binary";

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

const NEEDED = {
  named: "bind9",
  nsd: "nsd",
  knotd: "knot",
  pdns_server: "pdns-server pdns-backend-bind",
  pdnsutil: "pdns-server",
  unbound: "unbound",
  "dnssec-keygen": "bind9-utils",
  "dnssec-signzone": "bind9-utils",
  "dnssec-dsfromkey": "bind9-utils",
};

function located(name: string): string | undefined {
  const folders = [process.env.PATH, "/usr/local/sbin", "/usr/sbin", "/sbin"].join(path.delimiter);
  return locateProgram(name, { env: { PATH: folders }, cwd: "/" });
}

export type Program = keyof typeof NEEDED;

/** What is not installed, and the Debian packages that have it; empty where all is there. */
export const MISSING: readonly string[] =
  process.platform === "linux"
    ? Object.entries(NEEDED).flatMap(([name, debian]) => (located(name) === undefined ? [`${name} (${debian})`] : []))
    : ["Linux, where all of 127.0.0.0/8 is loopback"];

/** The program's file, which is there. */
export function program(name: Program): string {
  return located(name) ?? name;
}
