// mailzone records: the hand-over table of what is published or, before the first apply, of what will be published.
import { type Command, InvalidArgumentError, Option } from "commander";
import { soundConfiguration } from "../app/configuration";
import { commandLine, type Workspace } from "../app/context";
import { chooseRecords, readPublished, recordsOfFile, shorten, together } from "../app/published";
import { Refused } from "../app/refused";
import { configuredDomains } from "../app/verify/target";
import { verifyRecords } from "../app/verify/verify";
import type { Domain } from "../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../dns/domain-records";
import { PURPOSES, type Purpose } from "../dns/kinds/kinds";
import type { DnsRecord } from "../dns/record";
import { type Column, parseColumns } from "../records/columns";
import { formatFault, hasColumns, RECORD_FORMATS, type RecordFormat, renderRecords } from "../records/format";
import { HOSTS, type Host } from "../records/forms";
import { dnsOptions, withRate } from "./dns-options";
import {
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  type LanguageOptions,
  languageIn,
  widthOf,
  withConfig,
  withEmulated,
  withFormat,
  withLanguage,
} from "./options";
import { give } from "./output";
import { withScreen } from "./screen";
import { EXIT, type Shell } from "./shell";
import { inWorkspace, keptOf } from "./workspace";

interface RecordsCommandOptions extends CommonOptions, FormatOptions<RecordFormat>, LanguageOptions {
  readonly columns?: readonly Column[];
  readonly for?: Host;
  readonly out?: string;
  readonly from?: string;
  readonly placeholders?: boolean;
  readonly only?: readonly string[];
  readonly zone?: readonly string[];
  readonly purpose?: readonly Purpose[];
  readonly live?: boolean;
  readonly rate?: number;
}

const NOT_TO_HAND_OVER = "emulated: these records are emulated, do not give them to anyone";

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
    )
    .addOption(
      new Option("--for <host>", "values as the form or the import of this DNS host wants them").choices(HOSTS),
    )
    .addOption(new Option("--columns <columns>", "which columns, such as type,host,value").argParser(columnsOf))
    .option("--out <file>", "write it to a file");
  withFormat(withEmulated(withConfig(withRate(withLanguage(command)))), RECORD_FORMATS);
  command.action(async (names: string[], options: RecordsCommandOptions) => exit(await records(shell, names, options)));
}

async function records(shell: Shell, names: readonly string[], options: RecordsCommandOptions): Promise<number> {
  const { from, placeholders, live, emulated, only = [] } = options;
  if (from !== undefined && placeholders)
    throw new Refused("records got --from and --placeholders: say one or the other");
  if (live && placeholders) throw new Refused("records got --live and --placeholders: say one or the other");
  if (options.rate !== undefined && !live)
    throw new Refused("records got --rate without --live: add --live, or leave --rate out");
  const format = formatOf(options);
  const { columns, for: host } = options;
  if (columns !== undefined && !hasColumns(format))
    throw new Refused(`records got --columns with the format "${format}", which has none: leave --columns out`);
  const found = live ? undefined : columns?.find((column) => column === "status" || column === "deadline");
  if (found !== undefined)
    throw new Refused(`records got the column "${found}" without --live: add --live, or leave it out`);
  const remark = emulated ? NOT_TO_HAND_OVER : undefined;
  if (emulated && format === "csv") shell.say(NOT_TO_HAND_OVER);
  const isHandedOver = !emulated;
  // Output for a spreadsheet or a script has one fixed language, unless another is asked for.
  const language = format === "csv" ? (options.lang ?? "en") : languageIn(shell, options);
  const style = { remark, columns, host, language, isHandedOver, width: widthOf(shell) };
  if (live) {
    const fault = formatFault([], format, { isLive: true, host });
    if (fault !== undefined) throw new Refused(fault);
    const seen = await look(shell, [...names, ...only], options);
    refuseUnfit(seen.records, format, host);
    give(shell, options, renderRecords(seen.records, format, { ...style, live: seen.notes }));
    return EXIT.yes;
  }
  const all = from === undefined ? await ofConfiguration(shell, options) : await recordsOfFile(shell, from);
  const chosen = chooseRecords(all, [...names, ...only], options);
  refuseUnfit(chosen, format, host);
  give(shell, options, renderRecords(chosen, format, style));
  return EXIT.yes;
}

function refuseUnfit(records: readonly DnsRecord[], format: RecordFormat, host: Host | undefined): void {
  const unfit = formatFault(records, format, { host });
  if (unfit !== undefined) throw new Refused(unfit);
}

async function look(shell: Shell, names: readonly string[], options: RecordsCommandOptions) {
  const domains = configuredDomains(shell, options);
  const request = { ...options, names, dns: dnsOptions(shell, options) };
  const job = (workspace: Workspace) =>
    withScreen(shell, workspace.label, false, (watch) => verifyRecords(workspace, domains, { ...request, watch }));
  return inWorkspace(shell, options, domains, job, { dns: true, http: true });
}

/** For each domain what its stack has published, else placeholders; in the order of entries. */
async function ofConfiguration(shell: Shell, options: RecordsCommandOptions): Promise<DnsRecord[]> {
  const { domains } = soundConfiguration(shell, options);
  const published = options.placeholders ? [] : await inWorkspace(shell, options, domains, readPublished);
  const entries = new Set(published.map(({ entry }) => entry));
  const missing = domains.filter(({ entry }) => !entries.has(entry));
  if (missing.length > 0 && !options.placeholders) sayPlaceholders(shell, missing, options);
  const expected = missing.flatMap((domain) => domainRecords(domain, PLACEHOLDER_REFS));
  return together(published, expected);
}

function sayPlaceholders(shell: Shell, domains: readonly Domain[], { emulated }: CommonOptions): void {
  const names = domains.map(({ entry }) => `"${entry}"`);
  const kept = keptOf(shell, emulated);
  shell.say(
    `placeholders stand for what is not applied yet, of ${shorten(names).join(", ")}: run ${commandLine("plan", kept)} and ${commandLine("apply", kept)}`,
  );
}

function columnsOf(text: string): readonly Column[] {
  try {
    return parseColumns(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function collectPurposes(value: string, values: readonly Purpose[] = []): Purpose[] {
  const purpose = PURPOSES.find((known) => known === value);
  if (purpose === undefined) throw new InvalidArgumentError(`The purposes are ${PURPOSES.join(", ")}.`);
  return [...values, purpose];
}
