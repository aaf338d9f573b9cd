// A repository on GitHub from its first day to its thirtieth, with the package that npm has installed in it, its own copies of the
// workflows, and the emulator for the world. docs/pipelines-setup.md is walked to the letter.
import fs from "node:fs";
import path from "node:path";
import { UserRepository } from "../helpers/user-repository";
import { TOKEN } from "../pipelines/github";
import { emptyRepository } from "../pipelines/repository";
import { type Run, shell } from "../pipelines/workflow";

jest.setTimeout(600_000);

const repository = emptyRepository();
const { project, github } = repository;
const user = new UserRepository("github", project.folder);
const isInstalled = user.install();
const root = project.path("node_modules", "@mailzone", "mailzone");
repository.options = { root, workflows: project.path(".github", "workflows") };

beforeAll(() => repository.start());
afterAll(async () => {
  await repository.stop();
  user.remove();
});

/** What a person types in the repository. */
const type = (command: string) => shell(command, project.folder, repository.env({ GITHUB_TOKEN: TOKEN }));
const setup = (...args: string[]) => type(["npx --no-install mailzone ci setup", ...args].join(" "));
const doctor = () => type("npx --no-install mailzone ci doctor");

let commits = 0;

/** A pull request that makes this of domains.yaml, its jobs, and what is published of them. */
async function propose(domains: string): Promise<{ readonly check: Run; readonly plan: Run; readonly publish: Run }> {
  if (commits > 0) github.open();
  commits += 1;
  repository.push(domains, commits.toString(16));
  return repository.pullRequest();
}

/** It is closed, or not merged yet. */
const leave = () => repository.git("reset", "--quiet", "--hard", "HEAD^");

const lastCheck = () =>
  github.checkRuns.filter(({ name }) => name === "mailzone review").at(-1) as {
    conclusion?: string;
    output?: { title: string };
  };
const results = (runs: object) => Object.values(runs as Record<string, Run>).map(({ result }) => result);

/** `gh workflow run apply.yml -f expect=… -f accept=…` */
function applyByHand(expect: string, accept = ""): Promise<Run> {
  const event = { repository: { default_branch: "main" } };
  return repository.job("apply.yml", "apply", {
    github: { event, event_name: "workflow_dispatch", ref_name: "main" },
    inputs: { expect, accept, "allow-destroy": "" },
    needs: { find: { result: "skipped", outputs: {} } },
  });
}

/** The digests of what is to change, as the issue of drift.yml shows them. */
const digests = () =>
  [...String(github.issues.at(-1)?.body).matchAll(/\| `([\w-]+)` \|[^|]*\| (\d+) \| `(v2-[0-9a-f]{64})` \|/g)]
    .flatMap(([, stack, changes, digest]) => (changes === "0" ? [] : [`${stack}=${digest}`]))
    .join(" ");

const FIRST = fs.readFileSync(project.path("domains.yaml"), "utf8");
const REJECT = `${FIRST}    dmarc: {policy: reject, rua: "mailto:dmarc@example.com"}\n`;
const SECOND = `${REJECT}  - domain: news.example.com\n    stack: news\n`;
const LOOSE = SECOND.replace("policy: reject", "policy: none");
const SLOW = `${LOOSE}    overrides: {dmarc: {ttl: 600}}\n`;

(isInstalled ? describe : describe.skip)("what npm ci has installed", () => {
  test("has what cdktf.json runs, with the state where it was said to be", async () => {
    const { app } = JSON.parse(user.read("cdktf.json")) as { app: string };
    expect((await type(app)).code).toBe(0);
    const stack = JSON.parse(user.read("cdktf.out", "stacks", "mailzone", "cdk.tf.json"));
    expect(stack.terraform.backend).toMatchObject({
      s3: { bucket: "example-state", key: "mailzone/mailzone.tfstate" },
    });
  });

  test("is checked, planned, applied, and planned empty, and writes the same repository as this checkout", async () => {
    const again = new UserRepository("github", path.join(user.home, "again"), user);
    for (const file of again.files().filter((name) => name !== "package.json"))
      expect(again.read(file)).toBe(user.read(file));
    const { dependencies } = JSON.parse(again.read("package.json")) as { dependencies: Record<string, string> };
    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    fs.symlinkSync(project.path("node_modules"), again.path("node_modules"));
    const { PATH, HOME } = process.env;
    const run = (words: string) =>
      shell(`npx --no-install mailzone ${words}`, again.folder, { PATH: PATH ?? "", HOME: HOME ?? "" });
    expect((await run("check")).code).toBe(0);
    expect((await run("plan --emulated")).log).toContain(
      "mailzone: 0 to import, 8 to add, 0 to change, 0 to destroy\n",
    );
    expect((await run("apply --emulated")).code).toBe(0);
    expect((await run("plan --emulated --fail-on-changes")).code).toBe(0);
  });
});

