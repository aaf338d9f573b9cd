// The protection of the default branch: commits only arrive by a pull request whose current state was approved and reviewed by mailzone.
// The ruleset `mailzone` requires that; classic branch protection and other rulesets count too.
// https://docs.github.com/en/rest/repos/rules
import * as z from "zod";
import { ApiError } from "../api";
import type { Step, StepStatus } from "../step";
import { type GitHubContext, hasFile, REVIEW_CHECK, soleMaintainer } from "./context";

const RULESET = "mailzone";

const Parameters = z.looseObject({
  required_approving_review_count: z.number().optional(),
  dismiss_stale_reviews_on_push: z.boolean().optional(),
  require_code_owner_review: z.boolean().optional(),
  strict_required_status_checks_policy: z.boolean().optional(),
  required_status_checks: z.array(z.looseObject({ context: z.string() })).optional(),
});
const Rule = z.looseObject({ type: z.string(), parameters: Parameters.optional() });
type Rule = z.infer<typeof Rule>;
const Rulesets = z.array(z.object({ id: z.number(), name: z.string(), source_type: z.string().optional() }));
const Ruleset = z.looseObject({ rules: z.array(Rule).default([]), enforcement: z.string() });
const ClassicProtection = z.object({
  required_pull_request_reviews: z
    .object({
      dismiss_stale_reviews: z.boolean().optional(),
      require_code_owner_reviews: z.boolean().optional(),
      required_approving_review_count: z.number().optional(),
    })
    .optional(),
  required_status_checks: z
    .object({ strict: z.boolean().default(false), contexts: z.array(z.string()).default([]) })
    .nullish(),
  allow_force_pushes: z.object({ enabled: z.boolean() }).optional(),
  allow_deletions: z.object({ enabled: z.boolean() }).optional(),
});

/** What the rules of a branch require together. */
interface Protection {
  readonly pulls: boolean;
  readonly approvals: number;
  readonly dismisses: boolean;
  readonly owners: boolean;
  readonly isStrict: boolean;
  readonly checks: readonly string[];
  readonly keepsHistory: boolean;
}

export function branchStep(context: GitHubContext): Step {
  const { branch } = context;
  return {
    title: `branch "${branch}": by an approved pull request only, with the check "${REVIEW_CHECK}"`,
    how: [
      `Settings, Rules, Rulesets, a branch ruleset for the default branch: restrict deletions, block force pushes, require a pull request with one approval that new commits dismiss and with code owners, require the check "${REVIEW_CHECK}" with branches up to date`,
      "or: mailzone ci setup",
    ],
    check: () => checkBranch(context),
  };
}

async function checkBranch(context: GitHubContext): Promise<StepStatus> {
  const { api, path, branch, workflows } = context;
  const at = encodeURIComponent(branch);
  const rules = (await api.list(`${path}/rules/branches/${at}`, z.array(Rule))).flat();
  const promised = protectionOf(rules, await classicProtection(context));
  // The check is run by a workflow of the default branch. If it were required earlier, the pull request that adds the workflow could
  // never be merged.
  const canCheck = (await Promise.all(workflows.map((file) => hasFile(context, file)))).every(Boolean);
  // Nobody can approve their own pull request: a sole maintainer approves by merging, and the review is still signed.
  const isAlone = (await soleMaintainer(context)) !== undefined;
  const lacks = [
    ...(isAlone && !promised.pulls ? ["it takes commits without a pull request"] : []),
    ...(isAlone || promised.approvals > 0 ? [] : ["a pull request needs no approval"]),
    ...(isAlone || promised.dismisses ? [] : ["new commits do not dismiss an approval"]),
    ...(isAlone || promised.owners ? [] : ["code owners are not asked"]),
    ...(promised.keepsHistory ? [] : ["it can be deleted or pushed over"]),
    ...(canCheck && !promised.checks.includes(REVIEW_CHECK) ? [`the check "${REVIEW_CHECK}" is not required`] : []),
    ...(canCheck && !promised.isStrict ? ["it takes branches that are not up to date"] : []),
  ];
  if (lacks.length > 0)
    return { state: "missing", what: lacks.join(", "), fix: () => fixBranch(context, { canCheck, isAlone }) };
  if (canCheck) return { state: "done" };
  return {
    state: "missing",
    what: `the check "${REVIEW_CHECK}" can be required once the workflows are on "${branch}": merge them, and run setup again`,
  };
}

