// What Actions may do, which files are on the default branch, and which jobs have run. A successful job proves what the API cannot
// show: that roles, tokens and state exist and fit together. https://docs.github.com/en/rest/actions
import * as z from "zod";
import type { Step, StepStatus } from "../step";
import { fileText, type GitHubContext } from "./context";

const Permissions = z.object({ enabled: z.boolean() });
const Token = z.looseObject({
  default_workflow_permissions: z.enum(["read", "write"]),
  can_approve_pull_request_reviews: z.boolean(),
});
const Jobs = z.object({ jobs: z.array(z.object({ name: z.string(), conclusion: z.string().nullable() })) });
const Runs = z.object({ workflow_runs: z.array(z.object({ id: z.number() })) });

export function actionsStep({ api, path }: GitHubContext): Step {
  return {
    title: "GitHub Actions: on, with a token that reads by default and approves nothing",
    how: [
      "Settings, Actions, General: Allow actions; Workflow permissions, Read; no approvals by Actions",
      "or: mailzone ci setup",
    ],
    check: async (): Promise<StepStatus> => {
      const actions = await api.get(`${path}/actions/permissions`, Permissions);
      if (actions?.enabled === false) return { state: "missing", what: "Actions are off: turn them on" };
      const token = await api.get(`${path}/actions/permissions/workflow`, Token);
      if (token === undefined) return { state: "unknown", why: "GitHub does not tell what the workflows' token may" };
      const lacks = [
        ...(token.default_workflow_permissions === "read" ? [] : ["the token writes by default"]),
        // Otherwise a workflow could approve the pull request of its own branch.
        ...(token.can_approve_pull_request_reviews ? ["workflows can approve pull requests"] : []),
      ];
      if (lacks.length === 0) return { state: "done" };
      const wanted = { default_workflow_permissions: "read", can_approve_pull_request_reviews: false };
      const fix = () => api.send("PUT", `${path}/actions/permissions/workflow`, wanted);
      return { state: "missing", what: lacks.join(", "), fix };
    },
  };
}

/** The lock files for plan and apply; without them each run could use other versions. */
const LOCK_FILES = ["package-lock.json", ".terraform.lock.hcl"];

export function filesStep(context: GitHubContext): Step {
  const { workflows, branch } = context;
  return {
    title: `the workflows and locks are on "${branch}"`,
    how: [
      "mailzone init --github, npm install, mailzone lock; commit all, and open the first pull request",
      "docs/pipelines-github.md says how it is reviewed and applied",
    ],
    check: async (): Promise<StepStatus> => {
      const files = [...workflows, ...LOCK_FILES];
      const texts = await Promise.all(files.map((file) => fileText(context, file)));
      const missing = files.filter((_, index) => texts[index] === undefined);
      if (missing.length > 0) return { state: "missing", what: `there is no ${missing.join(", ")}` };
      // If apply.yml names another branch, merges are silently not applied.
      const named = texts.flatMap((text = "") => /^ {2}push:\n {4}branches: \[([^\]\n]*)\]/m.exec(text)?.[1] ?? []);
      const other = named.find(
        (list) => !list.split(",").some((name) => name.trim().replace(/^["']|["']$/g, "") === branch),
      );
      if (other === undefined) return { state: "done" };
      return { state: "missing", what: `apply.yml applies what is merged into "${other}": write "${branch}" there` };
    },
  };
}

const CodeownersErrors = z.object({ errors: z.array(z.object({ line: z.number(), kind: z.string() })) });

export function codeownersStep({ api, path, branch }: GitHubContext): Step {
  return {
    title: "CODEOWNERS names people who may approve",
    how: ["correct CODEOWNERS: who is named needs write access to the repository"],
    check: async (): Promise<StepStatus> => {
      const found = await api.get(`${path}/codeowners/errors?ref=${encodeURIComponent(branch)}`, CodeownersErrors);
      if (found === undefined) return { state: "missing", what: `there is none on "${branch}"` };
      const lines = found.errors.map(({ line, kind }) => `line ${line}: ${kind}`);
      return lines.length === 0 ? { state: "done" } : { state: "missing", what: lines.join(", ") };
    },
  };
}

/** A successful plan or apply job proves that the roles, the Cloudflare token and the state's bucket work. */
export function runSteps(context: GitHubContext): Step[] {
  const { repository } = context;
  const terraform = `mailzone permissions --repository ${repository} --format terraform > main.tf, in a separate folder; terraform apply there, by somebody who may create roles`;
  return [
    {
      title: "a plan has run: the role that reads, its token and the state are there",
      how: [terraform, "make the state's bucket, private and with versions", "open a pull request"],
      check: () => checkJob(context, "pull-request.yml", /^plan\b/),
    },
    {
      title: "an apply has run: the role that writes and its token are there",
      how: ["merge an approved pull request; the first one's way is in docs/pipelines-github.md"],
      check: () => checkJob(context, "apply.yml", /^apply\b/),
    },
  ];
}

/** Whether a job succeeded in one of a workflow's last successful runs. */
async function checkJob({ api, path }: GitHubContext, workflow: string, job: RegExp): Promise<StepStatus> {
  const runs = await api.get(`${path}/actions/workflows/${workflow}/runs?status=success&per_page=10`, Runs);
  for (const { id } of runs?.workflow_runs ?? []) {
    const found = await api.get(`${path}/actions/runs/${id}/jobs?per_page=100`, Jobs);
    if (found?.jobs.some(({ name, conclusion }) => job.test(name) && conclusion === "success"))
      return { state: "done" };
  }
  return {
    state: "unknown",
    why: "none of the last ten runs that ended well did it, and GitHub cannot tell otherwise",
  };
}
