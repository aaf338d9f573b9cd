// mailzone ci drift: is the world still what was applied? It looks without a lock, since the role of a plan has no right to one: what
// looks like drift is looked at twice, for an apply may be under way. On GitHub one issue says no, is kept up to date, and closed when
// all is well again. What could not be told is no drift, and closes nothing.
import type { Command } from "commander";
import type { GitHub } from "../../ci/github/client";
import { planDigest } from "../../plan/digest";
import { renderMarkdown } from "../../review/render/markdown";
import { review } from "../../review/review";
import { DRIFT_LABEL } from "../../setup/github/context";
import { explain } from "../explain";
import { type CommonOptions, withConfig, withEmulated, withParallel } from "../options";
import { plan } from "../plan";
import { readSavedPlans } from "../saved-plans";
import { EXIT, type Shell } from "../shell";
import { verify } from "../verify/verify";
import { addToFile, githubOf, runUrl } from "./environment";
import { withIdToken } from "./id-token";

interface CiDriftOptions extends CommonOptions {
  readonly parallel: number;
}

/** What was found, and in words. */
interface Found {
  readonly state: "clean" | "changed" | "failed" | "not-live" | "unknown";
  /** Markdown. */
  readonly report: string;
}

export function addCiDrift(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("drift")
    .description("is the world what was applied, and live? Exit 1: no; 2: it cannot tell. On GitHub an issue says so");
  withEmulated(withConfig(withParallel(command)));
  command.action(async (options: CiDriftOptions) => exit(await ciDrift(shell, options)));
}

async function ciDrift(shell: Shell, options: CiDriftOptions): Promise<number> {
  const found = await withIdToken(shell, (inner) => look(inner, options));
  if (shell.interrupts.interrupted) return EXIT.interrupted;
  // Answers of AWS, Cloudflare and DNS are in it, and an issue is for everybody.
  const report = shell.drawn(found.report);
  addToFile(shell, "GITHUB_STEP_SUMMARY", report);
  if (shell.env.GITHUB_TOKEN && shell.env.GITHUB_REPOSITORY)
    await tell(githubOf(shell), { ...found, report }, runUrl(shell));
  shell.say(`drift: ${found.state}`);
  if (found.state === "clean") return EXIT.yes;
  return found.state === "changed" || found.state === "not-live" ? EXIT.no : EXIT.refused;
}

const CLEAN = "No drift: the plan is empty, and all of it is live.\n";

async function look(shell: Shell, options: CiDriftOptions): Promise<Found> {
  const planned = await lookTwice(shell, options);
  const lines: string[] = [];
  const inner = { ...shell, print: (text: string) => void lines.push(text) };
  const code = await orRefused(shell, () => verify(inner, [], { ...options, format: "markdown" }));
  if (code === EXIT.yes) return planned;
  const head = code === EXIT.no ? "Not all of it is live:" : "Whether all of it is live could not be told:";
  const told = cut(lines.join("\n"), 20_000) || "The log of the run says why.";
  const report = [...(planned.state === "clean" ? [] : [planned.report]), `${head}\n\n${told}\n`].join("\n");
  if (planned.state !== "clean") return { ...planned, report };
  return { state: code === EXIT.no ? "not-live" : "unknown", report };
}

/** What looks like drift may be half of an apply that is under way: then it looks another way the second time. */
async function lookTwice(shell: Shell, options: CiDriftOptions): Promise<Found> {
  const first = await planned(shell, options);
  if (first.code === EXIT.yes) return { state: "clean", report: CLEAN };
  if (first.code !== EXIT.no)
    return { state: "failed", report: "The plan of the default branch failed: the run says why.\n" };
  const second = await planned(shell, options);
  if (second.code === EXIT.yes) return { state: "clean", report: CLEAN };
  if (second.code !== EXIT.no || first.digests !== second.digests)
    return {
      state: "unknown",
      report: "Two looks at the world differ: something is being applied, or changed, just now.\n",
    };
  const head = "The plan of the default branch is not empty: something was changed outside, or never applied.";
  return { state: "changed", report: `${head}\n\n${second.review}` };
}

async function planned(
  shell: Shell,
  options: CiDriftOptions,
): Promise<{ readonly code: number; readonly digests?: string; readonly review?: string }> {
  const how = { ...options, ...{ refresh: true, lock: false, failOnChanges: true, format: "text" as const } };
  const code = await orRefused(shell, () => plan(shell, [], how));
  if (code !== EXIT.no) return { code };
  const saved = await readSavedPlans(shell, options.emulated ?? false);
  const plans = saved.map((one) => one.plan);
  const preflights = new Map(saved.flatMap((one) => (one.preflight ? [[one.plan.stack, one.preflight]] : [])));
  return {
    code,
    digests: plans.map((one) => `${one.stack}=${planDigest(one)}`).join("\n"),
    review: renderMarkdown(review(plans, { preflights }), 40_000),
  };
}

/** What goes wrong is an answer here, "cannot tell", and is said. */
async function orRefused(shell: Shell, job: () => Promise<number>): Promise<number> {
  try {
    return await job();
  } catch (error) {
    if (shell.interrupts.interrupted) throw error;
    shell.say(explain(error).text ?? "interrupted");
    return EXIT.refused;
  }
}

/** At the end of a line. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const whole = text.slice(0, limit);
  return `${whole.slice(0, whole.lastIndexOf("\n") + 1)}\n(cut: the run has the rest)\n`;
}

interface Issue {
  readonly number: number;
  readonly user: { readonly login: string } | null;
  readonly pull_request?: unknown;
}

/** Brings the issue in line with what was found. */
async function tell(github: GitHub, { state, report }: Found, url: string): Promise<void> {
  const open = await github.all<Issue>(`issues?labels=${DRIFT_LABEL}&state=open`);
  const own = open.find((one) => one.user?.login === "github-actions[bot]" && one.pull_request === undefined);
  if (state === "unknown") return;
  if (state === "clean") {
    if (own === undefined) return;
    await github.send("POST", `issues/${own.number}/comments`, { body: `Clean again: ${url}` });
    await github.send("PATCH", `issues/${own.number}`, { state: "closed", state_reason: "completed" });
    return;
  }
  const content = { title: "mailzone: drift", body: `${report}\n[run](${url})\n`, labels: [DRIFT_LABEL] };
  if (own === undefined) await github.send("POST", "issues", content);
  else await github.send("PATCH", `issues/${own.number}`, content);
}
