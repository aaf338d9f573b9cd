// mailzone records: the hand-over table, of what is published or, before the first apply, of what will be.
import fs from "node:fs";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Domain } from "../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../dns/domain-records";
import { toAsciiName } from "../dns/names";
import { DESCRIPTIONS, type DnsRecord, type Purpose } from "../dns/record";
import { formatFault, RECORD_FORMATS, type RecordFormat, renderRecords } from "../records/format";
import { parseOutputRecords } from "../records/output";
import { type Output, parseOutputs, readOutputs } from "../terraform/outputs";
import { readManifest } from "../terraform/synth";
import {
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  soundConfig,
  withConfig,
  withFormat,
  withSandbox,
} from "./options";
import { EXIT, Refused, type Shell } from "./shell";
import { inWorkspace, type Workspace, withTerraform } from "./workspace";

interface RecordsCommandOptions extends CommonOptions, FormatOptions<RecordFormat> {
  readonly from?: string;
  readonly placeholders?: boolean;
  readonly only?: readonly string[];
  readonly zone?: readonly string[];
  readonly purpose?: readonly Purpose[];
}

const PURPOSES = Object.keys(DESCRIPTIONS) as Purpose[];

const SANDBOX_REMARK = "sandbox: these records are emulated, hand over none of them";

export function addRecords(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("records")
    .description("the table of records to hand over to whoever runs DNS")
    .argument("[domain...]", "domains or entry names (default: all)")
    .option("--from <outputs.json>", "read a saved terraform output -json instead of the state")
    .option("--placeholders", "do not ask Terraform: placeholders for what SES will give")
    .option("--only <domain>", "the same as naming it as an argument; repeatable", collect)
    .option("--zone <zone>", "only records of this zone; repeatable", collect)
    .addOption(
      new Option("--purpose <purpose>", `only records for this: ${PURPOSES.join(", ")}; repeatable`).argParser(
        collectPurposes,
      ),
    );
  withFormat(withSandbox(withConfig(command)), RECORD_FORMATS);
  command.action(async (names: string[], options: RecordsCommandOptions) => exit(await records(shell, names, options)));
}

export async function records(shell: Shell, names: readonly string[], options: RecordsCommandOptions): Promise<number> {
  if (options.from !== undefined && options.placeholders)
    throw new Refused("records got --from and --placeholders: say one or the other");
  const all = options.from === undefined ? await ofConfiguration(shell, options) : ofFile(shell, options.from);
  const chosen = choose(all, [...names, ...(options.only ?? [])], options);
  const format = formatOf(options);
  const fault = formatFault(chosen, format);
  if (fault !== undefined) throw new Refused(fault);
  if (options.sandbox && format === "csv") shell.say(SANDBOX_REMARK);
  shell.print(renderRecords(chosen, format, options.sandbox ? SANDBOX_REMARK : undefined));
  return EXIT.yes;
}

/** Per domain what its stack has published, else placeholders; in the order of entries. */
async function ofConfiguration(shell: Shell, options: RecordsCommandOptions): Promise<DnsRecord[]> {
  const { domains } = soundConfig(shell, options);
  const published = options.placeholders
    ? []
    : await inWorkspace(shell, options, domains, (workspace) => readPublished(shell, workspace));
  const entries = new Set(published.map(({ entry }) => entry));
  const missing = domains.filter(({ entry }) => !entries.has(entry));
  if (missing.length > 0 && !options.placeholders) sayPlaceholders(shell, missing, options);
  const expected = missing.flatMap((domain) => domainRecords(domain, PLACEHOLDER_REFS));
  return [...published, ...expected].sort((a, b) => (a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : 0));
}

function sayPlaceholders(shell: Shell, domains: readonly Domain[], { sandbox }: CommonOptions): void {
  const suffix = sandbox ? " --sandbox" : "";
  const names = domains.map(({ entry }) => `"${entry}"`);
  shell.say(
    `placeholders stand for what is not applied yet, of ${shorten(names).join(", ")}: run mailzone plan${suffix} and mailzone apply${suffix}`,
  );
}

/** The records of every stack that has been initialised in the out folder. */
async function readPublished(shell: Shell, workspace: Workspace): Promise<DnsRecord[]> {
  if (!fs.existsSync(path.join(workspace.out, "manifest.json"))) return [];
  const stacks = await readManifest(workspace.out);
  return withTerraform(shell, workspace, stacks, async (context) => {
    const published: DnsRecord[] = [];
    for (const stack of stacks) {
      const read = await readOutputs(context, stack);
      if (read.initialized) published.push(...fromOutputs(read.outputs, `stack "${stack.name}"`));
    }
    return published;
  });
}

function ofFile(shell: Shell, file: string): DnsRecord[] {
  let text: string;
  try {
    text = fs.readFileSync(path.resolve(shell.cwd, file), "utf8");
  } catch (error) {
    throw new Refused(
      `cannot read "${file}": ${(error as NodeJS.ErrnoException).code}: name a file that terraform output -json wrote`,
    );
  }
  const outputs = parseOutputs(text, file);
  if (outputs.records === undefined)
    throw new Refused(`"${file}" has no output "records": save terraform output -json of a mailzone stack`);
  return fromOutputs(outputs, `"${file}"`);
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

function choose(
  all: readonly DnsRecord[],
  names: readonly string[],
  { zone: zones, purpose: purposes }: RecordsCommandOptions,
): readonly DnsRecord[] {
  const wanted = new Set(found(all, names, "records here: the entries are", ["entry", "domain"]));
  const inZones = new Set(found(all, zones ?? [], "records here: the zones are", ["zone"]));
  return all.filter(
    ({ entry, domain, zone, purpose }) =>
      (names.length === 0 || wanted.has(entry) || wanted.has(domain)) &&
      (zones === undefined || inZones.has(zone)) &&
      (purposes === undefined || purposes.includes(purpose)),
  );
}

/** The names in ASCII; each must be the key of a record. */
function found(
  all: readonly DnsRecord[],
  names: readonly string[],
  fault: string,
  keys: readonly [keyof DnsRecord, ...(keyof DnsRecord)[]],
): string[] {
  if (names.length === 0) return [];
  const known = new Set(all.flatMap((record) => keys.map((key) => record[key])));
  return names.map((name) => {
    const ascii = toAsciiName(name) ?? name;
    if (known.has(ascii)) return ascii;
    const list = [...new Set(all.map((record) => String(record[keys[0]])))];
    throw new Refused(`"${name}" has no ${fault} ${shorten(list).join(", ") || "none"}`);
  });
}

function shorten(names: readonly string[]): readonly string[] {
  return names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
}

function collectPurposes(value: string, values: readonly Purpose[] = []): Purpose[] {
  const purpose = PURPOSES.find((known) => known === value);
  if (purpose === undefined) throw new InvalidArgumentError(`The purposes are ${PURPOSES.join(", ")}.`);
  return [...values, purpose];
}
