// mailzone ci drift: checks whether the real world still is what was applied. On GitHub one issue reports drift, is kept up to
// date, and is closed when everything is right again. What could not be checked is not drift, and closes nothing.
import type { Command } from "commander";
import { type Drift, findDrift, type PlanLook, type VerifyLook } from "../../app/ci/drift";
import { addToFile, githubOf, runUrl } from "../../app/ci/environment";
import { withIdToken } from "../../app/ci/id-token";
import { preflightsOf, readSavedPlans } from "../../app/plan/saved-plans";
import { configuredDomains } from "../../app/verify/target";
import { verifyDomains } from "../../app/verify/verify";
import type { GitHub } from "../../ci/github/client";
import { planDigest } from "../../plan/digest";
import { renderMarkdown as renderReview } from "../../review/render/markdown";
import { review } from "../../review/review";
import { DRIFT_LABEL } from "../../setup/github/context";
import { renderMarkdown } from "../../verify/render/markdown";
import { exitCode } from "../../verify/verification";
import { dnsOptions } from "../dns-options";
import { explain } from "../explain";
import { type CommonOptions, remarked, withConfig, withEmulated, withParallel } from "../options";
import { planAndReport } from "../plan-report";
import { EXIT, type Shell } from "../shell";
import { inWorkspace, keptOf } from "../workspace";

interface CiDriftOptions extends CommonOptions {
  readonly parallel: number;
}

export function addCiDrift(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("drift")
    .description("is the world what was applied, and live? Exit 1: no; 2: it cannot tell. On GitHub an issue says so");
  withEmulated(withConfig(withParallel(command)));
  command.action(async (options: CiDriftOptions) => exit(await ciDrift(shell, options)));
}

async function ciDrift(shell: Shell, options: CiDriftOptions): Promise<number> {
  const found = await withIdToken(shell, (inner) =>
    findDrift({
      plan: async () => (await unlessFailed(inner, () => plan(inner, options))) ?? { kind: "failed" },
      verify: async () => (await unlessFailed(inner, () => verify(inner, options))) ?? { kind: "unknown" },
    }),
  );
  if (shell.interrupts.interrupted) return EXIT.interrupted;
  // It contains answers of AWS, Cloudflare and DNS, and an issue may be public.
  const report = shell.drawn(found.report);
  addToFile(shell, "GITHUB_STEP_SUMMARY", report);
  if (shell.env.GITHUB_TOKEN && shell.env.GITHUB_REPOSITORY)
    await tell(githubOf(shell), { ...found, report }, runUrl(shell));
  shell.say(`drift: ${found.state}`);
  if (found.state === "clean") return EXIT.yes;
  return found.state === "changed" || found.state === "not-live" ? EXIT.no : EXIT.refused;
}

/** The role for plans may not use a lock. */
async function plan(shell: Shell, options: CiDriftOptions): Promise<PlanLook> {
  const code = await planAndReport(shell, { ...options, lock: false, failOnChanges: true }, "text");
  if (code !== EXIT.no) return { kind: code === EXIT.yes ? "empty" : "failed" };
  const saved = await readSavedPlans({ ...shell, ...keptOf(shell, options.emulated) });
  const plans = saved.map((one) => one.plan);
  const preflights = preflightsOf(saved);
  return {
    kind: "changes",
    digests: plans.map((one) => `${one.stack}=${planDigest(one)}`).join("\n"),
    review: renderReview(review(plans, { preflights }), 40_000),
  };
}

async function verify(shell: Shell, options: CiDriftOptions): Promise<VerifyLook> {
  const domains = configuredDomains(shell, options);
  const request = { dns: dnsOptions(shell, options) };
  const services = { dns: true, http: true };
  const seen = await inWorkspace(shell, options, domains, (inner) => verifyDomains(inner, domains, request), services);
  const code = exitCode(seen);
  const kind = code === EXIT.yes ? "live" : code === EXIT.no ? "not-live" : "unknown";
  return { kind, report: remarked(renderMarkdown(seen), { ...options, format: "markdown" }) };
}

/** A failure is an answer here: "cannot tell". It is reported. */
async function unlessFailed<T>(shell: Shell, job: () => Promise<T>): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    if (shell.interrupts.interrupted) throw error;
    shell.say(explain(error).text ?? "interrupted");
    return undefined;
  }
}

interface Issue {
  readonly number: number;
  readonly user: { readonly login: string } | null;
  readonly pull_request?: unknown;
}

/** Updates the issue to match the result. */
async function tell(github: GitHub, { state, report }: Drift, url: string): Promise<void> {
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
