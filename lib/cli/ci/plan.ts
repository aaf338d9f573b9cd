// mailzone ci plan: plans what a change may change, without a lock, and leaves the review of it in mailzone-review/: all that may leave the
// job, since plan files hold values in clear. A plan that failed leaves a review too, which says so.
import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { People, type Pull } from "../../ci/github/people";
import { type Annotation, formatReviewFile } from "../../ci/review-file";
import type { Configuration } from "../../config/configuration";
import { writeWhole } from "../../files/write";
import { renderPage } from "../../review/render/markdown";
import { pageOf, type ReviewPage } from "../../review/render/page";
import { type Review, reaches, review } from "../../review/review";
import { plainSentence } from "../../review/rules/sentence";
import { refuseLinks } from "../../terraform/links";
import { explain } from "../explain";
import { type CommonOptions, refuseErrors, withConfig, withEmulated, withParallel } from "../options";
import { plan } from "../plan";
import { fromTop } from "../report";
import { readSavedPlans, type SavedForReview } from "../saved-plans";
import { EXIT, Refused, type Shell } from "../shell";
import { parseAcceptance, sayUnused } from "../verdict";
import { changedStacks } from "./changed";
import { codeQuality } from "./code-quality";
import { addToFile, githubOf, NUMBER, needed, refuseAcceptance } from "./environment";
import { withIdToken } from "./id-token";

export interface CiPlanOptions extends CommonOptions {
  readonly parallel: number;
  readonly all?: boolean;
  readonly base?: string;
}

const FOLDER = "mailzone-review";
const FILES = {
  json: "review.json",
  markdown: "review.md",
  codeQuality: "code-quality.json",
  expect: "expect",
} as const;

export function addCiPlan(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("plan")
    .description(
      "plan what a change may change, without a lock, and leave its review in mailzone-review/. Exit 1: a danger",
    )
    .argument("[stack...]", "the stacks to plan (default: those that the change may change)")
    .option("--all", "all stacks")
    .option("--base <commit>", "the commit that is changed (default: HEAD's first parent, where HEAD is a merge)");
  withEmulated(withConfig(withParallel(command)));
  command.action(async (names: string[], options: CiPlanOptions) => exit(await ciPlan(shell, names, options)));
}

async function ciPlan(shell: Shell, names: readonly string[], options: CiPlanOptions): Promise<number> {
  if (names.length > 0 && options.all) throw new Refused("ci plan got stack names and --all: say one or the other");
  const folder = path.join(shell.cwd, FOLDER);
  refuseLinks(shell.cwd, folder);
  // What an earlier run left is no review of this one.
  for (const name of Object.values(FILES)) fs.rmSync(path.join(folder, name), { force: true });
  const { accept, by } = await labels(shell);
  const config = refuseErrors(shell, options);
  const stacks = await stacksOf(shell, names, options, config);
  const planned = stacks.length === 0 ? EXIT.yes : await planAll(shell, stacks, options);
  if (shell.interrupts.interrupted) return EXIT.interrupted;

  const { saved, failed } = await readAll(shell, stacks, options.emulated ?? false);
  const preflights = new Map(saved.flatMap(({ plan, preflight }) => (preflight ? [[plan.stack, preflight]] : [])));
  const judged = review(
    saved.map(({ plan }) => plan),
    { accept: accept.map(parseAcceptance), preflights, ...(by !== "" && { acceptedBy: by }) },
  );
  sayUnused(shell, judged);
  leave(shell, folder, withFailed(pageOf(judged), failed), annotationsOf(shell, judged, config));
  if (planned !== EXIT.yes || failed.length > 0) return EXIT.refused;
  const changing = judged.stacks.filter(({ changes }) => changes > 0);
  writeWhole(path.join(folder, FILES.expect), changing.map(({ stack, digest }) => `${stack}=${digest}\n`).join(""));
  return reaches(judged, "danger") ? EXIT.no : EXIT.yes;
}

/** A plan that cannot even begin leaves a review all the same. */
async function planAll(shell: Shell, stacks: readonly string[], options: CiPlanOptions): Promise<number> {
  try {
    const how = { ...options, refresh: true, lock: false, format: "text" as const };
    return await withIdToken(shell, (inner) => plan(inner, stacks, how));
  } catch (error) {
    if (shell.interrupts.interrupted) throw error;
    shell.say(explain(error).text ?? "interrupted");
    return EXIT.refused;
  }
}

async function stacksOf(
  shell: Shell,
  names: readonly string[],
  options: CiPlanOptions,
  { domains }: Configuration,
): Promise<readonly string[]> {
  const all = [...new Set(domains.map(({ stack }) => stack))].sort();
  if (options.all) return all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new Refused(`stack "${unknown}" is not in the configuration: the stacks are ${all.join(", ")}`);
  if (names.length > 0) return [...new Set(names)];
  const { stacks, why } = await changedStacks(shell, options, options.base);
  shell.say(`${stacks.length} of ${all.length} stacks are planned: ${why}`);
  return stacks;
}

/** The labels of the pull request that count; those that do not are told, and cost nothing else. */
async function labels(shell: Shell): Promise<{ readonly accept: readonly string[]; readonly by: string }> {
  if (!shell.env.PULL_NUMBER) return { accept: [], by: "" };
  const github = githubOf(shell);
  const pull = await github.get<Pull>(`pulls/${needed(shell, "PULL_NUMBER", NUMBER)}`);
  const { counted, ignored } = await new People(github).acceptances(pull, refuseAcceptance);
  for (const line of ignored) shell.say(line);
  const by = [...new Set(counted.map((one) => one.by))].join(", ");
  return { accept: counted.map(({ accept }) => accept), by };
}

/** What was saved of each stack; a stack that left nothing has failed. */
async function readAll(
  shell: Shell,
  stacks: readonly string[],
  isEmulated: boolean,
): Promise<{ readonly saved: readonly SavedForReview[]; readonly failed: readonly string[] }> {
  const saved: SavedForReview[] = [];
  const failed: string[] = [];
  for (const stack of stacks) {
    try {
      saved.push(...(await readSavedPlans(shell, isEmulated, [stack])));
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

function leave(shell: Shell, folder: string, page: ReviewPage, annotations: readonly Annotation[]): void {
  const markdown = renderPage(page);
  fs.mkdirSync(folder, { recursive: true });
  writeWhole(path.join(folder, FILES.json), formatReviewFile(page, annotations));
  writeWhole(path.join(folder, FILES.markdown), markdown);
  writeWhole(path.join(folder, FILES.codeQuality), codeQuality(annotations));
  addToFile(shell, "GITHUB_STEP_SUMMARY", markdown);
}

/** Where the configuration says what the review has a word against. */
function annotationsOf(shell: Shell, { effects }: Review, { placeOf }: Configuration): readonly Annotation[] {
  return effects.flatMap(({ risk, accepted, rule, change, sentence }): Annotation[] => {
    if (risk === "safe" || accepted || change?.entry === undefined) return [];
    const at = placeOf?.(change.entry, change.id);
    if (at === undefined) return [];
    const file = fromTop(shell, at.file);
    return path.isAbsolute(file) ? [] : [{ file, line: at.line, risk, rule, message: plainSentence(sentence) }];
  });
}
