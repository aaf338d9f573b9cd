// The records that a command is about: those that the stacks have published, from Terraform's outputs, filtered by names.
import fs from "node:fs";
import path from "node:path";
import type { Purpose } from "../dns/kinds/kinds";
import { toAsciiName } from "../dns/names";
import type { DnsRecord } from "../dns/record";
import { parseOutputRecords } from "../records/output";
import { isInitialized } from "../terraform/init";
import { type Output, parseOutputs, readOutputs } from "../terraform/outputs";
import { readManifest } from "../terraform/synth";
import type { Context, Workspace } from "./context";
import { readNamed } from "./input";
import { Refused } from "./refused";
import { withTerraform } from "./terraform";

/** Filters for a list of records. */
export interface RecordFilter {
  readonly zone?: readonly string[];
  readonly purpose?: readonly Purpose[];
}

/**
 * The records that the stacks have published, from their states: of every stack that is initialised in the out folder.
 * @throws UserError if a state cannot be read; InterruptedError
 */
export async function publishedRecords(workspace: Workspace): Promise<DnsRecord[]> {
  if (!fs.existsSync(path.join(workspace.out, "manifest.json"))) return [];
  const stacks = (await readManifest(workspace.out)).filter((stack) => isInitialized(workspace, stack));
  // Without a state to read nothing is asked of Terraform, which may not be installed yet.
  if (stacks.length === 0) return [];
  return withTerraform(workspace, stacks, async (terraform) => {
    const published: DnsRecord[] = [];
    for (const stack of stacks) {
      const read = await readOutputs(terraform, stack);
      if (read.initialized) published.push(...fromOutputs(read.outputs, `stack "${stack.name}"`));
    }
    return published;
  });
}

/** The records in a file written by `terraform output -json`. */
export async function recordsOfFile(context: Context, file: string): Promise<DnsRecord[]> {
  const text = await readNamed(context, file, "name a file that terraform output -json wrote");
  const outputs = parseOutputs(text.toString(), file);
  if (outputs.records === undefined)
    throw new Refused(`"${file}" has no output "records": save terraform output -json of a mailzone stack`);
  return fromOutputs(outputs, `"${file}"`);
}

/** The records of these entries or domains; all records if none is named. */
export function filterRecords(
  all: readonly DnsRecord[],
  names: readonly string[],
  { zone: zones, purpose: purposes }: RecordFilter = {},
): readonly DnsRecord[] {
  const wanted = new Set(knownNames(all, names, "records here: the entries are", ["entry", "domain"]));
  const inZones = new Set(knownNames(all, zones ?? [], "records here: the zones are", ["zone"]));
  return all.filter(
    ({ entry, domain, zone, purpose }) =>
      (names.length === 0 || wanted.has(entry) || wanted.has(domain)) &&
      (zones === undefined || inZones.has(zone)) &&
      (purposes === undefined || purposes.includes(purpose)),
  );
}

/** What is published and what will be published, in one list by entry. */
export function mergeRecords(published: readonly DnsRecord[], expected: readonly DnsRecord[]): DnsRecord[] {
  return [...published, ...expected].sort((a, b) => (a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : 0));
}

/** `a, b, c, d, e, 7 more` */
export function shortList(names: readonly string[]): readonly string[] {
  return names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
}

function fromOutputs(outputs: Readonly<Record<string, Output>>, subject: string): DnsRecord[] {
  if (outputs.records === undefined) return [];
  const parsed = parseOutputRecords(outputs.records.value);
  if (parsed === undefined)
    throw new Refused(
      `the output "records" of ${subject} is not a list of records: apply with this version of mailzone`,
    );
  return parsed;
}

/** The names in ASCII. Each must be the value of a key of a record. */
export function knownNames<T>(
  all: readonly T[],
  names: readonly string[],
  fault: string,
  keys: readonly [keyof T, ...(keyof T)[]],
): string[] {
  if (names.length === 0) return [];
  const known = new Set<unknown>(all.flatMap((record) => keys.map((key) => record[key])));
  return names.map((name) => {
    const ascii = toAsciiName(name) ?? name;
    if (known.has(ascii)) return ascii;
    const list = [...new Set(all.map((record) => String(record[keys[0]])))];
    throw new Refused(`"${name}" has no ${fault} ${shortList(list).join(", ") || "none"}`);
  });
}
