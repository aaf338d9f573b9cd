// The help of every command: 80 columns, an example and its page, no default twice, and the options that many commands have always in one
// order, after the command's own.
import type { Command, Option } from "commander";
import { packageFile } from "../app/package";
import { INVOCATION } from "./invocation";

/** Cells of a line. */
const WIDTH = 80;

/** An example, without the program's name, and the page in docs, by the command's words. */
const HELP: Readonly<Record<string, readonly [example: string, page: string]>> = {
  init: ["init mail --github", "pipelines-setup.md"],
  check: ["check --base main.yaml", "rules.md"],
  records: ["records example.com --for route53 --out records.txt", "records.md"],
  plan: ["plan --emulated", "apply.md"],
  apply: ["apply --accept dmarc-rejects@example.com", "apply.md"],
  destroy: ["destroy eu --emulated", "apply.md"],
  review: ["review --format markdown --fail-on danger", "review.md"],
  verify: ["verify example.com --wait 30m", "verify.md"],
  drift: ["drift --format markdown", "drift.md"],
  adopt: ["adopt --write", "adopt.md"],
  reports: ["reports ~/Mail/dmarc --since 2026-11-01", "reports.md"],
  stacks: ["stacks --changed origin/main --json", "pipelines-other.md"],
  permissions: ["permissions --repository OWNER/NAME", "permissions.md"],
  lock: ["lock --platform linux_amd64", "pipelines.md"],
  unlock: ["unlock eu", "commands.md"],
  ci: ["ci check", "pipelines.md"],
  "ci check": ["ci check --base origin/main", "pipelines.md"],
  "ci plan": ["ci plan --all", "pipelines.md"],
  "ci publish": ["ci publish mailzone-review", "pipelines-github.md"],
  "ci approved": ["ci approved", "pipelines-github.md"],
  "ci apply": ["ci apply --expect-file mailzone-review/expect", "pipelines.md"],
  "ci applied": ["ci applied", "pipelines-github.md"],
  "ci drift": ["ci drift --plan", "pipelines.md"],
  "ci reports": ["ci reports s3://example-reports/dmarc/", "pipelines.md"],
  "ci setup": ["ci setup --repository OWNER/NAME --dry-run", "pipelines-setup.md"],
  "ci doctor": ["ci doctor --repository OWNER/NAME", "pipelines-setup.md"],
  gateway: ["gateway -- terraform plan", "gateway.md"],
  emulator: ["emulator -- terraform version", "emulator.md"],
  "emulator demo": ["emulator demo", "emulator.md"],
  "emulator status": ["emulator status --json", "emulator.md"],
  "emulator reports": ["emulator reports example.com --mail ses=200", "reports.md"],
  "emulator reset": ["emulator reset", "emulator.md"],
  "emulator advance": ["emulator advance 73h", "emulator.md"],
  "emulator edit": ["emulator edit add zone example.org", "emulator.md"],
  "emulator edit add": ["emulator edit add zone example.org", "emulator.md"],
  "emulator edit change": ["emulator edit change www.example.com CNAME --proxied", "emulator.md"],
  "emulator edit account": ["emulator edit account us-east-1 --no-production", "emulator.md"],
  "emulator edit identity": ["emulator edit identity example.com us-east-1", "emulator.md"],
  "emulator edit confirm": ["emulator edit confirm postmaster@example.com", "emulator.md"],
  "emulator edit limit": ["emulator edit limit 100/1m", "emulator.md"],
  "emulator edit delete": ["emulator edit delete _dmarc.example.com TXT", "emulator.md"],
  "emulator fault": ["emulator fault clear", "emulator.md"],
  "emulator fault error": ["emulator fault error --help", "emulator.md"],
  "emulator fault delay": ["emulator fault delay 5s", "emulator.md"],
  "emulator fault cut": ["emulator fault cut", "emulator.md"],
  "emulator fault dns": ["emulator fault dns --help", "emulator.md"],
  "emulator fault clear": ["emulator fault clear", "emulator.md"],
};

/** The common options, in the order in which each help has them. */
export const COMMON_ORDER = [
  "--out",
  "--format",
  "--json",
  "--columns",
  "--lang",
  "--rate",
  "--parallel",
  "--lock-timeout",
  "--no-gateway",
  "--budget",
  "--freshness",
  "--config",
  "--emulated",
  "--providers",
  "--help",
];

/** Sets how help is written; commands that are added later inherit it. */
export function withHelp(program: Command): Command {
  return program
    .helpOption("-h, --help", "this help")
    .helpCommand("help [command]", "the help of a command")
    .configureHelp({
      helpWidth: WIDTH,
      minWidthToWrap: 20,
      optionDescription,
      visibleOptions(command) {
        const options = Object.getPrototypeOf(this).visibleOptions.call(this, command) as Option[];
        const rank = ({ long }: Option) => COMMON_ORDER.indexOf(long ?? "");
        return [...options].sort((a, b) => rank(a) - rank(b));
      },
    });
}

/** Adds an example and the page's address to the help of a command and of all below it. */
export function withExamples(command: Command, words: readonly string[] = []): void {
  const [example, page] = HELP[words.join(" ")] ?? [];
  if (example !== undefined && page !== undefined)
    command.addHelpText("after", `\nExample:\n  ${INVOCATION} ${example}\n\n${pageAddress(page)}`);
  for (const inner of command.commands) withExamples(inner, [...words, inner.name()]);
}

function pageAddress(page: string): string {
  return `${packageFile().repository.url.replace(/^git\+|\.git$/g, "")}/blob/main/docs/${page}`;
}

/** What an option is for, then its choices and its default, unless the words name it already. */
function optionDescription({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const choices = argChoices === undefined ? [] : [`one of ${argChoices.join(", ")}`];
  const hasDefault = defaultValue !== undefined && !Array.isArray(defaultValue) && !/default:/.test(description);
  const fallback = hasDefault ? [`default: ${defaultValueDescription ?? String(defaultValue)}`] : [];
  const more = [...choices, ...fallback];
  return more.length === 0 ? description : `${description} (${more.join("; ")})`;
}
