// mailzone ci setup and mailzone ci doctor: what a repository needs besides its files. doctor reports it, setup does what an
// API can do.
import { type Command, InvalidArgumentError, Option } from "commander";
import { checkSetup, doSetup, isRepository, type SetupCheckRequest, type SetupRequest } from "../../app/ci/setup";
import { renderResults, resultsJson } from "../../setup/render";
import type { StepResult } from "../../setup/step";
import { INVOCATION } from "../invocation";
import { accountId, collect, type FormatOptions, formatOf, withConfig, withFormat } from "../options";
import { EXIT, type Shell } from "../shell";

type RepositoryOptions = SetupCheckRequest & FormatOptions<"text" | "json">;
type SetupOptions = SetupRequest & FormatOptions<"text" | "json">;

export function addCiSetup(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("setup")
    .description("do what the repository's API can do: environments, branch, variables, labels; and list what is left")
    .option("--reviewer <who>", "GitHub: may let an apply through, @user or @organization/team; repeatable", reviewer)
    .option("--sole-maintainer <login>", "GitHub: you work alone, and merging your own pull request approves it", login)
    .option("--dry-run", "say what it would do, and do nothing");
  withRepository(command);
  command.action(async (options: SetupOptions) => exit(await setup(shell, options)));
}

export function addCiDoctor(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("doctor")
    .description("which steps of the setup are done? Exit 1 where one is missing, 2 where it cannot tell");
  withRepository(command);
  command.action(async (options: RepositoryOptions) => exit(await doctor(shell, options)));
}

function withRepository(command: Command): void {
  command
    .option("--repository <path>", "OWNER/NAME on GitHub, GROUP/PROJECT on GitLab", repositoryPath)
    .addOption(
      new Option("--provider <name>", "where it is (default: as the folder's pipelines say)").choices([
        "github",
        "gitlab",
      ]),
    )
    .option("--account <id>", "the AWS account of the roles, where domains.yaml does not tell it", accountId);
  withFormat(withConfig(command), ["text", "json"]);
}

async function doctor(shell: Shell, options: RepositoryOptions): Promise<number> {
  const results = await checkSetup(shell, options);
  print(shell, results, options);
  if (results.some(({ state }) => state === "missing")) return EXIT.no;
  return results.some(({ state }) => state === "unknown") ? EXIT.refused : EXIT.yes;
}

/** What only a person can do is not a failure of setup. */
async function setup(shell: Shell, options: SetupOptions): Promise<number> {
  const results = await doSetup(shell, options);
  print(shell, results, options);
  return results.some(({ state }) => state === "failed") ? EXIT.refused : EXIT.yes;
}

function print(shell: Shell, results: readonly StepResult[], options: FormatOptions<"text" | "json">): void {
  shell.print(formatOf(options) === "json" ? resultsJson(results) : renderResults(results, `${INVOCATION} ci doctor`));
}

function repositoryPath(text: string): string {
  if (!isRepository(text)) throw new InvalidArgumentError("write OWNER/NAME.");
  return text;
}

function reviewer(text: string, before?: readonly string[]): readonly string[] {
  if (!/^@?[A-Za-z0-9-]+(?:\/[A-Za-z0-9_.-]+)?$/.test(text))
    throw new InvalidArgumentError("write @user or @organization/team.");
  return collect(text, before);
}

function login(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(text)) throw new InvalidArgumentError("write a login, without @.");
  return text;
}
