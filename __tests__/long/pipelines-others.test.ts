// The commands of the GitLab and Atlantis templates, run as plain shell in the emulator.
import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { ARTICLE_YAML } from "../helpers/project";
import { atlantisRun, gitlabJob } from "../pipelines/others";
import { Repository } from "../pipelines/repository";
import { shell } from "../pipelines/workflow";
import { DAY, feedback } from "../reports/samples";

jest.setTimeout(120_000);

const GITLAB = path.resolve("pipelines", "gitlab", ".gitlab-ci.yml");
const ATLANTIS = path.resolve("pipelines", "atlantis", "atlantis.yaml");

let repository: Repository;
beforeEach(async () => {
  repository = await new Repository(ARTICLE_YAML).start();
});
afterEach(() => repository.stop());

const job = (name: string) => gitlabJob(repository, GITLAB, name);
const atlantis = (command: "plan" | "apply") => atlantisRun(repository, ATLANTIS, command);

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
  await project.run("emulator", "edit", "delete", "_dmarc.example.com", "TXT");
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
  expect(await atlantis("plan")).toMatchObject({ code: 0, log: expect.stringContaining("## mailzone review") });
  expect(project.read("default.tfplan")).toMatch(/^mailzone=v2-\S+\n$/);
  expect(await atlantis("apply")).toMatchObject({ code: 0, log: expect.stringContaining("9 added") });
  expect(fs.existsSync(project.path("default.tfplan"))).toBe(false);
  expect(await atlantis("plan")).toMatchObject({ code: 0 });
  expect(project.read("default.tfplan")).toBe("");
  expect(await atlantis("apply")).toMatchObject({ code: 0, log: "nothing changes\n" });
  // A plan that failed leaves no file by which it could be applied.
  await project.run("emulator", "fault", "error", "--status", "429", "--type", "cloudflare_dns_record");
  expect((await atlantis("plan")).code).not.toBe(0);
  expect(fs.existsSync(project.path("default.tfplan"))).toBe(false);
});

test("gitlab: a step that reports earn is pushed as a merge request, once", async () => {
  const { project } = repository;
  repository.push(`${ARTICLE_YAML.trimEnd().replace("web:", "dmarc: {policy: none, ladder: true}, web:")}\n`, "a");
  const remote = project.path("remote.git");
  repository.git("init", "--quiet", "--bare", remote);
  repository.git("--git-dir", remote, "config", "receive.advertisePushOptions", "true");
  repository.git("remote", "add", "origin", remote);
  fs.writeFileSync(project.path(".git", "info", "exclude"), "*\n");
  const mail = project.path("in");
  fs.mkdirSync(mail);
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  for (let day = 1; day <= 28; day += 1) {
    const begin = today - day * DAY;
    fs.writeFileSync(path.join(mail, `${day}.xml`), feedback({ id: String(day), begin, end: begin + DAY - 1 }));
  }
  const run = () => gitlabJob(repository, GITLAB, "reports", { MAILZONE_REPORTS: "in", GITHUB_REPOSITORY: "" });
  expect(await run()).toMatchObject({ code: 0, log: expect.stringContaining("the next step is in domains.yaml") });
  const pushed = repository.git("--git-dir", remote, "log", "-1", "--format=%B", "mailzone/dmarc-ladder");
  expect(pushed).toMatch(/^DMARC: quarantine, tested, for example\.com\n\n/);
  const diff = repository.git("--git-dir", remote, "show", "--format=", "--stat", "mailzone/dmarc-ladder");
  expect(diff).toMatch(/^domains\.yaml \| 2 \+-\n 1 file changed/);
  // The next week it is still open.
  repository.git("reset", "--quiet", "--hard", "HEAD^");
  expect(await run()).toMatchObject({ code: 0 });
  expect(repository.git("--git-dir", remote, "branch", "--format=%(refname:short)")).toBe("mailzone/dmarc-ladder");
});

test("gitlab: no job of a merge request has a token that writes, and no job keeps its identity in a place that others see", () => {
  const text = fs.readFileSync(GITLAB, "utf8");
  const jobs = parse(text) as Record<string, { readonly script?: readonly string[] }>;
  expect(text).not.toMatch(/PRIVATE-TOKEN|NOTE_TOKEN|curl|BUILDS_DIR|>\s*"?\$AWS/);
  for (const name of ["check", "review", "plan", "apply", "drift", "reports"]) {
    const lines = (jobs[name]?.script ?? []).join("\n");
    expect([name, lines]).toEqual([name, expect.not.stringMatching(/TOKEN|token/)]);
  }
});

test("gitlab: the file fits GitLab's schema, and a wrong one does not", async () => {
  const { project } = repository;
  repository.git("remote", "add", "origin", "git@gitlab.example.com:example/mail.git");
  const text = fs.readFileSync(GITLAB, "utf8");
  const lint = (yaml: string) => {
    project.write(".gitlab-ci.yml", yaml);
    return shell("gitlab-ci-local --list --home .home", project.folder, repository.env());
  };
  expect(await lint(text)).toMatchObject({ code: 0 });
  const wrong = await lint(text.replace("when: manual", "when: by hand"));
  expect(wrong.log).toContain("'when' property must be one of");
  expect(wrong.code).toBe(1);
});
