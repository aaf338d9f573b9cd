// The issue that reports drift: one, which is kept up to date, and is closed when everything is right again. What could not be
// checked is not drift, and closes nothing.
import { DRIFT_LABEL } from "../../setup/github/context";
import type { GitHub } from "./client";

interface Issue {
  readonly number: number;
  readonly user: { readonly login: string } | null;
  readonly body?: string | null;
  readonly pull_request?: unknown;
}

const PLAN_TOO = "The last full plan found something too: run the workflow `mailzone drift` by hand for its review.";

export interface DriftReport {
  /** clean: closes the issue. unknown: leaves it as it is. Every other state is reported in it. */
  readonly state: string;
  /** Markdown. */
  readonly report: string;
  /** A comparison does not see what was never applied: it closes no issue that a plan opened. */
  readonly by: "plan" | "comparison";
}

/** At the end of what a plan found. */
const BY_PLAN = "<!-- mailzone drift: found by a plan -->";

/**
 * Updates the issue to match the result.
 * @param url the page of the run
 * @throws ApiError if GitHub refuses it
 */
export async function updateDriftIssue(github: GitHub, { state, report, by }: DriftReport, url: string): Promise<void> {
  const open = await github.all<Issue>(`issues?labels=${DRIFT_LABEL}&state=open`);
  const own = open.find((one) => one.user?.login === "github-actions[bot]" && one.pull_request === undefined);
  if (state === "unknown") return;
  const isPlans = own?.body?.includes(BY_PLAN) === true;
  if (state === "clean") {
    if (own === undefined || (isPlans && by === "comparison")) return;
    await github.send("POST", `issues/${own.number}/comments`, { body: `Clean again: ${url}` });
    await github.send("PATCH", `issues/${own.number}`, { state: "closed", state_reason: "completed" });
    return;
  }
  const note = isPlans && by === "comparison" ? `\n${PLAN_TOO}\n` : "";
  const mark = isPlans || by === "plan" ? `\n${BY_PLAN}\n` : "";
  const content = { title: "mailzone: drift", body: `${report}${note}\n[run](${url})\n${mark}`, labels: [DRIFT_LABEL] };
  if (own === undefined) await github.send("POST", "issues", content);
  else await github.send("PATCH", `issues/${own.number}`, content);
}
