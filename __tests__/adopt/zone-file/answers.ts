// What a zone file says, told so that two files can be compared, and what BIND makes of the same file.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { zoneFileText } from "../../../lib/adopt/zone-file/text";
import { readZoneFile } from "../../../lib/adopt/zone-file/zone-file";
import { canonicalValue } from "../../../lib/dns/canonical";

export const FIXTURES = path.resolve("__tests__/fixtures/zone-files");

export function fixture(name: string): Buffer {
  return fs.readFileSync(path.join(FIXTURES, name));
}

/** `NAME TTL TYPE MEANING` of all records but the SOA and comments, which BIND does not keep. */
export function answers(file: string | Buffer): string[] {
  const text = typeof file === "string" ? file : zoneFileText(file);
  return readZoneFile(text, "example.com")
    .filter(({ type }) => type !== "SOA")
    .map((record) => `${record.name} ${record.ttl} ${record.type} ${canonicalValue(record)}`)
    .sort();
}

const isInstalled = spawnSync("named-checkzone", ["-v"]).status === 0;

/** A test that is left out, and says so, where BIND's named-checkzone is not installed. */
export const testWithBind = isInstalled ? test : test.skip;
export const BIND = `named-checkzone${isInstalled ? " of this machine" : " (not installed; Debian: bind9-utils)"}`;

/** The file as named-checkzone -D writes it; undefined where it refuses the file. */
export function asBindReads(file: string | Buffer): Buffer | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "zone-file-"));
  try {
    fs.writeFileSync(path.join(folder, "zone"), file);
    const options = ["-q", "-i", "none", "-k", "ignore", "-M", "ignore", "-D", "-o", "out"];
    const { status } = spawnSync("named-checkzone", [...options, "example.com", "zone"], { cwd: folder });
    return status === 0 ? fs.readFileSync(path.join(folder, "out")) : undefined;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
