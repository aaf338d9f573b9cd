// The weekly job: reads the reports of each ladder's days, and where a step is earned, proposes it: on GitHub in a pull request, elsewhere in the files and a
// text for the job to propose. It merges and applies nothing.
import { propose } from "../../ci/github/proposal";
import { policyOfStep, stepText } from "../../dns/dmarc-ladder";
import { singleLine } from "../../dns/text/escape";
import { renderMarkdown } from "../../reports/render/markdown";
import { ladderText } from "../../reports/render/words";
import { isEarned, type LadderVerdict, windowBegin } from "../../reports/summary/ladder";
import type { ConfigurationOptions } from "../configuration";
import type { Context } from "../context";
import { Refused } from "../refused";
import type { BucketOptions } from "../reports/bucket-sources";
import { type Climb, climb, climbed } from "../reports/climb";
import { answerReports, reportsConfiguration } from "../reports/reports";
import { reportSources } from "../reports/sources";
import { addToFile, COMMIT, githubOf, requiredVariable, runUrl } from "./environment";
import { writeProposal } from "./review-folder";
import { fromTop } from "./top";

export interface ReportsJobRequest extends ConfigurationOptions, Pick<BucketOptions, "region" | "profile"> {
  /** Files, folders and buckets. */
  readonly paths: readonly string[];
}

export interface ReportsJobResult {
  /** `none`: no step is earned. `declined`: a person closed the same proposal. `written`: into the files, for a job that is not GitHub's. */
  readonly kind: "none" | "opened" | "updated" | "declined" | "written";
  /** The pull request's. @default - there is none */
  readonly number?: number;
  /** Reports that count. */
  readonly reports: number;
}

/** GitHub takes 65,536 characters. */
const MAX_BODY = 60_000;

/**
 * @throws Refused if no domain has a ladder, no report is there, or the repository's branch and commit are not known
 * @throws ApiError if GitHub refuses it
 */
export async function proposeSteps(
  context: Context,
  { paths, ...options }: ReportsJobRequest,
): Promise<ReportsJobResult> {
  const config = reportsConfiguration(context, options);
  const ladders = config.domains.flatMap(({ dmarcLadder }) => dmarcLadder ?? []);
  if (ladders.length === 0)
    throw new Refused(
      "no domain has a dmarc.ladder, and there is nothing to propose: write dmarc: {ladder: true} to one",
    );
  const { region, profile } = options;
  // Reports come a day or more after the days that they are about.
  const since = Math.min(...ladders.map((ladder) => windowBegin(ladder, context.now())));
  const sources = reportSources(context, paths, { since, region, profile });
  const answer = await answerReports(context, config, sources, { since, next: true });
  const { reports } = answer.read;
  if (reports === 0)
    throw new Refused(`no report of the ladder's days is in ${paths.join(", ")}: do receivers send any there?`);
  const report = renderMarkdown(answer);
  addToFile(context, "GITHUB_STEP_SUMMARY", `${report}\n`);
  const earned = answer.ladders?.filter(isEarned) ?? [];
  const climbs = earned.flatMap(({ entry, next }): Climb[] => (next === undefined ? [] : [{ entry, step: next }]));
  if (climbs.length === 0) return { kind: "none", reports };
  if (!context.env.GITHUB_REPOSITORY) {
    climb(context, config.files ?? [], climbs);
    writeProposal(context, `${titleOf(climbs)}\n\n${bodyOf(report)}`);
    return { kind: "written", reports };
  }
  const files = climbed(context, config.files ?? [], climbs).map(({ file, text }) => ({
    path: pathOf(context, file),
    text,
  }));
  const sorted = climbs.map(({ entry, step }) => `${entry} ${stepText(step)}`).sort();
  const proposed = await propose(githubOf(context), {
    key: sorted.join("\n"),
    title: titleOf(climbs),
    body: bodyOf(report, runUrl(context)),
    reasons: earned.map(reasonsOf).join("\n\n"),
    base: requiredVariable(context, "GITHUB_REF_NAME"),
    commit: requiredVariable(context, "GITHUB_SHA", COMMIT),
    files,
  });
  return { ...proposed, reports };
}

/** The figures of one ladder, for a commit. The names of strangers are not among them: GitHub would write to whom they mention. */
function reasonsOf({ effect: _, ...verdict }: LadderVerdict): string {
  const { headline, details } = ladderText(verdict);
  return [headline, ...details.map((detail) => `- ${detail}`)].map(singleLine).join("\n");
}

function pathOf(context: Context, file: string): string {
  const path = fromTop(context, file);
  if (path.startsWith("/"))
    throw new Refused(`${JSON.stringify(file)} is not in the repository, and cannot be proposed`);
  return path;
}

function titleOf(climbs: readonly Climb[]): string {
  const [first] = climbs;
  if (first === undefined || climbs.length > 1) return `DMARC: the next step of ${climbs.length} domains`;
  const { policy, testing } = policyOfStep(first.step);
  return `DMARC: ${policy}${testing ? ", tested," : ""} for ${first.entry}`;
}

/** @param url the page of the run. @default - it is not named */
function bodyOf(report: string, url?: string): string {
  const head =
    "The reports of the last weeks earn the next step of `dmarc.ladder`. Read who sends, and whom the stricter policy would have hit, before you merge: anybody can send a report. The review of this change has no reports and may call it a danger: accept that by its rule, such as `accept:dmarc-without-evidence@example.com`, once you have read the figures; `mailzone review --evidence` gives the same review with them.";
  const whole = report.slice(0, MAX_BODY);
  const shown = whole === report ? report : `${whole.slice(0, whole.lastIndexOf("\n"))}\n\n(cut: the run has the rest)`;
  return `${head}\n\n${shown}\n${url === undefined ? "" : `\n[run](${url})\n`}`;
}
