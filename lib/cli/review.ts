// mailzone review: says what plans do to mail. It reads plan JSON, and needs no credentials. Only reports with places in files
// read a configuration.
import path from "node:path";
import { type Command, Option } from "commander";
import { fromTop } from "../app/ci/top";
import { readConfiguration } from "../app/configuration";
import { parseAcceptance, sayUnused } from "../app/guards/acceptance";
import { readNamed } from "../app/input";
import { preflightsOf, readSavedPlans, type SavedForReview } from "../app/plan/saved-plans";
import { Refused } from "../app/refused";
import { isReadable } from "../config/configuration";
import { formatFinding } from "../dns/finding";
import { type Plan, readPlan } from "../plan/plan";
import type { ReportFiles } from "../report/report";
import { reportReview } from "../report/review";
import { renderJson } from "../review/render/json";
import { renderMarkdown } from "../review/render/markdown";
import { type Paint, renderText } from "../review/render/text";
import { type Review, reaches, review as reviewPlans } from "../review/review";
import { colors } from "./colors";
import {
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  withConfig,
  withEmulated,
  withFormat,
} from "./options";
import { isReport, printReport, REPORTS, type ReportFormat } from "./report";
import { EXIT, type Shell } from "./shell";
import { keptOf } from "./workspace";

interface ReviewOptions extends CommonOptions, FormatOptions<"text" | "markdown" | "json" | ReportFormat> {
  readonly failOn?: "caution" | "danger";
  readonly accept: readonly string[];
  readonly acceptedBy?: string;
}

interface PlanFile {
  readonly stack: string;
  /** `-` is stdin. */
  readonly file: string;
}

export function addReview(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("review")
    .description("what do these plans do to mail? Reads what terraform show -json prints, and needs nothing else")
    .argument("[plan...]", "files, NAME=FILE to name the stack, - for stdin (default: what mailzone plan saved)")
    .addOption(new Option("--fail-on <risk>", "exit 1 if the review is as bad as this").choices(["caution", "danger"]))
    .option(
      "--accept <rule[@domain]>",
      "take what a rule says as known, for one domain or all; repeatable",
      collect,
      [],
    )
    .option("--accepted-by <who>", "who accepts, to be shown");
  withFormat(withEmulated(withConfig(command)), ["text", "markdown", "json", ...REPORTS]);
  command.action(async (files: string[], options: ReviewOptions) => exit(await review(shell, files, options)));
}

async function review(shell: Shell, files: readonly string[], options: ReviewOptions): Promise<number> {
  const { accept, acceptedBy, failOn } = options;
  const acceptances = accept.map(parseAcceptance);
  if (files.length === 0 && options.emulated) shell.say("emulated: these are plans of the emulator");
  const saved: readonly SavedForReview[] =
    files.length > 0
      ? (await readFiles(shell, files.map(planFile))).map((plan) => ({ plan }))
      : await readSavedPlans({ ...shell, ...keptOf(shell, options.emulated) });
  const preflights = preflightsOf(saved);
  const result = reviewPlans(
    saved.map(({ plan }) => plan),
    { accept: acceptances, preflights, ...(acceptedBy !== undefined && { acceptedBy }) },
  );
  sayUnused(shell, result);
  // renderX ends its last line itself if the text is a separate file.
  const format = formatOf(options);
  if (isReport(format)) printReport(shell, reportReview(result, filesOf(shell, files, options)), format);
  else shell.print(render(result, format).trimEnd());
  return failOn !== undefined && reaches(result, failOn) ? EXIT.no : EXIT.yes;
}

/** Adds places in the configuration of the plans, if there is one: for saved plans, or a named configuration. */
function filesOf(shell: Shell, files: readonly string[], options: ReviewOptions): ReportFiles {
  const isNamed = options.config !== undefined || (shell.env.MAILZONE_CONFIG ?? "") !== "";
  const config = files.length === 0 || isNamed ? readConfiguration(shell, options) : undefined;
  // The review is complete without it. The findings are then about the plans as a whole.
  if (config !== undefined && !isReadable(config))
    for (const finding of config.findings) shell.say(formatFinding(finding));
  const plans = new Map(files.map(planFile).map(({ stack, file }) => [stack, file]));
  return {
    fromTop: (file) => fromTop(shell, file),
    find: config?.placeOf,
    fileOf: ({ stack = "" }) => {
      const file = plans.get(stack) ?? config?.files[0];
      return file === "-" ? undefined : file;
    },
  };
}

/** The stack of a file: from NAME=FILE, else the folder of a plan.json, else the file's name. */
function planFile(argument: string): PlanFile {
  if (argument === "-") return { stack: "stdin", file: "-" };
  const [, name, rest] = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)=(.+)$/s.exec(argument) ?? [];
  if (name !== undefined && rest !== undefined) return { stack: name, file: rest };
  const file = path.resolve(argument);
  const base = path.basename(file);
  return {
    stack: base === "plan.json" ? path.basename(path.dirname(file)) : base.replace(/\.json$/, ""),
    file: argument,
  };
}

async function readFiles(shell: Shell, files: readonly PlanFile[]): Promise<Plan[]> {
  const names = files.map(({ stack }) => stack);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Refused(`two plans are called "${twice}": name them with NAME=FILE`);
  const plans: Plan[] = [];
  for (const file of files) plans.push(await readFile(shell, file));
  return plans;
}

async function readFile(shell: Shell, { stack, file }: PlanFile): Promise<Plan> {
  return readPlan(await readNamed(shell, file, "write it with terraform show -json PLANFILE"), stack);
}

function render(result: Review, format: "text" | "markdown" | "json"): string {
  if (format === "json") return renderJson(result);
  return format === "markdown" ? renderMarkdown(result) : renderText(result, paint);
}

const paint: Paint = (risk, text) => {
  if (risk === "title") return colors.bold(text);
  if (risk === "danger") return colors.red(text);
  return risk === "caution" ? colors.yellow(text) : colors.green(text);
};
