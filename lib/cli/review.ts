// mailzone review: what do these plans do to mail? It reads plan JSON and nothing else: no configuration, no credentials.
import fs from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { ReviewError } from "../plan/error";
import { type Plan, readPlan } from "../plan/plan";
import { renderJson } from "../review/render/json";
import { renderMarkdown } from "../review/render/markdown";
import { type Paint, renderText } from "../review/render/text";
import { type Acceptance, FIXED_RULES, type Review, reaches, review as reviewPlans } from "../review/review";
import { RULES } from "../review/rules/rules";
import { colors } from "./colors";
import { collect, commandLine, type FormatOptions, formatOf, withFormat, withSandbox } from "./options";
import { EXIT, Refused, readNamed, type Shell } from "./shell";

interface ReviewOptions extends FormatOptions<"text" | "markdown" | "json"> {
  readonly sandbox?: boolean;
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
  withFormat(withSandbox(command), ["text", "markdown", "json"]);
  command.action((files: string[], options: ReviewOptions) => exit(review(shell, files, options)));
}

function review(shell: Shell, files: readonly string[], options: ReviewOptions): number {
  const { accept, acceptedBy, failOn } = options;
  const acceptances = accept.map(parseAcceptance);
  const named = files.length > 0 ? files.map(planFile) : savedPlans(shell, options.sandbox ?? false);
  if (files.length === 0 && options.sandbox) shell.say("sandbox: these are plans of the sandbox");
  refuseRepeated(named);
  const plans = named.map((file) => readFile(shell, file));
  const result = reviewPlans(plans, { accept: acceptances, ...(acceptedBy !== undefined && { acceptedBy }) });
  for (const { rule, domain } of result.unused) {
    shell.say(`warning: --accept "${rule}${domain === undefined ? "" : `@${domain}`}" meets nothing in these plans`);
  }
  // renderX ends its last line itself where the text is a file of its own.
  shell.print(render(result, formatOf(options)).trimEnd());
  return failOn !== undefined && reaches(result, failOn) ? EXIT.no : EXIT.yes;
}

/**
 * `RULE` or `RULE@DOMAIN`
 * @throws Refused for a rule that is not known, or cannot be accepted
 */
function parseAcceptance(text: string): Acceptance {
  const [rule = "", ...rest] = text.split("@");
  const domain = rest.join("@");
  if (!RULES.some(({ id }) => id === rule)) {
    throw new Refused(`--accept "${text}" names no rule: docs/review-rules.md lists their ids`);
  }
  if (FIXED_RULES.includes(rule)) {
    throw new Refused(`--accept "${text}" cannot be: what "${rule}" finds is not known well enough to be accepted`);
  }
  return rest.length === 0 ? { rule } : { rule, domain };
}

/** The stack of a file: NAME=FILE, else the folder of a plan.json, else the file's name. */
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

/** What `mailzone plan` left. A stack whose plan left no JSON is not passed over. */
function savedPlans({ cwd }: Shell, sandbox: boolean): PlanFile[] {
  const root = path.join(cwd, ".mailzone", ...(sandbox ? ["sandbox"] : []), "plans");
  const entries = fs.existsSync(root) ? fs.readdirSync(root, { withFileTypes: true }) : [];
  const stacks = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (stacks.length === 0) {
    throw new Refused(
      `there is no saved plan in ${path.relative(cwd, root)}: run ${commandLine("plan", sandbox)}, or name the files`,
    );
  }
  return stacks.sort().map((stack) => {
    const file = path.join(root, stack, "plan.json");
    if (fs.existsSync(file)) return { stack, file };
    throw new Refused(
      `the plan of stack "${stack}" left nothing to review: mend what it reported and run ${commandLine("plan", sandbox)} again`,
    );
  });
}

function refuseRepeated(files: readonly PlanFile[]): void {
  const names = files.map(({ stack }) => stack);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Refused(`two plans are called "${twice}": name them with NAME=FILE`);
}

function readFile(shell: Shell, { stack, file }: PlanFile): Plan {
  const bytes = readNamed(shell, file, "write it with terraform show -json PLANFILE");
  try {
    return readPlan(bytes, stack);
  } catch (error) {
    if (error instanceof ReviewError) throw new Refused(error.message);
    throw error;
  }
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
