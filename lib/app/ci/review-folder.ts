// mailzone-review/ holds the review of what a change plans. Nothing else may leave the job that planned, because plan files
// contain secret values in clear text. A plan that failed leaves a review that says so.
import fs from "node:fs";
import path from "node:path";
import { codeQuality } from "../../ci/code-quality";
import { Approvals, type Pull } from "../../ci/github/approvals";
import { type Annotation, formatReviewFile } from "../../ci/review-file";
import type { Configuration } from "../../config/configuration";
import { writeWhole } from "../../files/write";
import { renderReviewPage } from "../../review/render/markdown";
import { pageOf, type ReviewPage } from "../../review/render/page";
import { type Review, review } from "../../review/review";
import { plainSentence } from "../../review/rules/sentence";
import { refuseLinks } from "../../terraform/links";
import type { Context, Place, ProjectData } from "../context";
import { parseAcceptance, sayUnused } from "../guards/acceptance";
import { preflightsOf, readSavedPlans, type SavedForReview } from "../plan/saved-plans";
import { Refused } from "../refused";
import { acceptanceProblem, addToFile, githubOf, NUMBER, requiredVariable } from "./environment";
import { fromTop } from "./top";

const FOLDER = "mailzone-review";
const FILES = {
  json: "review.json",
  markdown: "review.md",
  codeQuality: "code-quality.json",
  expect: "expect",
  proposal: "reports.md",
} as const;

/** What the labels of a pull request accept, and who set them. */
export interface Acceptances {
  readonly accept: readonly string[];
  readonly by: string;
}

/** What an earlier run left does not belong to this review. */
export function clearReviews({ cwd }: Pick<Place, "cwd">): void {
  const folder = path.join(cwd, FOLDER);
  refuseLinks(cwd, folder);
  for (const name of Object.values(FILES)) fs.rmSync(path.join(folder, name), { force: true });
}

/** Writes the text of a proposal: its first line is the title, the rest is Markdown. */
export function writeProposal({ cwd }: Pick<Place, "cwd">, text: string): void {
  const folder = path.join(cwd, FOLDER);
  refuseLinks(cwd, folder);
  fs.mkdirSync(folder, { recursive: true });
  writeWhole(path.join(folder, FILES.proposal), text);
}

/**
 * Reviews the saved plans of these stacks, and writes the review to the folder.
 * @returns the review, and the stacks without a saved plan
 */
export async function writeReview(
  context: Pick<Context, "cwd" | "env" | "say"> & ProjectData,
  config: Configuration,
  stacks: readonly string[],
  { accept, by }: Acceptances,
): Promise<{ readonly review: Review; readonly failed: readonly string[] }> {
  const { saved, failed } = await readAll(context, stacks);
  const preflights = preflightsOf(saved);
  const judged = review(
    saved.map(({ plan }) => plan),
    { accept: accept.map(parseAcceptance), preflights, acceptedBy: by === "" ? undefined : by },
  );
  sayUnused(context, judged);
  const folder = path.join(context.cwd, FOLDER);
  writeFiles(context, folder, withFailed(pageOf(judged), failed), annotationsOf(context, judged, config));
  return { review: judged, failed };
}

/** The digests of the plans that change something, one line each. An apply needs them. */
export function writeExpectations({ cwd }: Pick<Place, "cwd">, { stacks }: Review): void {
  const lines = stacks.filter(({ changes }) => changes > 0).map(({ stack, digest }) => `${stack}=${digest}\n`);
  writeWhole(path.join(cwd, FOLDER, FILES.expect), lines.join(""));
}

/** The valid labels of the pull request. Those that are not valid are reported and have no other effect. */
export async function pullAcceptances(context: Pick<Context, "env" | "say">): Promise<Acceptances> {
  if (!context.env.PULL_NUMBER) return { accept: [], by: "" };
  const github = githubOf(context);
  const pull = await github.get<Pull>(`pulls/${requiredVariable(context, "PULL_NUMBER", NUMBER)}`);
  const { counted, ignored } = await new Approvals(github).acceptances(pull, acceptanceProblem);
  for (const line of ignored) context.say(line);
  const by = [...new Set(counted.map((one) => one.by))].join(", ");
  return { accept: counted.map(({ accept }) => accept), by };
}

/** The saved plans of the stacks. A stack without a saved plan has failed. */
async function readAll(
  context: Pick<Context, "cwd" | "say"> & ProjectData,
  stacks: readonly string[],
): Promise<{ readonly saved: readonly SavedForReview[]; readonly failed: readonly string[] }> {
  const saved: SavedForReview[] = [];
  const failed: string[] = [];
  for (const stack of stacks) {
    try {
      saved.push(...(await readSavedPlans(context, [stack])));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      failed.push(stack);
    }
  }
  return { saved, failed };
}

function withFailed(page: ReviewPage, failed: readonly string[]): ReviewPage {
  if (failed.length === 0) return page;
  const stacks = failed.map((stack) => ({ stack, digest: "", status: "failed" as const, changes: 0 }));
  return { ...page, verdict: "danger", stacks: [...page.stacks, ...stacks] };
}

function writeFiles(
  context: Pick<Context, "cwd" | "env">,
  folder: string,
  page: ReviewPage,
  annotations: readonly Annotation[],
): void {
  const markdown = renderReviewPage(page);
  fs.mkdirSync(folder, { recursive: true });
  writeWhole(path.join(folder, FILES.json), formatReviewFile(page, annotations));
  writeWhole(path.join(folder, FILES.markdown), markdown);
  writeWhole(path.join(folder, FILES.codeQuality), codeQuality(annotations));
  addToFile(context, "GITHUB_STEP_SUMMARY", markdown);
}

/** The place in the configuration of each finding of the review. */
function annotationsOf(
  place: Pick<Place, "cwd" | "env">,
  { effects }: Review,
  { placeOf }: Configuration,
): readonly Annotation[] {
  return effects.flatMap(({ risk, accepted, rule, change, sentence }): Annotation[] => {
    if (risk === "safe" || accepted || change?.entry === undefined) return [];
    const at = placeOf?.(change.entry, change.id);
    if (at === undefined) return [];
    const file = fromTop(place, at.file);
    return path.isAbsolute(file) ? [] : [{ file, line: at.line, risk, rule, message: plainSentence(sentence) }];
  });
}