(isInstalled ? describe : describe.skip)("on GitHub", () => {
  test("day one: setup, and the first pull request, which brings the workflows, is read, merged and applied by hand", async () => {
    const first = await setup("--reviewer", "@maintainer");
    expect(first).toMatchObject({ code: 0, log: expect.stringContaining("Left to do") });
    expect(Object.keys(github.settings.environments).sort()).toEqual([
      "mailzone-apply",
      "mailzone-plan",
      "mailzone-review",
    ]);

    const brought = [".github", "CODEOWNERS", ".gitignore", "package.json", "package-lock.json"];
    repository.git("add", ...brought);
    const { check, plan } = await propose(FIRST);
    expect([check.result, plan.result]).toEqual(["success", "success"]);
    expect(check.log).toContain('"domains.yaml" was not there');
    expect(plan.summary).toContain("## mailzone review: safe: 8 safe");
    // What publishes runs as the default branch has it, and there it is not yet.
    github.checkRuns.splice(0);
    github.comments.splice(0);
    github.pull.approve("maintainer");
    const merged = await repository.merge();
    expect(results(merged)).toEqual(["failure", "skipped", "skipped"]);
    expect(merged.find.log).toContain("nothing is applied");

    expect((await repository.job("drift.yml", "drift")).result).toBe("failure");
    expect(digests()).toMatch(/^mailzone=v2-\S+$/);
    expect(await applyByHand(digests())).toMatchObject({ result: "success", log: expect.stringContaining("8 added") });
    expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);

    // From now on the check is required, and all is done that the API can tell.
    const { settings } = github;
    settings.files.push(...repository.git("ls-files").split("\n"), ".terraform.lock.hcl");
    expect((await setup()).log).toMatch(/made +branch "main"/);
    for (const [name, secret] of [
      ["mailzone-plan", "CLOUDFLARE_API_TOKEN"],
      ["mailzone-review", "MAILZONE_REVIEW_KEY"],
      ["mailzone-apply", "CLOUDFLARE_API_TOKEN"],
    ] as const)
      settings.environments[name]?.secrets.push(secret);
    settings.jobs.push("pull-request.yml: plan", "apply.yml: apply");
    expect(await doctor()).toMatchObject({ code: 0, log: expect.not.stringContaining("Left to do") });
  });

  test("day two: a danger fails the check until it is accepted; merged and approved it is applied", async () => {
    const failed = await propose(REJECT);
    expect([failed.plan.result, lastCheck().conclusion]).toEqual(["failure", "failure"]);
    github.pull.label("accept:dmarc-rejects", "2026-01-01T11:00:00Z", "maintainer");
    expect(results(await repository.pullRequest())).toEqual(["success", "success", "success"]);
    expect(lastCheck().conclusion).toBe("success");
    github.pull.approve("maintainer");
    expect(results(await repository.merge())).toEqual(["success", "success", "success"]);
    expect((await project.world()).records.join("\n")).toContain("p=reject");
  });

  test("day five: a second stack is planned and applied alone", async () => {
    const { plan } = await propose(SECOND);
    expect(plan.log).toContain("1 of 2 stacks are planned");
    github.pull.approve("maintainer");
    const { apply } = await repository.merge();
    expect(apply.log).toContain("news: applied: 0 imported, 8 added");
    expect((await project.world()).identities).toHaveLength(2);
  });

  test("day eight: an entry that is dropped fails, and nothing is planned", async () => {
    const { check, plan } = await propose(REJECT);
    expect([check.result, plan.result, lastCheck().conclusion]).toEqual(["failure", "skipped", "failure"]);
    expect(check.log).toContain("news.example.com");
    leave();
  });

  test("day ten: a label that is taken back before the merge keeps the danger from being applied", async () => {
    await propose(LOOSE);
    github.pull.label("accept:dmarc-disarmed", "2026-01-01T11:00:00Z", "maintainer");
    await repository.pullRequest();
    expect(lastCheck().conclusion).toBe("success");
    github.pull.approve("maintainer");
    github.pull.unlabel("accept:dmarc-disarmed", "2026-01-01T12:00:00Z", "maintainer");
    const { find, apply } = await repository.merge();
    expect([find.result, apply.result]).toEqual(["failure", "skipped"]);
    expect(find.log).toContain("taken back before its merge: accept:dmarc-disarmed");
    expect((await project.world()).records.join("\n")).toContain("p=reject");
  });

  test("day fifteen: a plan that is killed leaves nothing behind that the next one stumbles over", async () => {
    github.open();
    repository.push(SLOW, "c");
    const killed = await shell(
      "rm -r .mailzone/sandbox/out; setsid npx --no-install mailzone ci plan --base HEAD^ & pid=$!; until [ -d .mailzone/sandbox/out ]; do sleep 0.1; done; kill -KILL -- -$pid; wait $pid",
      project.folder,
      repository.env(),
    );
    expect(killed.code).toBe(137);
    expect((await repository.publish("cancelled")).result).toBe("skipped");
    expect(results(await repository.pullRequest())).toEqual(["success", "success", "success"]);
  });

  test("day sixteen: what was reviewed and has gone stale is refused; drift tells, and a person applies what is now", async () => {
    github.pull.approve("maintainer");
    await project.run("emulator", "edit", "delete", "_dmarc.news.example.com", "TXT");
    const { apply, applied } = await repository.merge();
    expect([apply.result, applied.result]).toEqual(["failure", "skipped"]);
    expect(apply.summary).toContain("would no longer do what was reviewed");

    await repository.job("drift.yml", "drift");
    expect(github.issues.at(-1)).toMatchObject({ state: "open" });
    // What was merged without its label waits there as well.
    expect(digests()).toMatch(/^mailzone=v2-\S+ news=v2-\S+$/);
    expect(await applyByHand(digests(), "dmarc-disarmed")).toMatchObject({ result: "success" });
    expect((await project.world()).records.join("\n")).toContain("p=none");
    await project.run("emulator", "advance", "1h");
    expect((await repository.job("drift.yml", "drift")).result).toBe("success");
    expect(github.issues.at(-1)).toMatchObject({ state: "closed" });
  });

  test("day twenty: a review key and a token that are changed", async () => {
    await propose(SLOW.replace("600", "900"));
    github.pull.approve("maintainer");
    repository.key = "another key that only the tests have";
    const old = await repository.merge();
    expect([old.find.result, old.apply.result]).toEqual(["failure", "skipped"]);
    // Its pull request, run again, is signed with the new one.
    await repository.publish("success");
    expect(results(await repository.merge())).toEqual(["success", "success", "success"]);

    await project.run("emulator", "fault", "error", "--status", "403", "--type", "cloudflare_dns_record");
    const revoked = await propose(SLOW);
    expect([revoked.plan.result, lastCheck().output?.title]).toEqual(["failure", "a plan failed"]);
    await project.run("emulator", "fault", "clear");
    expect(results(await repository.pullRequest())).toEqual(["success", "success", "success"]);
    leave();
  });

  test("day thirty: another version of the package plans all, changes nothing, and applies nothing", async () => {
    user.upgrade("0.1.1");
    repository.git("add", "package.json", "package-lock.json");
    const { plan } = await propose(SLOW.replace("600", "900"));
    expect(plan.log).toContain("2 of 2 stacks are planned");
    expect(lastCheck().output?.title).toBe("reviewed: nothing changes");
    github.pull.approve("maintainer");
    expect(results(await repository.merge())).toEqual(["success", "skipped", "success"]);
    expect(JSON.parse(project.read("package.json")).dependencies["@mailzone/mailzone"]).toContain("0.1.1");
  });
});
