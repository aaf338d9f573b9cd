// The issue that reports drift: one, which is kept up to date, and is closed when everything is right again. What could not be
// checked is not drift, and closes nothing.
import { DRIFT_LABEL } from "../../setup/github/context";
import type { GitHub } from "./client";

interface Issue {
  readonly number: number;
  readonly user: { readonly login: string } | null;
  readonly pull_request?: unknown;
}

export interface DriftReport {
  /** clean: closes the issue. unknown: leaves it as it is. Every other state is reported in it. */
  readonly state: string;
  /** Markdown. */
  readonly report: string;
}

/**
 * Updates the issue to match the result.
 * @param url the page of the run
 * @throws ApiError if GitHub refuses it
 */
export async function updateDriftIssue(github: GitHub, { state, report }: DriftReport, url: string): Promise<void> {
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
