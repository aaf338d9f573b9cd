// What a pull request's plan jobs lead to: a verdict, a comment, digests. The jobs ran code of the pull request. So the verdict
// is made here from their data, and comes before everything that they say.
import { inlineCode, visibleText } from "../dns/text/escape";
import { renderReviewPage } from "../review/render/markdown";
import { joinPages, type ReviewPage } from "../review/render/page";
import type { CountedLabels, LabelAcceptance } from "./github/approvals";
import type { Annotation, ReviewFile } from "./review-file";

export interface Judgement {
  readonly conclusion: "success" | "failure";
  /** In one line. */
  readonly title: string;
  /** By stack; empty for a failure. */
  readonly expect: ReadonlyMap<string, string>;
  readonly accept: readonly string[];
  readonly page: ReviewPage;
  readonly annotations: readonly Annotation[];
}

/**
 * @param files what the jobs left
 * @param faults problems with files that could not be used
 * @param isComplete whether all jobs ended successfully
 */
export function judge(
  files: readonly ReviewFile[],
  faults: readonly string[],
  isComplete: boolean,
  { counted }: Pick<CountedLabels, "counted">,
): Judgement {
  const page = joinPages(files.map(({ page }) => page));
  const annotations = files.flatMap(({ annotations }) => annotations);
  const { stacks, obstacles, lines } = page;
  const failed = stacks.filter(({ status }) => status !== "complete");
  const open = lines.filter((line) => line.risk === "danger" && !(line.accepted && isAccepted(line, counted)));
  const clashes = obstacles.reduce((sum, { clashes }) => sum + clashes.length, 0);
  const names = new Set(stacks.map(({ stack }) => stack));
  const changing = stacks.filter(({ changes }) => changes > 0);
  const no = (title: string): Judgement => ({
    conclusion: "failure",
    title,
    expect: new Map(),
    accept: [],
    page,
    annotations,
  });
  if (faults.length > 0) return no(`a review cannot be used: ${faults[0]}`);
  if (files.length === 0) return no("no plan was made");
  if (failed.length > 0) return no("a plan failed");
  if (open.length > 0) return no(`dangers that nobody accepted: ${open.length}`);
  if (clashes > 0) return no(`existing records in the zones conflict: ${clashes}`);
  if (!isComplete) return no("a job failed");
  if (names.size !== stacks.length || stacks.some(({ digest }) => digest === ""))
    return no("the reviews contradict each other");
  const title =
    changing.length === 0 ? "reviewed: nothing changes" : `reviewed, stacks that change: ${changing.length}`;
  return {
    conclusion: "success",
    title,
    page,
    annotations,
    expect: new Map(changing.map(({ stack, digest }) => [stack, digest])),
    // The apply judges its own plan again, so it must know what was accepted.
    accept: changing.length === 0 ? [] : counted.map(({ accept }) => accept),
  };
}

/** A danger is accepted if the review says so and a valid label accepts it too. */
function isAccepted({ rule, domain }: ReviewPage["lines"][number], counted: readonly LabelAcceptance[]): boolean {
  return counted.some(({ accept }) => accept === rule || accept === `${rule}@${domain}`);
}

/** The mark by which the comment is found again. */
export const MARK = "<!-- mailzone review -->";

/** GitHub refuses a longer comment. */
const LIMIT = 65_536;

export interface CommentProps {
  readonly judged: Judgement;
  readonly commit: string;
  readonly url: string;
  /** Labels that are not valid, and other notes; one line each. */
  readonly notes: readonly string[];
}

/**
 * The comment: the verdict, the reasons why labels are not valid, then the joined reviews, of which the least important lines
 * are cut.
 */
export function renderComment({ judged, commit, url, notes }: CommentProps): string {
  const { conclusion, title, page } = judged;
  const shown = notes.slice(0, 20).map((note) => `- ${inlineCode(note)}`);
  const head = [
    MARK,
    `**${conclusion}: ${plain(title)}.** Commit ${commit.slice(0, 12)}, [run](${url}).`,
    ...(shown.length === 0 ? [] : ["", ...shown]),
    ...(notes.length > shown.length ? [`- and ${notes.length - shown.length} more`] : []),
    "",
    "",
  ].join("\n");
  if (page.stacks.length === 0 && page.lines.length === 0) {
    const why =
      conclusion === "success"
        ? "## mailzone review: no stack changes\n"
        : "## mailzone review: no plan was made\n\nCheck, synth or the plan failed before: see the run.\n";
    return head + why;
  }
  return head + renderReviewPage(page, LIMIT - head.length);
}

/** A title may repeat text from a file. */
function plain(title: string): string {
  return /^[A-Za-z0-9 ,:]+$/.test(title) ? title : inlineCode(visibleText(title));
}
