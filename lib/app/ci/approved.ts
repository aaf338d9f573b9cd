// What was merged, reviewed and approved since the last commit that is completely applied, and the mark of a commit that is. Both
// use the signing key, and do not run Terraform.

import { Approvals } from "../../ci/github/approvals";
import { markApplied } from "../../ci/github/check-run";
import { type ApprovedPullRequest, type Pending, pendingApprovals } from "../../ci/github/merges";
import { inlineCode } from "../../dns/text/escape";
import type { Context } from "../context";
import { Refused } from "../refused";
import { addToFile, COMMIT, githubOf, requiredVariable, reviewKey, runUrl } from "./environment";

/**
 * Finds what may be applied, reports it, and writes it to the run's summary and, as `approved`, to its outputs.
 * @returns what `mailzone ci apply` reads; undefined if nothing is left to apply
 * @throws Refused if the pushed commit may not be applied and nothing else is left; ApiError
 */
export async function findApproved(context: Pick<Context, "cwd" | "env" | "say">): Promise<Pending | undefined> {
  const { env, say } = context;
  const github = githubOf(context);
  const commit = requiredVariable(context, "GITHUB_SHA", COMMIT);
  const branch = requiredVariable(context, "GITHUB_REF_NAME");
  const key = reviewKey(context);
  // An empty variable names nobody.
  const sole = env.MAILZONE_SOLE_MAINTAINER?.trim() || undefined;
  const pending = await pendingApprovals({ github, approvals: new Approvals(github), key, commit, branch, sole });
  const { approved, own } = pending;
  const refused = own === undefined ? pending.refused : [...pending.refused, own];
  for (const why of refused) say(`not applied: ${why}`);
  for (const one of approved) say(describe(one));
  addToFile(context, "GITHUB_STEP_SUMMARY", summary(approved, refused));
  if (approved.length === 0 && own !== undefined) throw new Refused(`nothing is applied: ${own}`);
  const found = approved.length === 0 ? undefined : pending;
  if (found === undefined) say("nothing is left to apply");
  addToFile(context, "GITHUB_OUTPUT", `approved=${formatPending(found)}\n`);
  return found;
}

/** One line, empty for nothing; parsed by readWork(). */
export function formatPending(pending: Pending | undefined): string {
  return pending === undefined ? "" : JSON.stringify(pending);
}

/** Marks the commit in GITHUB_SHA as one up to which everything is applied. */
export async function markAllApplied(context: Pick<Context, "env" | "say">): Promise<void> {
  const commit = requiredVariable(context, "GITHUB_SHA", COMMIT);
  await markApplied(githubOf(context), reviewKey(context), commit, runUrl(context));
  context.say(`all that was approved up to ${commit} is applied`);
}

/** `pull request 7, approved by "maintainer": mail=v2-…` */
function describe({ number, by, expect, accept }: ApprovedPullRequest): string {
  const digests = Object.entries(expect).map(([stack, digest]) => `${stack}=${digest}`);
  const accepted = accept.map((rule) => `accepted ${rule}`);
  return `pull request ${number}, approved by "${by}": ${[...digests, ...accepted].join(", ")}`;
}

function summary(approved: readonly ApprovedPullRequest[], refused: readonly string[]): string {
  const lines = [...approved.map(describe), ...refused.map((why) => `not applied: ${why}`)];
  return lines.length === 0
    ? "Nothing is left to apply.\n"
    : `${lines.map((line) => `- ${inlineCode(line)}`).join("\n")}\n`;
}
