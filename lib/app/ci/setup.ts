// What a repository needs on GitHub or GitLab besides its files: checked, or done as far as an API can do it. The token is read
// only from the environment, so that it is in no process list and no shell history.
import fs from "node:fs";
import path from "node:path";
import type { Configuration } from "../../config/configuration";
import type { RolePurpose } from "../../dns/account-roles";
import { type HttpClient, httpClient } from "../../net/client";
import { ENVIRONMENT_ACCESS, requiredRoles, roleArn } from "../../permissions/roles";
import { RULES } from "../../review/rules/rules";
import { githubSetup } from "../../setup/github/steps";
import { gitlabSetup } from "../../setup/gitlab";
import { checkSteps, fixSteps, type Step, type StepResult } from "../../setup/step";
import { InterruptedError } from "../../terraform/errors";
import { type ConfigurationOptions, soundConfiguration } from "../configuration";
import type { Context } from "../context";
import { PACKAGE } from "../package";
import { Refused } from "../refused";
import { urlOf } from "./environment";

export type Provider = "github" | "gitlab";

/** Which repository, and for which roles. */
export interface SetupCheckRequest extends ConfigurationOptions {
  /** OWNER/NAME on GitHub, GROUP/PROJECT on GitLab. @default - the one whose job this is */
  readonly repository?: string;
  /** @default - by the pipelines in the folder */
  readonly provider?: Provider;
  /** The AWS account of the roles, twelve digits. @default - as domains.yaml says */
  readonly account?: string;
}

export interface SetupRequest extends SetupCheckRequest {
  /** GitHub: who may let an apply through, as `user` or `organization/team`. @default - those who may already */
  readonly reviewer?: readonly string[];
  /** GitHub: the login of somebody who works alone. @default - the value of the existing variable */
  readonly soleMaintainer?: string;
  /** Only says what would be done. @default false */
  readonly dryRun?: boolean;
}

type SetupContext = Pick<Context, "cwd" | "env" | "interrupts" | "say">;

/** Variables in which a token is searched, and variables that name the repository and the API in the provider's own jobs. */
const PROVIDERS = {
  github: { tokens: ["GITHUB_TOKEN", "GH_TOKEN"], repository: "GITHUB_REPOSITORY", url: "GITHUB_API_URL" },
  gitlab: { tokens: ["GITLAB_TOKEN"], repository: "CI_PROJECT_PATH", url: "CI_API_V4_URL" },
} as const;

/**
 * Checks each step, and changes nothing.
 * @throws Refused if there is no token or no repository; ApiError if the token cannot see the repository; InterruptedError
 */
export async function checkSetup(context: SetupContext, request: SetupCheckRequest): Promise<readonly StepResult[]> {
  return checkSteps(await stepsOf(context, request));
}

/**
 * Does each step that is not done and that the API can do. What it refuses is in the results.
 * @throws Refused if there is no token or no repository; ApiError if the token cannot see the repository; InterruptedError
 */
export async function doSetup(context: SetupContext, request: SetupRequest): Promise<readonly StepResult[]> {
  return fixSteps(await stepsOf(context, request), request.dryRun === true);
}

/** Whether a text names a repository. No part of it may change the path of a URL. */
export function isRepository(text: string): boolean {
  return /^(?!\.+(?:\/|$))[A-Za-z0-9_.-]+(?:\/(?!\.+(?:\/|$))[A-Za-z0-9_.-]+)+$/.test(text);
}

async function stepsOf(context: SetupContext, options: SetupRequest): Promise<readonly Step[]> {
  const provider = options.provider ?? providerOf(context);
  const { env } = context;
  const names = PROVIDERS[provider];
  const repository = options.repository ?? env[names.repository] ?? "";
  if (!isRepository(repository))
    throw new Refused("it is not known which repository is meant: name it with --repository");
  const token = tokenOf(context, provider);
  const url = urlOf(env[names.url], names.url);
  const config = soundConfiguration(context, options);
  const { domains, backend } = config;
  const roles = rolesOf(config, options.account);
  const region =
    (backend?.type === "s3" ? backend.region : undefined) ?? domains.find((domain) => domain.region !== "")?.region;
  const send = interruptible(context, httpClient({ env, timeout: 30_000, limit: 8 << 20 }));
  const common = { repository, token, send, url };
  if (provider === "gitlab")
    return (await gitlabSetup({ ...common, variables: { ...roles, MAILZONE_IMAGE: undefined } })).steps;
  const { steps, branch, isAdmin } = await githubSetup({
    ...common,
    variables: { ...roles, MAILZONE_REGION: region },
    workflows: workflowFiles(),
    rules: RULES.filter(({ risk, fixed }) => risk === "danger" && !fixed).map(({ id }) => id),
    reviewers: options.reviewer,
    sole: options.soleMaintainer,
  });
  context.say(
    `GitHub: "${repository}", default branch "${branch}"${isAdmin ? "" : "; the token is not an administrator's and sees less"}`,
  );
  return steps;
}

/** Ctrl-C ends the current question, and no further one is asked. */
function interruptible({ interrupts }: SetupContext, send: HttpClient): HttpClient {
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
function providerOf({ cwd }: SetupContext): Provider {
  const has = (name: string) => fs.existsSync(path.join(cwd, name));
  if (has(".gitlab-ci.yml")) return "gitlab";
  if (has("atlantis.yaml") && !has(".github/workflows"))
    throw new Refused(
      "Atlantis has no API for this: docs/pipelines-atlantis.md lists the steps, or name --provider github or gitlab",
    );
  return "github";
}

function tokenOf({ env }: SetupContext, provider: Provider): string {
  const { tokens } = PROVIDERS[provider];
  const token = tokens.map((name) => env[name]?.trim()).find((text) => text !== undefined && text !== "");
  if (token === undefined)
    throw new Refused(`there is no token: set ${tokens.join(" or ")} to one of an administrator of the repository`);
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new Refused(`${tokens.join(" or ")} holds a blank or a letter that no token has: copy it again`);
  return token;
}

/** The roles that jobs assume; undefined if domains.yaml does not name one account for them. */
function rolesOf({ domains, backend }: Configuration, account: string | undefined) {
  const roles = requiredRoles({ domains, backend, account });
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