async function classicProtection({
  api,
  path,
  branch,
}: GitHubContext): Promise<z.infer<typeof ClassicProtection> | undefined> {
  try {
    return await api.get(`${path}/branches/${encodeURIComponent(branch)}/protection`, ClassicProtection);
  } catch (error) {
    // Only administrators may read it, and not every plan of GitHub has it; rulesets are enough.
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}

function protectionOf(rules: readonly Rule[], classic: z.infer<typeof ClassicProtection> | undefined): Protection {
  const of = (type: string) => rules.filter((rule) => rule.type === type).map(({ parameters = {} }) => parameters);
  const reviews = classic?.required_pull_request_reviews;
  const pulls = of("pull_request");
  const checks = of("required_status_checks");
  return {
    pulls: reviews !== undefined || pulls.length > 0,
    approvals: Math.max(
      0,
      reviews?.required_approving_review_count ?? 0,
      ...pulls.map((one) => one.required_approving_review_count ?? 0),
    ),
    dismisses: reviews?.dismiss_stale_reviews === true || pulls.some((one) => one.dismiss_stale_reviews_on_push),
    owners: reviews?.require_code_owner_reviews === true || pulls.some((one) => one.require_code_owner_review),
    isStrict:
      classic?.required_status_checks?.strict === true ||
      checks.some((one) => one.strict_required_status_checks_policy),
    checks: [
      ...(classic?.required_status_checks?.contexts ?? []),
      ...checks.flatMap((one) => (one.required_status_checks ?? []).map((check) => check.context)),
    ],
    keepsHistory:
      (of("deletion").length > 0 || classic?.allow_deletions?.enabled === false) &&
      (of("non_fast_forward").length > 0 || classic?.allow_force_pushes?.enabled === false),
  };
}

/** Creates the ruleset, or adds what it lacks. It never loosens a rule that somebody made stricter. */
async function fixBranch(
  { api, path }: GitHubContext,
  { canCheck, isAlone }: { readonly canCheck: boolean; readonly isAlone: boolean },
): Promise<void> {
  const known = (await api.list(`${path}/rulesets?includes_parents=false`, Rulesets)).flat();
  const id = known.find(({ name }) => name === RULESET)?.id;
  const found = id === undefined ? undefined : await api.get(`${path}/rulesets/${id}`, Ruleset);
  const before = found?.rules ?? [];
  const pull = before.find(({ type }) => type === "pull_request")?.parameters;
  const check = before.find(({ type }) => type === "required_status_checks")?.parameters;
  const checks = check?.required_status_checks ?? [];
  const ours: Rule[] = [
    { type: "deletion" },
    { type: "non_fast_forward" },
    {
      type: "pull_request",
      parameters: {
        require_last_push_approval: false,
        required_review_thread_resolution: false,
        ...pull,
        required_approving_review_count: Math.max(isAlone ? 0 : 1, pull?.required_approving_review_count ?? 0),
        dismiss_stale_reviews_on_push: true,
        require_code_owner_review: pull?.require_code_owner_review || !isAlone,
      },
    },
  ];
  if (canCheck)
    ours.push({
      type: "required_status_checks",
      parameters: {
        ...check,
        strict_required_status_checks_policy: true,
        required_status_checks: [
          ...checks.filter(({ context }) => context !== REVIEW_CHECK),
          { context: REVIEW_CHECK },
        ],
      },
    });
  const kept = before.filter(({ type }) => !ours.some((rule) => rule.type === type));
  const rules = [...ours, ...kept];
  if (id === undefined)
    await api.send("POST", `${path}/rulesets`, {
      name: RULESET,
      target: "branch",
      enforcement: "active",
      rules,
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    });
  else await api.send("PUT", `${path}/rulesets/${id}`, { enforcement: "active", rules });
}
