// mailzone records: the hand-over table of what is published or, before the first apply, of what will be published.
import { type Command, InvalidArgumentError, Option } from "commander";
import { hostedPolicies } from "../app/policies";
import { shortList } from "../app/published";
import { recordsToHandOver } from "../app/records";
import { Refused } from "../app/refused";
import { hasPlaceholder } from "../dns/domain-records";
import { PURPOSES, type Purpose } from "../dns/kinds/kinds";
import { type Column, parseColumns } from "../records/columns";
import { formatFault, hasColumns, RECORD_FORMATS, type RecordFormat, renderRecords } from "../records/format";
import { HOSTS, type Host } from "../records/forms";
import { wordsOf } from "../records/words/languages";
import { dnsOptions, withRate } from "./dns-options";
import { sayNext } from "./next";
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
import { writeAnswer } from "./output";
import { withScreen } from "./screen";
import { EXIT, type Shell } from "./shell";
import { projectDataOf, workspacesOf } from "./workspace";

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
  readonly policy?: boolean;
  readonly rate?: number;
}

export function addRecords(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("records")
    .description("the table of records to hand over to whoever runs DNS")
    .argument("[domain...]", "domains or entry names (default: all)")
    .option("--from <outputs.json>", "read a saved terraform output -json instead of the state")
    .option("--placeholders", "do not ask Terraform: placeholders for what SES will give")
    .option("--policy", "the policy of MTA-STS instead, as the file that its host serves")
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

async function records(shell: Shell, named: readonly string[], options: RecordsCommandOptions): Promise<number> {
  refuseMixture(options);
  if (options.policy) return policies(shell, [...named, ...(options.only ?? [])], options);
  const { columns, for: host, live = false, emulated, only = [] } = options;
  const format = formatOf(options);
  // Output for a spreadsheet or a script has one fixed language, unless another is asked for.
  const language = format === "csv" ? (options.lang ?? "en") : languageIn(shell, options);
  const remark = emulated ? wordsOf(language).emulatedRecords : undefined;
  if (remark !== undefined && format === "csv") shell.say(remark);
  if (live) refuseUnfit([], format, { isLive: true, host });
  const context = { ...shell, ...projectDataOf(shell, options) };
  const request = { ...options, names: [...named, ...only], dns: live ? dnsOptions(shell, options) : undefined };
  const workspaces = workspacesOf(shell, options, live ? { dns: true, http: true } : {});
  const { records: found, notes } = live
    ? await withScreen(shell, context.label, false, (watch) =>
        recordsToHandOver(context, { ...request, watch }, workspaces),
      )
    : await recordsToHandOver(context, request, workspaces);
  refuseUnfit(found, format, { host });
  const style = {
    remark,
    columns,
    host,
    language,
    isHandedOver: !emulated,
    width: widthOf(shell),
    live: notes,
  };
  writeAnswer(shell, options, renderRecords(found, format, style));
  if (options.from === undefined && !live && !found.some(hasPlaceholder))
    sayNext(shell, "records", context, options, named);
  return EXIT.yes;
}

/** One policy is the file itself, byte for byte, so that it can be written where it is served. */
function policies(shell: Shell, names: readonly string[], options: RecordsCommandOptions): number {
  const found = hostedPolicies(shell, { ...options, names });
  if (formatOf(options) === "json") {
    writeAnswer(shell, options, JSON.stringify(found, null, 2));
    return EXIT.yes;
  }
  const [only, second] = found;
  if (only === undefined || second !== undefined)
    throw new Refused(
      `there are policies of ${shortList(found.map(({ domain }) => domain)).join(", ")}: name one of them, or add --json`,
    );
  // Printing adds the last line's end.
  writeAnswer(shell, options, only.policy.trimEnd());
  shell.say(`its place: ${only.url}, as text/plain`);
  return EXIT.yes;
}

/** Which options can be used together, and which cannot. */
function refuseMixture(options: RecordsCommandOptions): void {
  const { from, placeholders, live, columns, policy } = options;
  const beside = Object.entries({ ...options, placeholders, columns }).find(
    ([name, value]) => value !== undefined && !BESIDE_POLICY.includes(name),
  );
  if (policy && beside !== undefined)
    throw new Refused(
      `records got --policy and --${beside[0]}: a policy is a file of its own, leave --${beside[0]} out`,
    );
  if (policy && !["text", "json"].includes(formatOf(options)))
    throw new Refused(`records got --policy and the format "${formatOf(options)}": it has text and json`);
  if (from !== undefined && placeholders)
    throw new Refused("records got --from and --placeholders: say one or the other");
  if (live && placeholders) throw new Refused("records got --live and --placeholders: say one or the other");
  if (options.rate !== undefined && !live)
    throw new Refused("records got --rate without --live: add --live, or leave --rate out");
  const format = formatOf(options);
  if (columns !== undefined && !hasColumns(format))
    throw new Refused(`records got --columns with the format "${format}", which has none: leave --columns out`);
  const found = live ? undefined : columns?.find((column) => column === "status" || column === "deadline");
  if (found !== undefined)
    throw new Refused(`records got the column "${found}" without --live: add --live, or leave it out`);
}

const BESIDE_POLICY: readonly string[] = ["policy", "only", "out", "config", "emulated", "format", "json"];

/** Not every format and form can hold every record. */
function refuseUnfit(...question: Parameters<typeof formatFault>): void {
  const fault = formatFault(...question);
  if (fault !== undefined) throw new Refused(fault);
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
