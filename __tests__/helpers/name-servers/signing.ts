// Zones signed by BIND's tools, well or badly.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { program, type ZoneText } from "./programs";

export interface SigningOptions {
  /** When the signatures end. @default - in 30 days */
  readonly expired?: boolean;
  /** Whose signatures are left out, by full name. @default - none */
  readonly without?: string;
}

export interface SignedZone extends ZoneText {
  readonly signed: true;
  /** By which its parent vouches for it: `example. IN DS …`. */
  readonly ds: string;
}

export function signZone(
  zone: ZoneText,
  folder: string,
  { expired = false, without }: SigningOptions = {},
): SignedZone {
  fs.mkdirSync(folder, { recursive: true });
  const run = (name: "dnssec-keygen" | "dnssec-signzone", ...args: string[]) =>
    execFileSync(program(name), args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
      .toString()
      .trim();
  const name = zone.name === "" ? "." : zone.name;
  const key = newKey(name, folder);
  fs.writeFileSync(
    path.join(folder, "zone"),
    `${zone.text}${fs.readFileSync(path.join(folder, `${key}.key`), "utf8")}`,
  );
  const times = expired ? ["-s", "20200101000000", "-e", "20200201000000"] : [];
  // One key for all, no check of what is wrong on purpose, a line for each record.
  run("dnssec-signzone", "-z", "-P", "-q", "-O", "full", "-o", name, "-f", "signed", ...times, "zone", key);
  const lines = fs.readFileSync(path.join(folder, "signed"), "utf8").split("\n");
  const isKept = (line: string) => without === undefined || !new RegExp(`^${without}\\.\\s.*\\sRRSIG\\s`).test(line);
  return { name: zone.name, signed: true, text: lines.filter(isKept).join("\n"), ds: dsOf(key, folder) };
}

/** The DS of a key that signs nothing. */
export function strangeDs(name: string, folder: string): string {
  fs.mkdirSync(folder, { recursive: true });
  return dsOf(newKey(name, folder), folder);
}

/** Its name, without the ends of its files. */
function newKey(zone: string, folder: string): string {
  const args = ["-q", "-a", "ECDSAP256SHA256", "-f", "KSK", zone];
  return execFileSync(program("dnssec-keygen"), args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
    .toString()
    .trim();
}

function dsOf(key: string, folder: string): string {
  return execFileSync(program("dnssec-dsfromkey"), ["-2", key], { cwd: folder }).toString().trim();
}
