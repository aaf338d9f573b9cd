// The commands of the GitLab and Atlantis templates, run as plain shell in the sandbox.
import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { ARTICLE_YAML } from "../helpers/project";
import { Repository } from "../pipelines/repository";
import { shell } from "../pipelines/workflow";

jest.setTimeout(120_000);

interface GitLabJob {
  readonly extends?: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
}

const read = (...names: string[]) => parse(fs.readFileSync(path.resolve("pipelines", ...names), "utf8")) as unknown;
const gitlab = read("gitlab", ".gitlab-ci.yml") as Record<string, GitLabJob>;
const atlantis = read("atlantis", "atlantis.yaml") as {
  readonly workflows: {
    readonly mailzone: Record<"plan" | "apply", { readonly steps: readonly { readonly run: string }[] }>;
  };
};

let repository: Repository;
beforeEach(async () => {
  repository = await new Repository(ARTICLE_YAML).start();
});
afterEach(() => repository.stop());

/** GitLab joins the lines of a script, after those before it, into one shell, which ends at the first that fails. */
function job(name: string, env: Readonly<Record<string, string>> = {}) {
  const { extends: base = "default", before_script, script = [] } = gitlab[name] ?? {};
  const lines = [...(before_script ?? gitlab[base]?.before_script ?? gitlab.default?.before_script ?? []), ...script];
  const { folder } = repository.project;
  const given = {
    MAILZONE_ID_TOKEN: "not-a-real-token",
    CI_PROJECT_DIR: folder,
    TF_PLUGIN_CACHE_DIR: path.join(folder, ".terraform-providers"),
    CI_MERGE_REQUEST_DIFF_BASE_SHA: repository.git("rev-parse", "HEAD^1"),
  };
  return shell(lines.join("\n"), folder, repository.env({ ...given, ...env }));
}

/** Atlantis runs each step in a shell of its own. */
async function atlantisRun(command: "plan" | "apply") {
  let log = "";
  for (const { run } of atlantis.workflows.mailzone[command].steps) {
    const done = await shell(run, repository.project.folder, repository.env({ PLANFILE: "default.tfplan" }));
    log += done.log;
    if (done.code !== 0) return { code: done.code, log };
  }
  return { code: 0, log };
}

test("gitlab: check, review, plan, apply by digest, and drift", async () => {
  const { project } = repository;
  repository.push(ARTICLE_YAML, "a");
  expect(await job("check")).toMatchObject({ code: 0 });
  expect(await job("review")).toMatchObject({ code: 0 });
  expect(project.read("mailzone-review", "review.md")).toContain("## mailzone review");
  expect(await job("plan")).toMatchObject({ code: 0, log: expect.stringContaining("## mailzone review") });
  expect(project.read("mailzone-review", "expect")).toMatch(/^mailzone=v2-\S+\n$/);
  expect(await job("apply")).toMatchObject({ code: 0, log: expect.stringContaining("9 added") });
  expect(await job("apply")).toMatchObject({ code: 0, log: expect.stringContaining("it is applied already") });
  expect(await job("plan")).toMatchObject({ code: 0 });
  expect(await job("apply")).toMatchObject({ code: 0, log: expect.stringMatching(/nothing changes\n$/) });
  await project.run("sandbox", "edit", "delete", "_dmarc.example.com", "TXT");
  const drift = await job("drift");
  expect([drift.code, drift.log]).toEqual([1, expect.stringContaining("drift: changed")]);

  // A danger: a warning in the merge request, at its line; read and let through by whoever starts the apply.
  const reject = ARTICLE_YAML.replace("web:", "dmarc: {policy: reject}, web:");
  repository.push(reject, "b");
  expect(await job("review")).toMatchObject({ code: 1, log: expect.stringContaining("dmarc-rejects") });
  const quality = JSON.parse(project.read("mailzone-review", "code-quality.json")) as object[];
  const begin = reject.split("\n").findIndex((text) => text.includes("policy: reject")) + 1;
  const location = { path: "domains.yaml", lines: { begin } };
  expect(quality).toContainEqual(
    expect.objectContaining({ check_name: "dmarc-rejects", severity: "critical", location }),
  );
  expect(await job("plan")).toMatchObject({ code: 0 });
  expect(await job("apply")).toMatchObject({ code: 0, log: expect.stringContaining("mailzone: applied") });
});

test("atlantis: plan keeps the digests, apply plans anew and applies by them", async () => {
  const { project } = repository;
  repository.push(ARTICLE_YAML, "a");
  expect(await atlantisRun("plan")).toMatchObject({ code: 0, log: expect.stringContaining("## mailzone review") });
  expect(project.read("default.tfplan")).toMatch(/^mailzone=v2-\S+\n$/);
  expect(await atlantisRun("apply")).toMatchObject({ code: 0, log: expect.stringContaining("9 added") });
  expect(fs.existsSync(project.path("default.tfplan"))).toBe(false);
  expect(await atlantisRun("plan")).toMatchObject({ code: 0 });
  expect(project.read("default.tfplan")).toBe("");
  expect(await atlantisRun("apply")).toMatchObject({ code: 0, log: "nothing changes\n" });
  // A plan that failed leaves no file by which it could be applied.
  await project.run("sandbox", "fault", "error", "--status", "429", "--type", "cloudflare_dns_record");
  expect((await atlantisRun("plan")).code).not.toBe(0);
  expect(fs.existsSync(project.path("default.tfplan"))).toBe(false);
});

test("gitlab: no job of a merge request has a token that writes, and no job keeps its identity in a place that others see", () => {
  const text = fs.readFileSync(path.resolve("pipelines", "gitlab", ".gitlab-ci.yml"), "utf8");
  expect(text).not.toMatch(/PRIVATE-TOKEN|NOTE_TOKEN|curl|BUILDS_DIR|>\s*"?\$AWS/);
  for (const name of ["check", "review", "plan", "apply", "drift"]) {
    const lines = (gitlab[name]?.script ?? []).join("\n");
    expect([name, lines]).toEqual([name, expect.not.stringMatching(/TOKEN|token/)]);
  }
});

test("gitlab: the file fits GitLab's schema, and a wrong one does not", async () => {
  const { project } = repository;
  repository.git("remote", "add", "origin", "git@gitlab.example.com:example/mail.git");
  const text = fs.readFileSync(path.resolve("pipelines", "gitlab", ".gitlab-ci.yml"), "utf8");
  const lint = (yaml: string) => {
    project.write(".gitlab-ci.yml", yaml);
    return shell("gitlab-ci-local --list --home .home", project.folder, repository.env());
  };
  expect(await lint(text)).toMatchObject({ code: 0 });
  const wrong = await lint(text.replace("when: manual", "when: by hand"));
  expect(wrong.log).toContain("'when' property must be one of");
  expect(wrong.code).toBe(1);
});
