// The three environments: the branches that may use them, the reviewers of an apply, and their secrets.
// https://docs.github.com/en/rest/deployments/environments
import * as z from "zod";
import { ApiError } from "../api";
import type { Step, StepStatus } from "../step";
import { GITHUB_ENVIRONMENTS, type GitHubContext } from "./context";

const Reviewer = z.object({ type: z.enum(["User", "Team"]), reviewer: z.object({ id: z.number() }) });
const Environment = z.object({
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullable()
    .default(null),
  protection_rules: z
    .array(
      z.object({
        type: z.string(),
        wait_timer: z.number().optional(),
        prevent_self_review: z.boolean().optional(),
        reviewers: z.array(Reviewer).optional(),
      }),
    )
    .default([]),
});
type Environment = z.infer<typeof Environment>;
const Policies = z.object({
  branch_policies: z.array(z.object({ name: z.string(), type: z.string().default("branch") })),
});
const Secrets = z.object({ secrets: z.array(z.object({ name: z.string() })) });

export function environmentSteps(context: GitHubContext): Step[] {
  const { branch } = context;
  const settings = "Settings, Environments";
  const titles = {
    plan: "open to all branches, for pull requests are planned in it",
    review: `branch "${branch}" only`,
    apply: `branch "${branch}" only, with required reviewers`,
  };
  return (["plan", "review", "apply"] as const).map((purpose) => ({
    title: `environment "${GITHUB_ENVIRONMENTS[purpose].name}": ${titles[purpose]}`,
    how: [
      `${settings}, New environment "${GITHUB_ENVIRONMENTS[purpose].name}"${purpose === "plan" ? "" : `, Selected branches, "${branch}"`}${purpose === "apply" ? ", Required reviewers" : ""}`,
      `or: mailzone ci setup${purpose === "apply" ? " --reviewer @USER" : ""}`,
    ],
    check: () => (purpose === "plan" ? checkOpen(context) : checkClosed(context, purpose)),
  }));
}

async function checkOpen(context: GitHubContext): Promise<StepStatus> {
  const { name } = GITHUB_ENVIRONMENTS.plan;
  const found = await environment(context, name);
  if (found === undefined)
    return { state: "missing", what: "it is not there", fix: () => putEnvironment(context, name, {}) };
  if (found.deployment_branch_policy === null) return { state: "done" };
  // Somebody restricted it on purpose: it is reported, not changed.
  return { state: "missing", what: "it is closed to branches, and no pull request can be planned" };
}

async function checkClosed(context: GitHubContext, purpose: "review" | "apply"): Promise<StepStatus> {
  const { api, path, branch } = context;
  const { name } = GITHUB_ENVIRONMENTS[purpose];
  const found = await environment(context, name);
  const isClosed = found?.deployment_branch_policy?.custom_branch_policies === true;
  const policies = isClosed
    ? await api.list(
        `${path}/environments/${name}/deployment-branch-policies`,
        Policies,
        (page) => page.branch_policies,
      )
    : [];
  const open = policies.flatMap(({ branch_policies }) => branch_policies);
  const others = open
    .filter((policy) => policy.type !== "branch" || policy.name !== branch)
    .map((policy) => `"${policy.name}"`);
  if (others.length > 0)
    return {
      state: "missing",
      what: `it is also open to ${others.join(", ")}, whose workflows get its secrets: remove that`,
    };
  const hasReviewers = found !== undefined && reviewersOf(found).length > 0;
  const wanted = purpose === "apply" && !hasReviewers ? await idsOf(context) : [];
  const lacks = [
    ...(found === undefined ? ["it is not there"] : []),
    ...(found !== undefined && !isClosed ? ["it is not closed to other branches"] : []),
    ...(isClosed && open.length === 0 ? [`it is closed to branch "${branch}"`] : []),
    ...(purpose === "apply" && !hasReviewers ? ["it has no required reviewers"] : []),
  ];
  if (lacks.length === 0) return { state: "done" };
  const what = lacks.join(", ");
  if (purpose === "apply" && !hasReviewers && wanted.length === 0)
    return { state: "missing", what: `${what}: name some with --reviewer` };
  const fix = async () => {
    await putEnvironment(context, name, { found, reviewers: wanted, isClosed: true });
    if (open.length > 0) return;
    await api.send("POST", `${path}/environments/${name}/deployment-branch-policies`, { name: branch, type: "branch" });
  };
  return { state: "missing", what, fix };
}

