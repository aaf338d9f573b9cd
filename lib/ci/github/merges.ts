// What was approved and is not applied yet. GitHub keeps only one waiting run of a workflow and drops the others, and a merge
// queue pushes several merges at once. So an apply looks at all merges since the last one that is applied, not only at its own.

import type { Approvals, Pull } from "./approvals";
import { isAppliedUpTo, reviewedHead } from "./check-run";
import type { GitHub } from "./client";

/** A merged pull request with something left to apply. */
export interface ApprovedPullRequest {
  readonly number: number;
  /** Its commit on the branch. */
  readonly commit: string;
  readonly by: string;
  /** The reviewed digest, by stack. */
  readonly expect: Readonly<Record<string, string>>;
  /** `RULE` or `RULE@DOMAIN` */
  readonly accept: readonly string[];
  /** Later pull requests that changed some of its stacks again. They are applied together with it, or none of them is. */
  readonly with: readonly number[];
}

export interface Pending {
  /** Oldest first. A stack belongs to the latest pull request that changes it. */
  readonly approved: readonly ApprovedPullRequest[];
  /** Why something that was merged is not applied; one line each. */
  readonly refused: readonly string[];
  /** The same for the commit of this apply. @default - it may be applied, or changes nothing */
  readonly own?: string;
}

/** The search stops after this many merges. */
const FURTHEST = 100;

export interface PendingProps {
  readonly github: GitHub;
  readonly approvals: Approvals;
  readonly key: string;
  /** The commit that was pushed, and the branch. */
  readonly commit: string;
  readonly branch: string;
  readonly sole?: string;
}

/** Walks back from a commit along first parents. */
export async function pendingApprovals(props: PendingProps): Promise<Pending> {
  const { github, key, commit } = props;
  const approved: ApprovedPullRequest[] = [];
  const refused: string[] = [];
  let own: string | undefined;
  let at: string | undefined = commit;
  for (let steps = 0; at !== undefined && steps < FURTHEST; steps += 1) {
    if (await isAppliedUpTo(github, key, at)) break;
    const found = await approvalOf(props, at);
    if ("number" in found) approved.unshift(found);
    else if (at === commit) own = found.why;
    else if (found.isReviewed) refused.push(found.why);
    const { parents }: { parents: readonly { readonly sha: string }[] } = await github.get(`commits/${at}`);
    at = parents[0]?.sha;
  }
  return {
    approved: withoutSuperseded(approved),
    refused: [...refused.reverse()],
    own,
  };
}

/** The configuration of a stack is that of the latest merge, so an earlier digest of it matches no plan any more. */
function withoutSuperseded(approved: readonly ApprovedPullRequest[]): readonly ApprovedPullRequest[] {
  const latest = new Map(approved.flatMap(({ expect, number }) => Object.keys(expect).map((stack) => [stack, number])));
  return approved.flatMap((one): ApprovedPullRequest[] => {
    const owner = (stack: string) => latest.get(stack) ?? one.number;
    const left = Object.entries(one.expect).filter(([stack]) => owner(stack) === one.number);
    const later = new Set(
      Object.keys(one.expect)
        .map(owner)
        .filter((number) => number !== one.number),
    );
    return left.length === 0 ? [] : [{ ...one, expect: Object.fromEntries(left), with: [...later] }];
  });
}

interface NotApproved {
  readonly why: string;
  /** Whether there is a review, so that somebody may be waiting for the apply. */
  readonly isReviewed: boolean;
}

async function approvalOf(
  { github, approvals, key, branch, sole }: PendingProps,
  commit: string,
): Promise<ApprovedPullRequest | NotApproved> {
  const no = (why: string, isReviewed = false): NotApproved => ({ why, isReviewed });
  const pulls = await github.all<Pull>(`commits/${commit}/pulls`);
  const merged = pulls.find(
    ({ merged_at, merge_commit_sha, base }) => merged_at !== null && merge_commit_sha === commit && base.ref === branch,
  );
  if (merged === undefined)
    return no(
      `commit ${commit} was not merged by a pull request: run this workflow by hand with the digests of a review`,
    );
  const { number } = merged;
  const pull = await github.get<Pull>(`pulls/${number}`);
  const head = pull.head.sha;
  const reviewed = await reviewedHead(github, key, number, head);
  if (reviewed === undefined)
    return no(
      `the head ${head} of pull request ${number} has no check run "mailzone review" with digests: run its workflow again`,
    );
  if (reviewed.conclusion !== "success")
    return no(`the last review of pull request ${number}, of its head ${head}, is a no: bring a new one`, true);
  const approval = await approvals.approval(pull, sole);
  if ("why" in approval) return no(approval.why, true);
  const withdrawn = await approvals.withdrawn(pull, reviewed.accept);
  if (withdrawn.length > 0)
    return no(
      `what pull request ${number} was reviewed with was taken back before its merge: ${withdrawn.map((accept) => `accept:${accept}`).join(", ")}`,
      true,
    );
  const { expect, accept } = reviewed;
  return { number, commit, by: approval.by, expect: Object.fromEntries(expect), accept, with: [] };
}
