// A project as a clone of a repository on GitHub has it, with its jobs run in the emulator: `npx` is a stand-in that asks for
// --no-install and adds --emulated to what would go out, `npm` one that does nothing.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Project } from "../helpers/project";
import type { Context } from "./expressions";
import { GitHub, REPOSITORY, TOKEN } from "./github";
import { type Run, readWorkflow, runJob } from "./workflow";

const ROOT = path.resolve(__dirname, "..", "..");

export interface RepositoryOptions {
  /** The package's folder. @default - this checkout's */
  readonly root?: string;
  /** The folder of the workflows. @default - the templates' */
  readonly workflows?: string;
}

export class Repository {
  /** The secret that signs reviews. */
  key = "a key that only the tests have";
  readonly project: Project;
  readonly github = new GitHub();
  #api = "";
  #run = 1;

  constructor(
    domains: string,
    public options: RepositoryOptions = {},
  ) {
    this.project = new Project(domains);
    const bin = this.project.path("bin");
    fs.mkdirSync(bin);
    fs.mkdirSync(this.project.path("home"));
    const script = (name: string, text: string) => fs.writeFileSync(path.join(bin, name), text, { mode: 0o755 });
    script("npm", "#!/bin/sh\nexit 0\n");
    script("npx", NPX);
    this.git("init", "--quiet", "--initial-branch", "main");
    this.git("add", "cdktf.json");
    this.git("commit", "--quiet", "--message", "base");
  }

  async start(): Promise<this> {
    this.#api = await this.github.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.github.stop();
    this.project.remove();
  }

  git(...args: string[]): string {
    const who = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...who, ...args], { cwd: this.project.folder, stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  }

  commit(message: string): void {
    this.git("add", "domains.yaml", "cdktf.json");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
  }

  /** domains.yaml as the pull request has it, with a head of its own, merged as GitHub checks it out. */
  push(domains: string, head: string, at = "2026-01-01T10:00:00Z"): void {
    this.git("checkout", "--quiet", "-B", "change");
    this.project.write("domains.yaml", domains);
    this.commit(head);
    this.git("checkout", "--quiet", "main");
    this.git("merge", "--quiet", "--no-ff", "--no-edit", "change");
    const { pull } = this.github;
    pull.head = head.repeat(40);
    pull.pushed = at;
  }

  /** What a shell of a runner has. */
  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { PATH = "" } = process.env;
    return {
      PATH: [this.project.path("bin"), path.join(ROOT, "node_modules", ".bin"), PATH].join(path.delimiter),
      HOME: this.project.path("home"),
      ROOT: this.options.root ?? ROOT,
      CI: "true",
      GITHUB_API_URL: this.#api,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_RUN_ID: String(this.#run++),
      GITHUB_SERVER_URL: "https://github.example.com",
      ...more,
    };
  }

  /** A job of a workflow, of a pull request's event unless `context` says otherwise. */
  job(file: string, job: string, context: Context = {}, env: Readonly<Record<string, string>> = {}): Promise<Run> {
    const event = {
      action: "synchronize",
      pull_request: {
        number: this.github.pull.number,
        head: { repo: { full_name: this.github.pull.headRepository } },
      },
      repository: { default_branch: "main" },
    };
    const github = {
      event,
      repository: REPOSITORY,
      token: TOKEN,
      event_name: "pull_request",
      ref_name: "main",
      run_id: 1,
      actor: "author",
      server_url: "https://github.example.com",
    };
    const secrets = { MAILZONE_REVIEW_KEY: this.key, CLOUDFLARE_API_TOKEN: "not-a-real-token" };
    const all = {
      github,
      secrets,
      vars: {},
      needs: {},
      inputs: {},
      ...context,
    };
    return runJob(readWorkflow(file, this.options.workflows), job, {
      cwd: this.project.folder,
      env: this.env(env),
      context: all,
    });
  }

  /** The jobs of a pull request's run and, after it, what review.yml publishes. */
  async pullRequest(): Promise<{ readonly check: Run; readonly plan: Run; readonly publish: Run }> {
    // A runner starts with nothing that an earlier run left.
    for (const name of ["mailzone-review", "reviews", path.join(".mailzone", "sandbox", "plans")]) {
      fs.rmSync(this.project.path(name), { recursive: true, force: true });
    }
    const check = await this.job("pull-request.yml", "check");
    let plan: Run = { result: "skipped", outputs: {}, summary: "", log: "" };
    if (check.result === "success") plan = await this.job("pull-request.yml", "plan");
    // The artifact: review.json and nothing else.
    const review = this.project.path("mailzone-review", "review.json");
    const folder = this.project.path("reviews", "mailzone-review");
    if (fs.existsSync(review)) {
      fs.mkdirSync(folder, { recursive: true });
      fs.renameSync(review, path.join(folder, "review.json"));
    }
    const failed = [check, plan].some(({ result }) => result === "failure");
    const publish = await this.publish(failed ? "failure" : "success");
    return { check, plan, publish };
  }

  publish(conclusion: string): Promise<Run> {
    const { head, number, headRepository } = this.github.pull;
    const workflow_run = {
      conclusion,
      id: 1,
      event: "pull_request",
      head_sha: head,
      pull_requests: [{ number }],
      head_repository: { full_name: headRepository },
      html_url: "https://github.example.com/example/mail/actions/runs/1",
    };
    const github = { event: { workflow_run }, repository: REPOSITORY, token: TOKEN };
    return this.job("review.yml", "publish", { github });
  }

  /** The commit of the merge, of which GitHub may have dropped the run. */
  mergeAlone(commit = this.github.pull.head.replace(/^./, "9")): string {
    const { pull, history } = this.github;
    pull.merged ??= commit;
    if (!history.includes(pull.merged)) history.push(pull.merged);
    return pull.merged;
  }

  /** The push that a merge makes: finds what is approved, applies it, and marks the commit. */
  async merge(): Promise<{ readonly find: Run; readonly apply: Run; readonly applied: Run }> {
    const sha = this.mergeAlone();
    const github = {
      event: { repository: { default_branch: "main" } },
      event_name: "push",
      ref_name: "main",
      token: TOKEN,
    };
    const env = { GITHUB_SHA: sha, GITHUB_REF_NAME: "main" };
    const find = await this.job("apply.yml", "find", { github }, env);
    const needs = { find };
    const apply = await this.job("apply.yml", "apply", { github, needs }, env);
    const applied = await this.job("apply.yml", "applied", { github, needs: { find, apply } }, env);
    return { find, apply, applied };
  }
}

const NPX = `#!/bin/sh
[ "$1" = --no-install ] || { echo "without --no-install it may fetch a stranger's package" >&2; exit 1; }
tool=$2
shift 2
case "$tool $1" in
  "mailzone plan" | "mailzone apply" | "mailzone review" | "mailzone verify") set -- "$@" --emulated ;;
  "mailzone ci") case "$2" in plan | apply | drift) set -- "$@" --emulated ;; esac ;;
esac
case "$tool" in
  mailzone) exec node "$ROOT/bin/mailzone.js" "$@" ;;
  *) exec "$ROOT/node_modules/.bin/$tool" "$@" ;;
esac
`;

/** One without files of mailzone's. */
export function emptyRepository(): Repository {
  const made = new Repository("");
  for (const name of ["domains.yaml", "cdktf.json"]) fs.rmSync(made.project.path(name));
  return made;
}
