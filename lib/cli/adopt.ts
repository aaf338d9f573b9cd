// mailzone adopt: compares what exists with domains.yaml, by meaning, and writes down what can be imported. It deletes nothing,
// and changes only files of the project.
import type { Command } from "commander";
import { adoptFindings } from "../adopt/findings";
import { type MatchFormat, renderMatches } from "../adopt/render";
import { type MatchRequest, matchExisting } from "../app/adopt/adopt";
import { draftConfiguration, newConfiguration } from "../app/adopt/draft";
import { type WrittenImports, writeImports } from "../app/adopt/imports";
import { release } from "../app/adopt/release";
import { commandLine } from "../app/command-line";
import { readConfiguration, refuseErrors } from "../app/configuration";
import type { Workspace } from "../app/context";
import { Refused } from "../app/refused";
import { isReport, REPORTS, type ReportFormat, reportFiles } from "../app/report";
import type { ZoneOptions } from "../app/zones";
import type { Domain } from "../dns/domain";
import { reportAdopt } from "../report/adopt";
import type { ReportFiles } from "../report/report";
import { sayNext } from "./next";
import {
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  withConfig,
  withEmulated,
  withFormat,
  withRemark,
} from "./options";
import { printReport } from "./report";
import { EXIT, type Shell } from "./shell";
import { inWorkspace, projectDataOf } from "./workspace";

const FORMATS: readonly (MatchFormat | ReportFormat)[] = ["text", "markdown", "json", ...REPORTS];

interface AdoptOptions extends CommonOptions, ZoneOptions, FormatOptions<MatchFormat | ReportFormat> {
  readonly write?: boolean;
  /** @default true */
  readonly state?: boolean;
  readonly init?: string;
  readonly region?: readonly string[];
  readonly release?: string;
}

export function addAdopt(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("adopt")
    .description("bring records and identities that exist already under management")
    .argument("[domain...]", "domains or entry names (default: all)")
    .option("--write", "write imports.yaml, by which the next plan imports what is there")
    .option(
      "--zone-file <[zone=]file>",
      "read a zone file that was exported, instead of Cloudflare; repeatable",
      collect,
    )
    .option("--no-state", "do not ask Terraform what it has already")
    .option("--init <domain>", "write a first domains.yaml for the zone of a domain, as it stands")
    .option(
      "--region <region>",
      "with --init: where SES is asked, beside the regions that records name; repeatable",
      collect,
    )
    .option("--release <domain>", "set state: released in domains.yaml: all stays, and leaves management");
  withFormat(withEmulated(withConfig(command)), FORMATS);
  command.action(async (names: string[], options: AdoptOptions) => exit(await adopt(shell, names, options)));
}

async function adopt(shell: Shell, names: readonly string[], options: AdoptOptions): Promise<number> {
  refuseMixture(names, options);
  if (options.release !== undefined) return adoptRelease(shell, options, options.release);
  if (options.init !== undefined) return adoptInit(shell, options, options.init);
  // An earlier imports.yaml is not read, because this run writes a new one.
  const { domains, backend } = refuseErrors(shell, options, { imports: false });
  const job = (workspace: Workspace) => match(shell, workspace, domains, { ...options, names });
  return inWorkspace(shell, options, domains, job, { http: true, backend });
}

async function match(
  shell: Shell,
  workspace: Workspace,
  all: readonly Domain[],
  options: AdoptOptions & Pick<MatchRequest, "names">,
): Promise<number> {
  const existing = await matchExisting(workspace, all, options);
  if (shell.interrupts.interrupted) return EXIT.interrupted;
  const { matches, mentions, notes, failures } = existing;
  const format = formatOf(options);
  if (isReport(format)) {
    const others = notes.filter((note) => !failures.includes(note));
    const findings = adoptFindings({ matches, mentions, notes: others }, failures);
    printReport(shell, reportAdopt(findings, filesOf(shell, options)), format);
  } else shell.print(withRemark(renderMatches({ matches, mentions, notes }, format), options));
  if (options.write)
    shell.say(`${workspace.label}${describeImports(workspace, writeImports(workspace, existing, options))}`);
  // Without SES's answer nothing is known about an identity, and its DKIM records would be reported as missing.
  const clashes = matches.some(({ status }) => status === "clash");
  const isFound = matches.some(({ status }) => status === "identical" || status === "different");
  if (!clashes && failures.length === 0 && isFound && !options.write && options.zoneFile === undefined)
    sayNext(shell, "adopt", workspace, options);
  return clashes || failures.length > 0 ? EXIT.refused : EXIT.yes;
}

/** With places in domains.yaml, which was read without errors before. */
function filesOf(shell: Shell, options: AdoptOptions): ReportFiles {
  const { files, placeOf } = readConfiguration(shell, options, { imports: false });
  return reportFiles(shell, files, placeOf);
}

function describeImports(workspace: Workspace, { file, count, wasThere }: WrittenImports): string {
  const plan = commandLine("plan", workspace);
  if (count === 0) return `there is nothing to import: ${wasThere ? `delete ${file}, and ` : ""}run ${plan}`;
  return `${count} import${count === 1 ? "" : "s"} written to ${file}: commit it, and run ${plan}`;
}

async function adoptInit(shell: Shell, options: AdoptOptions, given: string): Promise<number> {
  const wanted = newConfiguration(shell, options, given);
  const job = async (workspace: Workspace) => {
    if (!(await draftConfiguration(workspace, wanted, options))) return EXIT.interrupted;
    const next = `${commandLine("adopt", workspace)} --write`;
    shell.print(`${workspace.label}${wanted.file} is written: read it, and run ${next}`);
    return EXIT.yes;
  };
  return inWorkspace(shell, options, [], job, { http: true });
}

function adoptRelease(shell: Shell, options: AdoptOptions, given: string): number {
  const { file, isChanged } = release(shell, given, options);
  const plan = commandLine("plan", projectDataOf(shell, options));
  shell.print(
    isChanged
      ? `"${given}" is released in ${file}: the next plan forgets its records and identity, which stay in place; run ${plan}`
      : `"${given}" is released in ${file} already: run ${plan}`,
  );
  return EXIT.yes;
}

function refuseMixture(
  names: readonly string[],
  { init, release: released, write: isWriting, region, zoneFile }: AdoptOptions,
): void {
  if (init !== undefined && released !== undefined)
    throw new Refused("adopt got --init and --release: say one of them");
  const alone = init !== undefined ? "--init" : released !== undefined ? "--release" : undefined;
  if (alone !== undefined && (names.length > 0 || isWriting))
    throw new Refused(`adopt got ${alone} and ${isWriting ? "--write" : `"${names[0]}"`}: ${alone} goes alone`);
  if (isWriting && zoneFile !== undefined)
    throw new Refused("adopt got --write and --zone-file, which has no record ids to import by: leave --zone-file out");
  if (region !== undefined && init === undefined) throw new Refused("adopt got --region without --init: leave it out");
}
