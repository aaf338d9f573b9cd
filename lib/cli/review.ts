// mailzone review: says what plans do to mail.
import { type Command, Option } from "commander";
import { parseAcceptance } from "../app/guards/acceptance";
import { isReport, REPORTS, type ReportFormat } from "../app/report";
import { reviewPlaces, reviewPlans } from "../app/review";
import { reportReview } from "../report/review";
import { renderJson } from "../review/render/json";
import { renderMarkdown } from "../review/render/markdown";
import { renderText } from "../review/render/text";
import { type Review, reaches } from "../review/review";
import { sayNext } from "./next";
import {
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  withConfig,
  withEmulated,
  withFormat,
} from "./options";
import { printReport } from "./report";
import { EXIT, type Shell } from "./shell";
import { paintRisk } from "./verdict";
import { projectDataOf } from "./workspace";

interface ReviewOptions extends CommonOptions, FormatOptions<"text" | "markdown" | "json" | ReportFormat> {
  readonly failOn?: "caution" | "danger";
  readonly accept: readonly string[];
  readonly acceptedBy?: string;
  readonly evidence?: string;
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
    .option(
      "--evidence <reports.json>",
      "what mailzone reports --json wrote: whose mail would a stricter DMARC policy hit?",
    )
    .option("--accepted-by <who>", "who accepts, to be shown");
  withFormat(withEmulated(withConfig(command)), ["text", "markdown", "json", ...REPORTS]);
  command.action(async (files: string[], options: ReviewOptions) => exit(await review(shell, files, options)));
}

async function review(shell: Shell, files: readonly string[], options: ReviewOptions): Promise<number> {
  const { accept, acceptedBy, evidence, failOn, emulated } = options;
  const request = { files, accept: accept.map(parseAcceptance), acceptedBy, evidence };
  if (files.length === 0 && emulated) shell.say("emulated: these are plans of the emulator");
  const result = await reviewPlans({ ...shell, ...projectDataOf(shell, options) }, request);
  // renderX ends its last line itself if the text is a separate file.
  const format = formatOf(options);
  if (isReport(format)) printReport(shell, reportReview(result, reviewPlaces(shell, request, options)), format);
  else shell.print(render(result, format).trimEnd());
  if (failOn !== undefined && reaches(result, failOn)) return EXIT.no;
  const isBlocked = [...result.preflights.values()].some(({ clashes }) => clashes.length > 0);
  if (files.length === 0 && result.verdict !== "none" && !isBlocked)
    sayNext(shell, "review", projectDataOf(shell, options), options);
  return EXIT.yes;
}

function render(result: Review, format: "text" | "markdown" | "json"): string {
  if (format === "json") return renderJson(result);
  return format === "markdown" ? renderMarkdown(result) : renderText(result, paintRisk);
}
