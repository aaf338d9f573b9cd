// mailzone records: the hand-over table, of what is published or, before the first apply, of what will be.
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Domain } from "../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../dns/domain-records";
import { PURPOSES, type Purpose } from "../dns/kinds/kinds";
import type { DnsRecord } from "../dns/record";
import { formatFault, RECORD_FORMATS, type RecordFormat, renderRecords } from "../records/format";
import {
  type CommonOptions,
  collect,
  commandLine,
  type FormatOptions,
  formatOf,
  soundConfig,
  withConfig,
  withFormat,
  withSandbox,
} from "./options";
import { chooseRecords, readPublished, recordsOfFile, shorten, together } from "./published";
import { EXIT, Refused, type Shell } from "./shell";
import { seeRecords } from "./verify/scene";
import { inWorkspace } from "./workspace";
import { withRate } from "./world";

interface RecordsCommandOptions extends CommonOptions, FormatOptions<RecordFormat> {
  readonly from?: string;
  readonly placeholders?: boolean;
  readonly only?: readonly string[];
  readonly zone?: readonly string[];
  readonly purpose?: readonly Purpose[];
  readonly live?: boolean;
  readonly rate?: number;
}

const SANDBOX_REMARK = "sandbox: these records are emulated, hand over none of them";

export function addRecords(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("records")
    .description("the table of records to hand over to whoever runs DNS")
    .argument("[domain...]", "domains or entry names (default: all)")
    .option("--from <outputs.json>", "read a saved terraform output -json instead of the state")
    .option("--placeholders", "do not ask Terraform: placeholders for what SES will give")
    .option("--live", "look whether each record is live, and until when SES looks for it")
    .option("--only <domain>", "the same as naming it as an argument; repeatable", collect)
    .option("--zone <zone>", "only records of this zone; repeatable", collect)
    .addOption(
      new Option("--purpose <purpose>", `only records for this: ${PURPOSES.join(", ")}; repeatable`).argParser(
        collectPurposes,
      ),
    );
  withFormat(withSandbox(withConfig(withRate(command))), RECORD_FORMATS);
  command.action(async (names: string[], options: RecordsCommandOptions) => exit(await records(shell, names, options)));
}

export async function records(shell: Shell, names: readonly string[], options: RecordsCommandOptions): Promise<number> {
  const { from, placeholders, live, sandbox, only = [] } = options;
  if (from !== undefined && placeholders)
    throw new Refused("records got --from and --placeholders: say one or the other");
  if (live && placeholders) throw new Refused("records got --live and --placeholders: say one or the other");
  if (options.rate !== undefined && !live)
    throw new Refused("records got --rate without --live: add --live, or leave --rate out");
  const format = formatOf(options);
  const remark = sandbox ? SANDBOX_REMARK : undefined;
  if (sandbox && format === "csv") shell.say(SANDBOX_REMARK);
  if (live) {
    const fault = formatFault([], format, live);
    if (fault !== undefined) throw new Refused(fault);
    const seen = await seeRecords(shell, [...names, ...only], options);
    shell.print(renderRecords(seen.records, format, { remark, live: seen.notes }));
    return EXIT.yes;
  }
  const all = from === undefined ? await ofConfiguration(shell, options) : await recordsOfFile(shell, from);
  const chosen = chooseRecords(all, [...names, ...only], options);
  const unfit = formatFault(chosen, format);
  if (unfit !== undefined) throw new Refused(unfit);
  shell.print(renderRecords(chosen, format, { remark }));
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
  return together(published, expected);
}

function sayPlaceholders(shell: Shell, domains: readonly Domain[], { sandbox }: CommonOptions): void {
  const names = domains.map(({ entry }) => `"${entry}"`);
  shell.say(
    `placeholders stand for what is not applied yet, of ${shorten(names).join(", ")}: run ${commandLine("plan", sandbox)} and ${commandLine("apply", sandbox)}`,
  );
}

function collectPurposes(value: string, values: readonly Purpose[] = []): Purpose[] {
  const purpose = PURPOSES.find((known) => known === value);
  if (purpose === undefined) throw new InvalidArgumentError(`The purposes are ${PURPOSES.join(", ")}.`);
  return [...values, purpose];
}
