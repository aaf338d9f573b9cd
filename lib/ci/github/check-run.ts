// The check runs that the pipeline writes and reads: "mailzone review" on the head of a pull request, with the digests, and
// "mailzone apply" on the commit up to which everything is applied.

import { cut, MESSAGE_LIMIT, TITLE_LIMIT } from "../../report/report";
import { REVIEW_CHECK } from "../../setup/github/context";
import type { Annotation } from "../review-file";
import type { GitHub } from "./client";
import { type SignedPlace, signedText, verifiedBody } from "./signature";

export const REVIEW = REVIEW_CHECK;
export const APPLY = "mailzone apply";

/** What the pipeline says about a head, good or bad: a later "no" overrides an earlier "yes". */
export interface ReviewedHead {
  /** The workflow run that published it. The greater number is the later run. */
  readonly run: number;
  readonly conclusion: "success" | "failure";
  /** By stack. Empty if nothing changes. */
  readonly expect: ReadonlyMap<string, string>;
  /** `RULE` or `RULE@DOMAIN` */
  readonly accept: readonly string[];
}

function formatReviewedHead({ run, conclusion, expect, accept }: ReviewedHead): string {
  return [
    `run: ${run}`,
    `conclusion: ${conclusion}`,
    ...[...expect].map(([stack, digest]) => `${stack}=${digest}`).sort(),
    ...accept.map((rule) => `accept:${rule}`),
  ].join("\n");
}

function parseReviewedHead(body: string): ReviewedHead | undefined {
  const [first = "", second = "", ...lines] = body.split("\n");
  const run = Number(/^run: (\d{1,15})$/.exec(first)?.[1]);
  const conclusion = /^conclusion: (success|failure)$/.exec(second)?.[1];
  if (!Number.isSafeInteger(run) || conclusion === undefined) return undefined;
  const pairs = lines.flatMap((line): [string, string][] => {
    const [, stack, digest] = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)=(\S+)$/.exec(line) ?? [];
    return stack === undefined || digest === undefined ? [] : [[stack, digest]];
  });
  const accept = lines.flatMap((line) => /^accept:(.+)$/.exec(line)?.[1] ?? []);
  return { run, conclusion: conclusion as ReviewedHead["conclusion"], expect: new Map(pairs), accept };
}

interface CheckRun {
  readonly id: number;
  readonly output?: { readonly text?: string | null } | null;
}

/** The latest one that we wrote for a head; undefined if we wrote none. Those of others are ignored. */
export async function reviewedHead(
  github: GitHub,
  key: string,
  number: number,
  head: string,
): Promise<ReviewedHead | undefined> {
  const place = { repository: github.repository, subject: String(number), commit: head };
  const found = (await bodies(github, key, place, REVIEW)).flatMap((body) => parseReviewedHead(body) ?? []);
  return found.sort((a, b) => b.run - a.run)[0];
}

/** Whether everything that was approved up to a commit is applied. */
export async function isAppliedUpTo(github: GitHub, key: string, commit: string): Promise<boolean> {
  const place = { repository: github.repository, subject: "applied", commit };
  return (await bodies(github, key, place, APPLY)).includes(`applied up to ${commit}`);
}

export async function markApplied(github: GitHub, key: string, commit: string, url: string): Promise<void> {
  const place = { repository: github.repository, subject: "applied", commit };
  await github.send("POST", "check-runs", {
    name: APPLY,
    head_sha: commit,
    status: "completed",
    conclusion: "success",
    details_url: url,
    output: {
      title: "applied",
      summary: "All that was approved up to this commit is applied: the next apply begins after it.",
      text: signedText(key, place, `applied up to ${commit}`),
    },
  });
}

/** GitHub accepts this many at a time, and shows them beside the lines of the pull request. */
const ANNOTATIONS = 50;

export interface ReviewCheck {
  readonly number: number;
  readonly head: string;
  readonly title: string;
  readonly url: string;
  readonly reviewed: ReviewedHead;
  readonly annotations: readonly Annotation[];
}

/** Longer than GitHub accepts as the text of a check run. */
const TEXT_LIMIT = 65_535;

export async function publishReview(github: GitHub, key: string, check: ReviewCheck): Promise<void> {
  const { number, head, title, url, reviewed } = check;
  const place = { repository: github.repository, subject: String(number), commit: head };
  const text = signedText(key, place, formatReviewedHead(reviewed));
  if (text.length > TEXT_LIMIT)
    return publishReview(github, key, {
      ...check,
      title: "more stacks change than a check run can hold: divide the pull request",
      reviewed: { ...reviewed, conclusion: "failure", expect: new Map(), accept: [] },
    });
  const worst = [...check.annotations].sort((a, b) => RANK[a.risk] - RANK[b.risk]).slice(0, ANNOTATIONS);
  await github.send("POST", "check-runs", {
    name: REVIEW,
    head_sha: head,
    status: "completed",
    conclusion: reviewed.conclusion,
    details_url: url,
    output: {
      title,
      summary: "What was reviewed is what is applied: the digests below say what that is.",
      text,
      annotations: worst.map(({ file, line, risk, rule, message }) => ({
        path: file,
        start_line: line,
        end_line: line,
        title: cut(rule, TITLE_LIMIT),
        message: cut(message, MESSAGE_LIMIT),
        annotation_level: risk === "danger" ? "failure" : "warning",
      })),
    },
  });
}

const RANK: Readonly<Record<Annotation["risk"], number>> = { danger: 0, caution: 1 };

async function bodies(github: GitHub, key: string, place: SignedPlace, name: string): Promise<readonly string[]> {
  const runs = await github.all<CheckRun>(
    `commits/${place.commit}/check-runs?check_name=${encodeURIComponent(name)}&filter=all`,
    ({ check_runs }: { check_runs: readonly CheckRun[] }) => check_runs,
  );
  return runs.flatMap(({ output }) => verifiedBody(key, place, output?.text ?? "") ?? []);
}
