// Turns the reviews of a pull request's plan jobs into one comment, which is kept up to date, and the check run "mailzone review"
// with the digests. It runs from the default branch and has what code of the pull request must not have: the right to write
// checks, and the signing key. Its input was made by that code.
import path from "node:path";
import { Approvals, type Pull } from "../../ci/github/approvals";
import { publishReview } from "../../ci/github/check-run";
import type { GitHub } from "../../ci/github/client";
import { judge, MARK, renderComment } from "../../ci/publish";
import { ApiError } from "../../setup/api";
import type { Context } from "../context";
import {
  acceptanceProblem,
  addToFile,
  COMMIT,
  githubOf,
  NUMBER,
  requiredVariable,
  reviewKey,
  runUrl,
} from "./environment";
import { readReviews } from "./reviews";

/**
 * Publishes the reviews in a folder and its direct subfolders, as HEAD_SHA, PULL_NUMBER and the variables of the run say. A pull
 * request that has moved on, or comes from a fork, is left alone; that is reported.
 * @throws Refused if a variable is not set; ApiError if GitHub refuses the check run
 */
export async function publishReviews(context: Pick<Context, "cwd" | "env" | "say">, folder: string): Promise<void> {
  const head = requiredVariable(context, "HEAD_SHA", COMMIT);
  const number = requiredVariable(context, "PULL_NUMBER", NUMBER);
  const key = reviewKey(context);
  const github = githubOf(context);
  const pull = await github.get<Pull>(`pulls/${number}`);
  if (pull.head.sha !== head) {
    context.say(`pull request ${number} has moved on from ${head}: its next run publishes`);
    return;
  }
  if (pull.head.repo?.full_name !== github.repository) {
    context.say(`pull request ${number} comes from a fork, and was not planned: nothing is published`);
    return;
  }
  const labels = await new Approvals(github).acceptances(pull, acceptanceProblem);
  for (const line of labels.ignored) context.say(line);
  const { files, faults } = await readReviews(path.resolve(context.cwd, folder));
  for (const line of faults) context.say(line);
  const judged = judge(files, faults, context.env.RUN_CONCLUSION === "success", labels);
  const url = runUrl(context);
  const { conclusion, title, expect, accept, annotations } = judged;
  const reviewed = { run: ownRun(context), conclusion, expect, accept };
  // The check run comes first because it counts: a comment can fail if the conversation is locked.
  await publishReview(github, key, { number: pull.number, head, title, url, reviewed, annotations });
  const body = renderComment({ judged, commit: head, url, notes: [...labels.ignored, ...faults] });
  addToFile(context, "GITHUB_STEP_SUMMARY", body);
  await comment(context, github, number, body);
  context.say(`${conclusion}: ${title}`);
}

/** Grows from run to run, and from one attempt to the next. */
function ownRun(context: Pick<Context, "env" | "say">): number {
  const run = Number(requiredVariable(context, "GITHUB_RUN_ID", /^\d{1,12}$/));
  const attempt = Number(context.env.GITHUB_RUN_ATTEMPT ?? 1);
  return run * 1_000 + Math.min(Number.isInteger(attempt) ? attempt : 1, 999);
}

interface Comment {
  readonly id: number;
  readonly body?: string;
  readonly user: { readonly login: string } | null;
}

async function comment(
  context: Pick<Context, "env" | "say">,
  github: GitHub,
  number: string,
  body: string,
): Promise<void> {
  try {
    const all = await github.all<Comment>(`issues/${number}/comments`);
    const own = all.find((one) => one.user?.login === "github-actions[bot]" && one.body?.startsWith(MARK));
    if (own === undefined) await github.send("POST", `issues/${number}/comments`, { body });
    else await github.send("PATCH", `issues/comments/${own.id}`, { body });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.say(`warning: the comment was not written, the check run was: ${error.message}`);
  }
}
