// mailzone ci setup and mailzone ci doctor: what a repository needs besides its files. doctor reports it, setup does what an
// API can do. The token is read only from the environment, so that it is in no process list and no shell history.
import fs from "node:fs";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { urlOf } from "../../app/ci/environment";
import { soundConfiguration } from "../../app/configuration";
import { PACKAGE } from "../../app/package";
import { Refused } from "../../app/refused";
import type { Configuration } from "../../config/configuration";
import type { RolePurpose } from "../../dns/account-roles";
import { type HttpClient, httpClient } from "../../net/client";
import { ENVIRONMENT_ACCESS, requiredRoles, roleArn } from "../../permissions/roles";
import { RULES } from "../../review/rules/rules";
import { githubSetup } from "../../setup/github/steps";
import { gitlabSetup } from "../../setup/gitlab";
import { renderResults, resultsJson } from "../../setup/render";
import { checkSteps, fixSteps, type Step, type StepResult } from "../../setup/step";
import { InterruptedError } from "../../terraform/errors";
import { INVOCATION } from "../invocation";
import {
  accountId,
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  withConfig,
  withFormat,
} from "../options";
import { EXIT, type Shell } from "../shell";

type Provider = "github" | "gitlab";

interface RepositoryOptions extends CommonOptions, FormatOptions<"text" | "json"> {
  readonly repository?: string;
  readonly provider?: Provider;
  readonly account?: string;
}

interface SetupOptions extends RepositoryOptions {
  readonly reviewer?: readonly string[];
  readonly soleMaintainer?: string;
  readonly dryRun?: boolean;
}

/** Variables in which a token is searched, and variables that name the repository and the API in the provider's own jobs. */
const PROVIDERS = {
  github: { tokens: ["GITHUB_TOKEN", "GH_TOKEN"], repository: "GITHUB_REPOSITORY", url: "GITHUB_API_URL" },
  gitlab: { tokens: ["GITLAB_TOKEN"], repository: "CI_PROJECT_PATH", url: "CI_API_V4_URL" },
} as const;

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
  const results = await checkSteps(await stepsOf(shell, options));
  print(shell, results, options);
  if (results.some(({ state }) => state === "missing")) return EXIT.no;
  return results.some(({ state }) => state === "unknown") ? EXIT.refused : EXIT.yes;
}

/** What only a person can do is not a failure of setup. */
async function setup(shell: Shell, options: SetupOptions): Promise<number> {
  const results = await fixSteps(await stepsOf(shell, options), options.dryRun === true);
  print(shell, results, options);
  return results.some(({ state }) => state === "failed") ? EXIT.refused : EXIT.yes;
}

function print(shell: Shell, results: readonly StepResult[], options: FormatOptions<"text" | "json">): void {
  shell.print(formatOf(options) === "json" ? resultsJson(results) : renderResults(results, `${INVOCATION} ci doctor`));
}

async function stepsOf(shell: Shell, options: SetupOptions): Promise<readonly Step[]> {
  const provider = options.provider ?? providerOf(shell);
  const { env } = shell;
  const names = PROVIDERS[provider];
  const repository = options.repository ?? env[names.repository] ?? "";
  if (!REPOSITORY.test(repository))
    throw new Refused("it is not known which repository is meant: name it with --repository");
  const token = tokenOf(shell, provider);
  const url = urlOf(env[names.url], names.url);
  const config = soundConfiguration(shell, options);
  const { domains, backend } = config;
  const roles = rolesOf(config, options.account);
  const region = (backend?.type === "s3" ? backend.region : undefined) ?? domains[0]?.region;
  const send = interruptible(shell, httpClient({ env, timeout: 30_000, limit: 8 << 20 }));
  const common = { repository, token, send, ...(url !== undefined && { url }) };
  if (provider === "gitlab")
    return (await gitlabSetup({ ...common, variables: { ...roles, MAILZONE_IMAGE: undefined } })).steps;
  const { steps, branch, isAdmin } = await githubSetup({
    ...common,
    variables: { ...roles, MAILZONE_REGION: region },
    workflows: workflowFiles(),
    rules: RULES.filter(({ risk, fixed }) => risk === "danger" && !fixed).map(({ id }) => id),
    ...(options.reviewer !== undefined && { reviewers: options.reviewer }),
    ...(options.soleMaintainer !== undefined && { sole: options.soleMaintainer }),
  });
  shell.say(
    `GitHub: "${repository}", default branch "${branch}"${isAdmin ? "" : "; the token is not an administrator's, and is told less"}`,
  );
  return steps;
}

/** Ctrl-C ends the current question, and no further one is asked. */
function interruptible({ interrupts }: Shell, send: HttpClient): HttpClient {
  return async (request) => {
    const stopped = new AbortController();
    const stop = () => stopped.abort();
    const leave = interrupts.add({ interrupt: stop, kill: stop, expendable: true });
    try {
      if (interrupts.interrupted) throw new InterruptedError();
      return await send({ ...request, signal: stopped.signal });
    } catch (error) {
      throw interrupts.interrupted ? new InterruptedError() : error;
    } finally {
      leave();
    }
  };
}

/** Found by the pipelines in the folder. */
function providerOf({ cwd }: Shell): Provider {
  const has = (name: string) => fs.existsSync(path.join(cwd, name));
  if (has(".gitlab-ci.yml")) return "gitlab";
  if (has("atlantis.yaml") && !has(".github/workflows"))
    throw new Refused(
      "Atlantis has no API for this: docs/pipelines-atlantis.md lists the steps, or name --provider github or gitlab",
    );
  return "github";
}

function tokenOf({ env }: Shell, provider: Provider): string {
  const { tokens } = PROVIDERS[provider];
  const token = tokens.map((name) => env[name]?.trim()).find((text) => text !== undefined && text !== "");
  if (token === undefined)
    throw new Refused(`there is no token: set ${tokens.join(" or ")} to one of an administrator of the repository`);
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new Refused(`${tokens.join(" or ")} holds a blank or a letter that no token has: copy it once more`);
  return token;
}

/** The roles that jobs assume; undefined if domains.yaml does not name one account for them. */
function rolesOf({ domains, backend }: Configuration, account: string | undefined) {
  const roles = requiredRoles({
    domains,
    ...(backend !== undefined && { backend }),
    ...(account !== undefined && { account }),
  });
  const arnOf = (purpose: RolePurpose) => {
    const own = roles.filter(
      (role) => role.isForJobs && role.access.includes(ENVIRONMENT_ACCESS) && role.purposes.includes(purpose),
    );
    const [arn, ...others] = own.map((role) => (role.account === "*" ? undefined : roleArn(role)));
    return others.length === 0 ? arn : undefined;
  };
  return { MAILZONE_PLAN_ROLE: arnOf("plan"), MAILZONE_APPLY_ROLE: arnOf("apply") };
}

function workflowFiles(): string[] {
  const names = fs.readdirSync(path.join(PACKAGE, "pipelines", "github")).filter((name) => name.endsWith(".yml"));
  return names.sort().map((name) => `.github/workflows/${name}`);
}

/** No part of it may change the path of a URL. */
const REPOSITORY = /^(?!\.+(?:\/|$))[A-Za-z0-9_.-]+(?:\/(?!\.+(?:\/|$))[A-Za-z0-9_.-]+)+$/;

function repositoryPath(text: string): string {
  if (!REPOSITORY.test(text)) throw new InvalidArgumentError("write OWNER/NAME.");
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
