// What GitLab and Atlantis do with their files: the commands of a job, run as plain shell in a repository.
import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Repository } from "./repository";
import { shell } from "./workflow";

interface GitLabJob {
  readonly extends?: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

interface Atlantis {
  readonly workflows: {
    readonly mailzone: Record<"plan" | "apply", { readonly steps: readonly { readonly run: string }[] }>;
  };
}

export interface Done {
  readonly code: number | null;
  readonly log: string;
}

/** GitLab joins the lines of a script, after those before it, into one shell, which ends at the first that fails. */
export function gitlabJob(
  repository: Repository,
  file: string,
  name: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Done> {
  const jobs = parse(fs.readFileSync(file, "utf8")) as Record<string, GitLabJob>;
  const { extends: base = "default", before_script, script = [] } = jobs[name] ?? {};
  const lines = [...(before_script ?? jobs[base]?.before_script ?? jobs.default?.before_script ?? []), ...script];
  const { folder } = repository.project;
  const given = {
    MAILZONE_ID_TOKEN: "not-a-real-token",
    CI_PROJECT_DIR: folder,
    TF_PLUGIN_CACHE_DIR: path.join(folder, ".terraform-providers"),
    CI_MERGE_REQUEST_DIFF_BASE_SHA: repository.git("rev-parse", "HEAD^1"),
    CI_SERVER_HOST: "gitlab.example.com",
    CI_DEFAULT_BRANCH: "main",
    ...(jobs[name]?.variables?.PROPOSAL && { PROPOSAL: jobs[name].variables.PROPOSAL }),
    ...more,
  };
  return shell(lines.join("\n"), folder, repository.env(given));
}

/** Atlantis runs each step in a shell of its own. */
export async function atlantisRun(repository: Repository, file: string, command: "plan" | "apply"): Promise<Done> {
  const { workflows } = parse(fs.readFileSync(file, "utf8")) as Atlantis;
  let log = "";
  for (const { run } of workflows.mailzone[command].steps) {
    const done = await shell(run, repository.project.folder, repository.env({ PLANFILE: "default.tfplan" }));
    log += done.log;
    if (done.code !== 0) return { code: done.code, log };
  }
  return { code: 0, log };
}
