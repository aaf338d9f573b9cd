// A project as a clone of a repository on GitHub has it, with its jobs run in the sandbox: `npx` is a stand-in that asks for
// --no-install and adds --sandbox to what would go out, `npm` one that does nothing.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Project } from "../helpers/project";
import type { Context } from "./expressions";
import { GitHub, REPOSITORY, TOKEN } from "./github";
import { type Run, readWorkflow, runJob } from "./workflow";

const ROOT = path.resolve(__dirname, "..", "..");
const KEY = "a key that only the tests have";

export class Repository {
  readonly project: Project;
  readonly github = new GitHub();
  #api = "";

  constructor(domains: string) {
    this.project = new Project(domains);
    const bin = this.project.path("bin");
    fs.mkdirSync(bin);
    const script = (name: string, text: string) => fs.writeFileSync(path.join(bin, name), text, { mode: 0o755 });
    script("npm", "#!/bin/sh\nexit 0\n");
    script("npx", NPX);
    fs.symlinkSync(path.join(ROOT, "bin", "synth.js"), path.join(bin, "synth.js"));
    fs.symlinkSync(path.join(ROOT, "pipelines"), this.project.path("pipelines"));
    this.git("init", "--quiet", "--initial-branch", "main");
    this.commit("base");
  }

  async start(): Promise<this> {
    this.#api = await this.github.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.github.stop();
    this.project.remove();
  }

  git(...args: string[]): void {
    const who = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    execFileSync("git", [...who, ...args], { cwd: this.project.folder, stdio: "ignore" });
  }

  commit(message: string): void {
    this.git("add", "domains.yaml", "cdktf.json");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
  }

  /** domains.yaml as the next commit has it, with a head of its own. */
  push(domains: string, head: string, at: string): void {
    this.project.write("domains.yaml", domains);
    this.commit(head);
    this.github.head = head.repeat(40);
    this.github.pushed = at;
  }

  /** What a shell of a runner has. */
  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { PATH = "", HOME = "" } = process.env;
    return {
      PATH: [this.project.path("bin"), path.join(ROOT, "node_modules", ".bin"), PATH].join(path.delimiter),
      ...{ HOME, ROOT, CI: "true", GITHUB_API_URL: this.#api, GITHUB_REPOSITORY: REPOSITORY, ...more },
    };
  }

  /** A job of a workflow, of a pull request's event unless `context` says otherwise. */
  job(file: string, job: string, context: Context = {}, env: Readonly<Record<string, string>> = {}): Promise<Run> {
    const event = {
      action: "synchronize",
      pull_request: {
        number: 7,
        head: { repo: { full_name: this.github.headRepository } },
        user: { login: "author" },
      },
      repository: { default_branch: "main" },
    };
    const github = {
      ...{ event, repository: REPOSITORY, token: TOKEN, event_name: "pull_request", ref_name: "main", run_id: 1 },
      server_url: "https://github.example.com",
    };
    const secrets = { MAILZONE_REVIEW_KEY: KEY, CLOUDFLARE_API_TOKEN: "not-a-real-token" };
    const all = {
      github,
      secrets,
      vars: {},
      needs: {},
      inputs: {},
      matrix: {},
      strategy: { "job-index": 0 },
      ...context,
    };
    return runJob(readWorkflow(file), job, { cwd: this.project.folder, env: this.env(env), context: all });
  }

  /** The jobs of a pull request's run and, after it, what review.yml publishes. */
  async pullRequest(
    matrix?: readonly string[],
  ): Promise<{ readonly check: Run; readonly plan: Run; readonly publish: Run }> {
    // A runner starts with nothing that an earlier run left.
    for (const name of ["review", "reviews", path.join(".mailzone", "sandbox", "plans")]) {
      fs.rmSync(this.project.path(name), { recursive: true, force: true });
    }
    const check = await this.job("pull-request.yml", "check");
    const groups = check.result === "success" ? (matrix ?? (JSON.parse(check.outputs.groups ?? "[]") as string[])) : [];
    let plan: Run = { result: "skipped", outputs: {}, summary: "", log: "" };
    for (const [index, group] of groups.entries()) {
      fs.rmSync(this.project.path(".mailzone", "sandbox", "plans"), { recursive: true, force: true });
      plan = await this.job("pull-request.yml", "plan", { matrix: { group } });
      // The artifact: review/ and nothing else.
      const folder = this.project.path("reviews", `mailzone-review-${index}`);
      fs.mkdirSync(this.project.path("reviews"), { recursive: true });
      if (fs.existsSync(this.project.path("review"))) fs.renameSync(this.project.path("review"), folder);
    }
    const failed = [check, plan].some(({ result }) => result === "failure");
    const publish = await this.publish(failed ? "failure" : "success");
    return { check, plan, publish };
  }

  publish(conclusion: string): Promise<Run> {
    const workflow_run = {
      ...{ conclusion, id: 1, event: "pull_request", head_sha: this.github.head, pull_requests: [{ number: 7 }] },
      head_repository: { full_name: this.github.headRepository },
      html_url: "https://github.example.com/example/mail/actions/runs/1",
    };
    const github = { event: { workflow_run }, repository: REPOSITORY, token: TOKEN };
    return this.job("review.yml", "publish", { github });
  }

  /** The push that a merge makes: finds the digests, and applies them. */
  async merge(): Promise<{ readonly find: Run; readonly apply: Run }> {
    this.github.merged ??= "f".repeat(40);
    const github = {
      ...{ event: { repository: { default_branch: "main" } }, event_name: "push", ref_name: "main", token: TOKEN },
    };
    const find = await this.job("apply.yml", "find", { github }, { GITHUB_SHA: this.github.merged });
    const needs = { find: { outputs: find.outputs } };
    return { find, apply: await this.job("apply.yml", "apply", { github, needs }) };
  }
}

const NPX = `#!/bin/sh
[ "$1" = --no-install ] || { echo "without --no-install it may fetch a stranger's package" >&2; exit 1; }
tool=$2
shift 2
case "$tool $1" in
  "mailzone plan" | "mailzone apply" | "mailzone review" | "mailzone verify") set -- "$@" --sandbox ;;
esac
case "$tool" in
  mailzone) exec node "$ROOT/bin/mailzone.js" "$@" ;;
  *) exec "$ROOT/node_modules/.bin/$tool" "$@" ;;
esac
`;
