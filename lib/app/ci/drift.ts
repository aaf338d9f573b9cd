// Checks whether the real world still is what was applied, and is live. On GitHub one issue reports drift. Every night the states are
// compared with zones and SES; once a week a full plan also finds what was never applied.
import { updateDriftIssue } from "../../ci/github/drift-issue";
import { renderMarkdown as renderDrift } from "../../drift/render/markdown";
import { planDigest } from "../../plan/digest";
import { renderMarkdown as renderReview } from "../../review/render/markdown";
import type { DnsOptions } from "../../verify/dns/options";
import { renderMarkdown } from "../../verify/render/markdown";
import { exitCode } from "../../verify/verification";
import { commandLine } from "../command-line";
import { type ConfigurationOptions, readableConfiguration, soundConfiguration } from "../configuration";
import { type Context, EMULATED_REMARK, type InWorkspace, type Workspace } from "../context";
import { findDrift } from "../drift/drift";
import { unlessFailed } from "../explain";
import { isApplicable, type Planned, plan } from "../plan/plan";
import { verifyDomains } from "../verify/verify";
import {
  answerDrift,
  COMPARISON_TEXTS,
  type DriftAnswer,
  type FoundDrift,
  type LiveState,
  PLAN_TEXTS,
} from "./drift-state";
import { addToFile, githubOf, runUrl } from "./environment";

export interface NightlyRequest extends ConfigurationOptions {
  /** Plans all stacks, instead of comparing what was applied. @default false */
  readonly plan?: boolean;
  /** How many stacks are planned, or states pulled, at a time. */
  readonly parallel: number;
  /** The servers for DNS questions, besides the setting of the workspace. */
  readonly dns?: DnsOptions;
  /** Removes credentials from the report: it contains answers of AWS, Cloudflare and DNS, and an issue may be public. */
  readonly redact: (text: string) => string;
  /** Is told about each plan. @default - nobody */
  readonly onPlanned?: (workspace: Workspace, planned: Planned) => void;
}

/**
 * Compares or plans without a lock, verifies, and updates the summary of the run and, with GITHUB_TOKEN and GITHUB_REPOSITORY, the issue.
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
    texts: request.plan ? PLAN_TEXTS : COMPARISON_TEXTS,
    find: async () =>
      (await unlessFailed(context, () => (request.plan ? planAll : compare)(context, request, inWorkspace))) ?? {
        kind: "failed",
      },
    verify: async () =>
      (await unlessFailed(context, () => checkLive(context, request, inWorkspace))) ?? { kind: "unknown" },
  });
  if (interrupts.interrupted) return found.state;
  const drift = { ...found, report: request.redact(found.report) };
  addToFile(context, "GITHUB_STEP_SUMMARY", drift.report);
  if (env.GITHUB_TOKEN && env.GITHUB_REPOSITORY) {
    const by = request.plan ? "plan" : "comparison";
    await updateDriftIssue(githubOf(context), { ...drift, by }, runUrl(context));
  }
  return drift.state;
}

/** Compares what was applied with zones and SES. */
async function compare(
  context: Context,
  { parallel, ...options }: NightlyRequest,
  inWorkspace: InWorkspace,
): Promise<FoundDrift> {
  const config = readableConfiguration(context, options);
  return inWorkspace(config, async (workspace) => {
    const drift = await findDrift(workspace, config, { parallel });
    if (context.interrupts.interrupted) return { kind: "failed" };
    if (drift.state === "clean") return { kind: "same" };
    const report = renderDrift(drift, (name) => commandLine(name, workspace), 40_000);
    return drift.state === "unknown" ? { kind: "unknown", report } : { kind: "changes", digests: drift.digest, report };
  });
}

/** The role for plans may not use a lock. */
async function planAll(
  context: Context,
  { parallel, onPlanned, ...options }: NightlyRequest,
  inWorkspace: InWorkspace,
): Promise<FoundDrift> {
  const config = soundConfiguration(context, options);
  return inWorkspace(config, async (workspace) => {
    const planned = await plan(workspace, config, { parallel, lock: false });
    onPlanned?.(workspace, planned);
    const { results, review } = planned;
    if (context.interrupts.interrupted || !isApplicable(planned)) return { kind: "failed" };
    if (results.every(({ changed }) => !changed)) return { kind: "same" };
    const digests = results.flatMap(({ stack, saved }) => (saved ? [`${stack}=${planDigest(saved.plan)}`] : []));
    return { kind: "changes", digests: digests.join("\n"), report: renderReview(review, 40_000) };
  });
}

async function checkLive(
  context: Context,
  { dns, ...options }: NightlyRequest,
  inWorkspace: InWorkspace,
): Promise<LiveState> {
  const { domains } = readableConfiguration(context, options);
  return inWorkspace({ domains }, async (workspace) => {
    const seen = await verifyDomains(workspace, domains, { dns });
    const remark = workspace.kind === "sandbox" ? `${EMULATED_REMARK}\n\n` : "";
    return { kind: KINDS[exitCode(seen)], report: `${remark}${renderMarkdown(seen)}` };
  });
}

const KINDS = { 0: "live", 1: "not-live", 2: "unknown" } as const;
