// mailzone ci publish FOLDER: turns the reviews of a pull request's plan jobs into one comment, which is kept up to date, and
// the check run "mailzone review" with the digests. It runs from the default branch and has what code of the pull request must
// not have: the right to write checks, and the signing key. Its input was made by that code.
import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import {
  addToFile,
  COMMIT,
  githubOf,
  NUMBER,
  needed,
  refuseAcceptance,
  reviewKey,
  runUrl,
} from "../../app/ci/environment";
import { publishReview } from "../../ci/github/check-run";
import type { GitHub } from "../../ci/github/client";
import { People, type Pull } from "../../ci/github/people";
import { judge, MARK, renderComment } from "../../ci/publish";
import { parseReviewFile, type ReviewFile, ReviewFileError } from "../../ci/review-file";
import { ApiError } from "../../setup/api";
import { openPlain } from "../../terraform/links";
import { EXIT, type Shell } from "../shell";

export function addCiPublish(ci: Command, shell: Shell, exit: (code: number) => void): void {
  ci.command("publish")
    .description(
      "GitHub: one comment and one signed check run of the reviews that ci plan left. Runs no code of the change",
    )
    .argument("<folder>", "where the reviews were unpacked")
    .action(async (folder: string) => exit(await ciPublish(shell, folder)));
}

async function ciPublish(shell: Shell, folder: string): Promise<number> {
  const head = needed(shell, "HEAD_SHA", COMMIT);
  const number = needed(shell, "PULL_NUMBER", NUMBER);
  const key = reviewKey(shell);
  const github = githubOf(shell);
  const pull = await github.get<Pull>(`pulls/${number}`);
  if (pull.head.sha !== head) {
    shell.say(`pull request ${number} has moved on from ${head}: its next run publishes`);
    return EXIT.yes;
  }
  if (pull.head.repo?.full_name !== github.repository) {
    shell.say(`pull request ${number} comes from a fork, and was not planned: nothing is published`);
    return EXIT.yes;
  }
  const labels = await new People(github).acceptances(pull, refuseAcceptance);
  for (const line of labels.ignored) shell.say(line);
  const { files, faults } = await readReviews(path.resolve(shell.cwd, folder));
  for (const line of faults) shell.say(line);
  const judged = judge(files, faults, shell.env.RUN_CONCLUSION === "success", labels);
  const url = runUrl(shell);
  const { conclusion, title, expect, accept, annotations } = judged;
  const said = { run: ownRun(shell), conclusion, expect, accept };
  // The check run comes first because it counts: a comment can fail if the conversation is locked.
  await publishReview(github, key, { number: pull.number, head, title, url, said, annotations });
  const body = renderComment({ judged, commit: head, url, notes: [...labels.ignored, ...faults] });
  addToFile(shell, "GITHUB_STEP_SUMMARY", body);
  await comment(shell, github, number, body);
  shell.say(`${conclusion}: ${title}`);
  return EXIT.yes;
}

/** Grows from run to run, and from one attempt to the next. */
function ownRun(shell: Shell): number {
  const run = Number(needed(shell, "GITHUB_RUN_ID", /^\d{1,12}$/));
  const attempt = Number(shell.env.GITHUB_RUN_ATTEMPT ?? 1);
  return run * 1_000 + Math.min(Number.isInteger(attempt) ? attempt : 1, 999);
}

interface Comment {
  readonly id: number;
  readonly body?: string;
  readonly user: { readonly login: string } | null;
}

async function comment(shell: Shell, github: GitHub, number: string, body: string): Promise<void> {
  try {
    const all = await github.all<Comment>(`issues/${number}/comments`);
    const own = all.find((one) => one.user?.login === "github-actions[bot]" && one.body?.startsWith(MARK));
    if (own === undefined) await github.send("POST", `issues/${number}/comments`, { body });
    else await github.send("PATCH", `issues/comments/${own.id}`, { body });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    shell.say(`warning: the comment was not written, the check run was: ${error.message}`);
  }
}

const NAME = "review.json";
/** The limits: the bytes of a file, and the number of files. */
const LARGEST = 20 << 20;
const MOST = 300;

/**
 * The reviews in a folder and in its direct subfolders. Links are never followed. Files that cannot be used are reported, never
 * left out.
 */
async function readReviews(
  folder: string,
): Promise<{ readonly files: readonly ReviewFile[]; readonly faults: readonly string[] }> {
  const files: ReviewFile[] = [];
  const faults: string[] = [];
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [];
  const inside = entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(name, NAME));
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  for (const name of links) if (name !== NAME) faults.push(`"${name}" is a link`);
  const names = [...entries.filter(({ name }) => name === NAME).map(({ name }) => name), ...inside].sort();
  if (names.length > MOST) faults.push(`there are ${names.length} reviews, more than ${MOST}`);
  for (const name of names.slice(0, MOST)) {
    try {
      const text = await readPlain(path.join(folder, name));
      if (text !== undefined) files.push(parseReviewFile(text));
    } catch (error) {
      if (!(error instanceof ReviewFileError)) throw error;
      faults.push(`"${name}": ${error.message}`);
    }
  }
  return { files, faults };
}

/** Undefined if it does not exist, because a job left nothing. */
async function readPlain(file: string): Promise<string | undefined> {
  let handle: Awaited<ReturnType<typeof openPlain>>;
  try {
    handle = await openPlain(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new ReviewFileError(code === "ELOOP" ? "it is a link" : `it cannot be read (${code})`);
  }
  try {
    if ((await handle.stat()).size > LARGEST) throw new ReviewFileError(`it is larger than ${LARGEST >> 20} MB`);
    return (await handle.readFile()).toString("utf8");
  } finally {
    await handle.close();
  }
}
