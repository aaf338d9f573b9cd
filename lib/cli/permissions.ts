// mailzone permissions: the smallest set of permissions that a plan and an apply of this domains.yaml need in AWS and
// Cloudflare.
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type PermissionsFormat,
  renderPermissions,
  renderReportsReader,
  renderSenderPolicy,
  requiredPermissions,
  requiredReportsReader,
  requiredSenderPolicy,
} from "../app/permissions";
import { Refused } from "../app/refused";
import { type CiProvider, ENVIRONMENT_NAMES, type TrustProps } from "../permissions/trust";
import { PRINCIPAL_PATTERN } from "../permissions/trust-patterns";
import {
  accountId,
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  withConfig,
  withFormat,
} from "./options";
import { EXIT, type Shell } from "./shell";

interface PermissionsOptions extends CommonOptions, FormatOptions<PermissionsFormat> {
  readonly repository?: string;
  readonly provider: CiProvider;
  readonly branch?: string;
  readonly planEnvironment?: string;
  readonly applyEnvironment?: string;
  readonly anyBranchPlans?: boolean;
  readonly issuer?: string;
  readonly audience?: string;
  readonly principal?: readonly string[];
  readonly account?: string;
  readonly for: "roles" | "sender" | "reports";
  readonly region?: string;
  readonly from?: readonly string[];
}

export function addPermissions(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("permissions")
    .description("the least that plan and apply need; with --for, whoever sends mail or reads reports")
    .argument("[domain...]", "of a sender: domains or entries (default: all); of reports: s3://bucket/prefix")
    .addOption(
      new Option("--for <whom>", "the roles of plan and apply, whoever sends mail, or whoever reads a bucket's reports")
        .choices(["roles", "sender", "reports"])
        .default("roles"),
    )
    .option("--from <address>", "of a sender: one of its addresses; repeatable (default: all of the domain)", collect)
    .option("--region <region>", "of reports: the bucket's, where it is in China or GovCloud")
    .option("--repository <path>", "whose jobs take the roles on: OWNER/NAME on GitHub, GROUP/PROJECT on GitLab")
    .addOption(new Option("--provider <name>", "who runs the jobs").choices(["github", "gitlab"]).default("github"))
    .option("--branch <name>", "the branch that is applied (default: main)")
    .option("--plan-environment <name>", `GitHub's environment of plans (default: ${ENVIRONMENT_NAMES.plan})`)
    .option("--apply-environment <name>", `GitHub's environment of applies (default: ${ENVIRONMENT_NAMES.apply})`)
    .option("--any-branch-plans", "GitLab: let every branch of the project plan, as merge requests do")
    .option("--issuer <url>", "who issues the jobs' tokens, where it is a server of your own")
    .option("--audience <name>", "what the tokens are for (default: sts.amazonaws.com; GitLab: the issuer)")
    .addOption(
      new Option("--principal <arn>", "a role or user that plans and applies without tokens; repeatable").argParser(
        (arn: string, before: readonly string[] | undefined) => collect(principal(arn), before),
      ),
    )
    .addOption(new Option("--account <id>", "the AWS account of the environment's credentials").argParser(accountId));
  withFormat(withConfig(command), ["markdown", "json", "terraform"]);
  command.action((names: readonly string[], options: PermissionsOptions) =>
    exit(FOR[options.for](shell, names, options)),
  );
}

const FOR = { roles: permissions, sender, reports };

/** Options of the roles, which a sender does not have. */
const OF_ROLES = [
  "repository",
  "branch",
  "planEnvironment",
  "applyEnvironment",
  "anyBranchPlans",
  "issuer",
  "audience",
];

function sender(shell: Shell, names: readonly string[], options: PermissionsOptions): number {
  const { config, account, from } = options;
  const given: Readonly<Record<string, unknown>> = { ...options };
  const stray = [...OF_ROLES, "principal", "region"].find((name) => given[name] !== undefined);
  if (stray !== undefined)
    throw new Refused(
      `permissions --for sender got --${hyphenated(stray)}, which is of the roles: leave one of them out`,
    );
  const format = formatOf(options);
  if (format === "terraform")
    throw new Refused("permissions --for sender has no format terraform: take json, which is the policy's document");
  shell.print(renderSenderPolicy(requiredSenderPolicy(shell, { config, names, account, from }), format));
  return EXIT.yes;
}

function reports(shell: Shell, names: readonly string[], options: PermissionsOptions): number {
  const { account, region, config } = options;
  const given: Readonly<Record<string, unknown>> = { ...options };
  const stray = ["planEnvironment", "applyEnvironment", "anyBranchPlans", "principal", "from"].find(
    (name) => given[name] !== undefined,
  );
  if (stray !== undefined) throw new Refused(`permissions --for reports got --${hyphenated(stray)}: leave it out`);
  if (config !== undefined) throw new Refused("permissions --for reports reads no configuration: leave --config out");
  const [url, ...others] = names;
  if (url === undefined || others.length > 0)
    throw new Refused("permissions --for reports is of one bucket: write s3://BUCKET/PREFIX");
  const format = formatOf(options);
  if (format === "terraform")
    throw new Refused("permissions --for reports has no format terraform: take json, which is the policy's document");
  shell.print(renderReportsReader(requiredReportsReader({ url, region, account, trust: trustOf(options) }), format));
  return EXIT.yes;
}

function hyphenated(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function permissions(shell: Shell, names: readonly string[], options: PermissionsOptions): number {
  if (options.region !== undefined)
    throw new Refused("permissions got --region without --for reports: regions are those of domains.yaml");
  const stray = options.from === undefined ? names[0] : "--from";
  if (stray !== undefined)
    throw new Refused(`permissions got ${stray} without --for sender: the roles are those of all domains`);
  const { account, principal: principals } = options;
  const request = { config: options.config, account, principals, trust: trustOf(options) };
  shell.print(renderPermissions(requiredPermissions(shell, request), formatOf(options)));
  return EXIT.yes;
}

function trustOf(options: PermissionsOptions): TrustProps | undefined {
  const { repository, provider, planEnvironment, applyEnvironment, branch, issuer, audience, anyBranchPlans } = options;
  const named = { branch, issuer, audience, anyBranchPlans, planEnvironment, applyEnvironment };
  if (repository === undefined) {
    const [name] = Object.entries(named).find(([, value]) => value !== undefined) ?? [];
    if (name !== undefined) {
      throw new Refused(`permissions got --${hyphenated(name)} without --repository: whose jobs take the roles on?`);
    }
    return undefined;
  }
  const wrong = provider === "gitlab" ? (planEnvironment ?? applyEnvironment) : anyBranchPlans;
  if (wrong !== undefined) {
    const what =
      provider === "gitlab"
        ? "tokens of GitLab have no environment in their subject"
        : "--any-branch-plans is GitLab's";
    throw new Refused(`${what}: leave it out, or say the other --provider`);
  }
  const { plan, apply } = ENVIRONMENT_NAMES;
  const environments =
    provider === "github" ? { plan: planEnvironment ?? plan, apply: applyEnvironment ?? apply } : undefined;
  return { provider, repository, branch, issuer, audience, anyBranchPlans, environments };
}

function principal(arn: string): string {
  if (!PRINCIPAL_PATTERN.pattern.test(arn)) throw new InvalidArgumentError(`write ${PRINCIPAL_PATTERN.expected}.`);
  return arn;
}
