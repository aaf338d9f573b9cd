// Checks whether the real world still is what was applied, and is live. On GitHub one issue reports drift.
import { updateDriftIssue } from "../../ci/github/drift-issue";
import { planDigest } from "../../plan/digest";
import { renderMarkdown as renderReview } from "../../review/render/markdown";
import type { DnsOptions } from "../../verify/dns/options";
import { renderMarkdown } from "../../verify/render/markdown";
import { exitCode } from "../../verify/verification";
import { type ConfigurationOptions, soundConfiguration } from "../configuration";
import { type Context, EMULATED_REMARK, type InWorkspace, type Workspace } from "../context";
import { unlessFailed } from "../explain";
import { isApplicable, type Planned, plan } from "../plan/plan";
import { configuredDomains } from "../verify/target";
import { verifyDomains } from "../verify/verify";
import { answerDrift, type DriftAnswer, type LiveState, type PlannedDrift } from "./drift-state";
import { addToFile, githubOf, runUrl } from "./environment";

export interface NightlyRequest extends ConfigurationOptions {
  /** How many stacks are planned at a time. */
  readonly parallel: number;
  /** The servers for DNS questions, besides the setting of the workspace. */
  readonly dns?: DnsOptions;
  /** Removes credentials from the report: it contains answers of AWS, Cloudflare and DNS, and an issue may be public. */
  readonly redact: (text: string) => string;
  /** Is told about each plan. @default - nobody */
  readonly onPlanned?: (workspace: Workspace, planned: Planned) => void;
}

/**
 * Plans without a lock, verifies, and updates the summary of the run and, with GITHUB_TOKEN and GITHUB_REPOSITORY, the issue.
 * What fails is reported, and is an answer: "failed" or "unknown".
 * @returns what was found; after an interrupt nothing is written, and the result means nothing
 */
export async function checkDrift(
  context: Context,
  request: NightlyRequest,
  inWorkspace: InWorkspace,
): Promise<DriftAnswer["state"]> {
  const { env, interrupts } = context;
  const found = await answerDrift({
    plan: async () =>
      (await unlessFailed(context, () => checkPlan(context, request, inWorkspace))) ?? { kind: "failed" },
    verify: async () =>
      (await unlessFailed(context, () => checkLive(context, request, inWorkspace))) ?? { kind: "unknown" },
  });
  if (interrupts.interrupted) return found.state;
  const drift = { ...found, report: request.redact(found.report) };
  addToFile(context, "GITHUB_STEP_SUMMARY", drift.report);
  if (env.GITHUB_TOKEN && env.GITHUB_REPOSITORY) await updateDriftIssue(githubOf(context), drift, runUrl(context));
  return drift.state;
}

/** The role for plans may not use a lock. */
async function checkPlan(
  context: Context,
  { parallel, onPlanned, ...options }: NightlyRequest,
  inWorkspace: InWorkspace,
): Promise<PlannedDrift> {
  const config = soundConfiguration(context, options);
  return inWorkspace(config, async (workspace) => {
    const planned = await plan(workspace, config, { parallel, lock: false });
    onPlanned?.(workspace, planned);
    const { results, review } = planned;
    if (context.interrupts.interrupted || !isApplicable(planned)) return { kind: "failed" };
    if (results.every(({ changed }) => !changed)) return { kind: "empty" };
    const digests = results.flatMap(({ stack, saved }) => (saved ? [`${stack}=${planDigest(saved.plan)}`] : []));
    return { kind: "changes", digests: digests.join("\n"), review: renderReview(review, 40_000) };
  });
}

async function checkLive(
  context: Context,
  { dns, ...options }: NightlyRequest,
  inWorkspace: InWorkspace,
): Promise<LiveState> {
  const domains = configuredDomains(context, options);
  return inWorkspace({ domains }, async (workspace) => {
    const seen = await verifyDomains(workspace, domains, { dns });
    const remark = workspace.kind === "sandbox" ? `${EMULATED_REMARK}\n\n` : "";
    return { kind: KINDS[exitCode(seen)], report: `${remark}${renderMarkdown(seen)}` };
  });
}

const KINDS = { 0: "live", 1: "not-live", 2: "unknown" } as const;