function environment({ api, path }: GitHubContext, name: string): Promise<Environment | undefined> {
  return api.get(`${path}/environments/${name}`, Environment);
}

function reviewersOf({ protection_rules }: Environment): { type: "User" | "Team"; id: number }[] {
  return protection_rules.flatMap(({ reviewers = [] }) =>
    reviewers.map(({ type, reviewer }) => ({ type, id: reviewer.id })),
  );
}

interface EnvironmentChange {
  readonly found?: Environment | undefined;
  readonly reviewers?: readonly object[];
  readonly isClosed?: boolean;
}

/** Creates or updates an environment. GitHub removes what the request does not repeat, so the existing rules are sent again. */
async function putEnvironment(
  { api, path }: GitHubContext,
  name: string,
  { found, reviewers = [], isClosed = false }: EnvironmentChange,
): Promise<void> {
  const rules = found?.protection_rules ?? [];
  const wait = rules.find(({ type }) => type === "wait_timer")?.wait_timer;
  const self = rules.find(({ type }) => type === "required_reviewers")?.prevent_self_review;
  const all = [...(found === undefined ? [] : reviewersOf(found)), ...reviewers];
  await api.send("PUT", `${path}/environments/${name}`, {
    wait_timer: wait,
    prevent_self_review: self,
    reviewers: all.length > 0 ? all : undefined,
    deployment_branch_policy: isClosed ? { protected_branches: false, custom_branch_policies: true } : null,
  });
}

const WithId = z.object({ id: z.number() });

/** The ids of the reviewers. @throws ApiError if GitHub does not know one */
async function idsOf({ api, reviewers = [] }: GitHubContext): Promise<{ type: "User" | "Team"; id: number }[]> {
  return Promise.all(
    reviewers.map(async (reviewer) => {
      const [owner = "", team] = reviewer.replace(/^@/, "").split("/");
      const where = team === undefined ? `/users/${owner}` : `/orgs/${owner}/teams/${team}`;
      const found = await api.get(where, WithId);
      if (found === undefined)
        throw new ApiError(`GitHub knows no reviewer "${reviewer}", or the token may not see it`, 404);
      return { type: team === undefined ? ("User" as const) : ("Team" as const), id: found.id };
    }),
  );
}

/** Only the names of secrets can be read, so only a person can set them. */
export function secretSteps(context: GitHubContext): Step[] {
  const how = {
    plan: [
      "make a token that reads: mailzone permissions names its scopes",
      `gh secret set CLOUDFLARE_API_TOKEN --repo ${context.repository} --env ${GITHUB_ENVIRONMENTS.plan.name}`,
    ],
    review: [
      `openssl rand -hex 32 | gh secret set MAILZONE_REVIEW_KEY --repo ${context.repository} --env ${GITHUB_ENVIRONMENTS.review.name}`,
    ],
    apply: [
      "make a token that writes: mailzone permissions names its scopes",
      `gh secret set CLOUDFLARE_API_TOKEN --repo ${context.repository} --env ${GITHUB_ENVIRONMENTS.apply.name}`,
    ],
  };
  return (["plan", "review", "apply"] as const).flatMap((purpose) =>
    GITHUB_ENVIRONMENTS[purpose].secrets.map((secret) => ({
      title: `secret ${secret} in "${GITHUB_ENVIRONMENTS[purpose].name}", and there only`,
      how: how[purpose],
      check: () => checkSecret(context, GITHUB_ENVIRONMENTS[purpose].name, secret),
    })),
  );
}

async function checkSecret({ api, path }: GitHubContext, environment: string, secret: string): Promise<StepStatus> {
  const names = async (where: string) =>
    (await api.list(where, Secrets, (page) => page.secrets)).flatMap(({ secrets }) => secrets.map(({ name }) => name));
  // Every workflow of every branch can read a secret of the whole repository.
  for (const [where, whose] of [
    [`${path}/actions/secrets`, "the repository"],
    [`${path}/actions/organization-secrets`, "the organization"],
  ] as const) {
    if ((await names(where)).includes(secret))
      return {
        state: "missing",
        what: `${whose} has it too, and gives it to every branch's workflows: delete it there`,
      };
  }
  if ((await names(`${path}/environments/${environment}/secrets`)).includes(secret)) return { state: "done" };
  return { state: "missing", what: "it is not set" };
}
