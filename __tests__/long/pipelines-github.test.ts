// Every step of the GitHub workflows, run in the sandbox against a stand-in for GitHub's API.
import fs from "node:fs";
import { HandMadeWorld } from "../helpers/made-by-hand";
import { ARTICLE_YAML, domainsYaml, entryOf } from "../helpers/project";
import { Repository } from "../pipelines/repository";

jest.setTimeout(120_000);

const REJECT = ARTICLE_YAML.replace("web:", "dmarc: {policy: reject}, web:");
const BEFORE = "2026-01-01T09:00:00Z";
const AFTER = "2026-01-01T11:00:00Z";

let repository: Repository;
beforeEach(async () => {
  repository = await new Repository(ARTICLE_YAML).start();
});
afterEach(() => repository.stop());

const lastCheck = () => repository.github.checkRuns.at(-1) as { conclusion?: string; output?: { title: string } };

test("from the first plan to the apply: one comment, one check run, what was reviewed is applied, and only that", async () => {
  const { github, project } = repository;
  repository.push(ARTICLE_YAML, "a", "2026-01-01T10:00:00Z");
  const first = await repository.pullRequest();
  expect([first.check.result, first.plan.result, first.publish.result]).toEqual(["success", "success", "success"]);
  expect(first.check.summary).toContain("| MX    | mail.example.com");
  expect(first.check.outputs).toEqual({ groups: '["mailzone"]' });
  expect(first.plan.summary).toContain("## mailzone review:");
  expect(github.posted.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST issues/7/comments",
    "POST check-runs",
  ]);
  expect(github.comments[0]?.body).toMatch(/^<!-- mailzone review -->\n## mailzone review: /);
  expect(github.comments[0]?.body).toContain("success: reviewed, stacks that change: 1. Commit aaaaaaaaaaaa");
  expect(lastCheck()).toMatchObject({ conclusion: "success", head_sha: github.head });

  // Nobody has approved it yet.
  const early = await repository.merge();
  expect(early.find.log).toContain("nobody with write access approved the head");
  expect([early.find.result, early.apply.result]).toEqual(["failure", "skipped"]);
  github.approve("author");
  github.approve("passer");
  expect((await repository.merge()).find.result).toBe("failure");

  github.approve("maintainer");
  const { find, apply } = await repository.merge();
  expect(find.outputs.expect).toMatch(/^mailzone=v2-[0-9a-f]{64}$/);
  expect(apply.log).toContain("mailzone: applied: 0 imported, 9 added, 0 changed, 0 destroyed");
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);

  // The same approval a second time: the world has moved on.
  const stale = await repository.merge();
  expect(stale.apply.result).toBe("failure");
  expect(stale.apply.log).toContain("not what was reviewed");

  // A new push: the same comment, brought up to date. Nothing changes, and nothing is applied.
  github.merged = undefined;
  repository.push(ARTICLE_YAML, "b", "2026-01-02T10:00:00Z");
  await repository.pullRequest();
  expect(github.comments).toHaveLength(1);
  expect(github.posted.at(-2)).toMatchObject({ method: "PATCH", path: "issues/comments/1" });
  expect(lastCheck().output?.title).toBe("reviewed: nothing changes");
  github.approve("maintainer");
  const nothing = await repository.merge();
  expect([nothing.find.result, nothing.apply.result]).toEqual(["success", "skipped"]);
});

test("a record that stands in the way fails the pull request, which names it, and nothing can be applied", async () => {
  const { github, project } = repository;
  new HandMadeWorld(project).records([["TXT", "_dmarc.example.com", '"v=DMARC1; p=reject;"']]);
  repository.push(ARTICLE_YAML, "a", "2026-01-01T10:00:00Z");
  const { plan } = await repository.pullRequest();
  expect(plan.result).toBe("failure");
  expect(lastCheck()).toMatchObject({
    conclusion: "failure",
    output: { title: "records stand in the way in the zones: 1" },
  });
  expect(github.comments[0]?.body).toContain(
    "- record `dmarc` of `example.com`, TXT `_dmarc.example.com`, cannot be made: ",
  );
  github.approve("maintainer");
  expect((await repository.merge()).find.result).toBe("failure");
});

test("a danger fails, until a label that counts accepts it", async () => {
  const { github } = repository;
  repository.push(REJECT, "c", "2026-01-01T10:00:00Z");
  const failed = await repository.pullRequest();
  expect(failed.plan.result).toBe("failure");
  expect(lastCheck()).toMatchObject({ conclusion: "failure", output: { title: "dangers that nobody accepted: 1" } });
  github.approve("maintainer");
  const refused = await repository.merge();
  expect(refused.find.log).toContain('has no check run "mailzone review" with digests');

  github.label("accept:dmarc-rejects", BEFORE, "maintainer");
  const early = await repository.pullRequest();
  expect(early.publish.log).toContain('label "accept:dmarc-rejects" does not count, it was set before the last push');
  expect(lastCheck().conclusion).toBe("failure");

  github.labels.length = 0;
  github.label("accept:dmarc-rejects", AFTER, "passer");
  const stranger = await repository.pullRequest();
  expect(stranger.publish.log).toContain('does not count, "passer" has no write access');
  expect(lastCheck().conclusion).toBe("failure");

  github.labels.length = 0;
  github.label("accept:dmarc-rejects@example.com", AFTER, "maintainer");
  const accepted = await repository.pullRequest();
  expect([accepted.plan.result, lastCheck().conclusion]).toEqual(["success", "success"]);
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain("### Accepted by `maintainer`");
  const { find, apply } = await repository.merge();
  expect([find.outputs.accept, apply.result]).toEqual(["dmarc-rejects@example.com", "success"]);
});

test("a danger that the pull request's code kept from the review stops the apply", async () => {
  const { github, project } = repository;
  repository.push(REJECT, "4", "2026-01-01T10:00:00Z");
  await repository.pullRequest();
  const file = project.path("reviews", "mailzone-review-0", "review.json");
  const review = JSON.parse(fs.readFileSync(file, "utf8")) as { stacks: unknown };
  fs.writeFileSync(file, JSON.stringify({ ...review, effects: [], domains: [] }));
  await repository.publish("success");
  expect(lastCheck().conclusion).toBe("success");
  github.approve("maintainer");
  const { find, apply } = await repository.merge();
  expect([find.result, apply.result]).toEqual(["success", "failure"]);
  expect(apply.log).toContain("dmarc-rejects");
  expect(await project.world()).toEqual({ records: [], identities: [] });
});

test("the stacks of a matrix come together in one comment, and are applied together", async () => {
  const { github, project } = repository;
  const entries = [
    entryOf("example.com", "us-east-1", "stack: one"),
    entryOf("example.org", "eu-west-1", "stack: two"),
  ];
  repository.project.write("domains.yaml", domainsYaml(...entries));
  repository.commit("base");
  repository.push(domainsYaml(...entries), "5", "2026-01-01T10:00:00Z");
  await repository.pullRequest(["one", "two"]);
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body?.match(/^## mailzone review/gm)).toHaveLength(2);
  expect(lastCheck().output?.title).toBe("reviewed, stacks that change: 2");
  github.approve("maintainer");
  const { find, apply } = await repository.merge();
  expect(find.outputs.expect?.split("\n").map((line) => line.split("=")[0])).toEqual(["one", "two"]);
  expect(apply.result).toBe("success");
  expect((await project.world()).identities).toHaveLength(2);
});

test("hundreds of stacks are dealt to jobs by twenty", async () => {
  const entries = Array.from({ length: 41 }, (_, index) =>
    entryOf(`a${index}.example.com`, "us-east-1", `stack: s${index}`),
  );
  repository.project.write("domains.yaml", domainsYaml(...entries));
  repository.commit("base");
  repository.push(domainsYaml(...entries), "6", "2026-01-01T10:00:00Z");
  const { outputs } = await repository.job("pull-request.yml", "check");
  const groups = JSON.parse(outputs.groups ?? "") as string[];
  expect(groups.map((group) => group.split(" ").length)).toEqual([20, 20, 1]);
});

test("a run that the pull request has moved on from publishes nothing", async () => {
  const { github } = repository;
  repository.push(ARTICLE_YAML, "7", "2026-01-01T10:00:00Z");
  const run = repository.publish("success");
  github.head = "8".repeat(40);
  expect((await run).log).toContain("has moved on from");
  expect(github.posted).toEqual([]);
});

test("a check run that the pull request's own code wrote applies nothing", async () => {
  const { github } = repository;
  repository.push(ARTICLE_YAML, "d", "2026-01-01T10:00:00Z");
  await repository.pullRequest();
  const genuine = github.checkRuns[0] as { output?: { text: string } };
  const forged = `${genuine.output?.text}`.replace(/v2-[0-9a-f]{64}/, `v2-${"0".repeat(64)}`);
  github.checkRuns.splice(0, 1, { id: 9, head_sha: github.head, conclusion: "success", output: { text: forged } });
  github.approve("maintainer");
  expect((await repository.merge()).find).toMatchObject({ result: "failure", outputs: { expect: "" } });
  // Nor do the digests of another commit.
  github.head = "e".repeat(40);
  github.approve("maintainer");
  github.checkRuns.splice(0, 1, { ...genuine, id: 10, head_sha: github.head });
  expect((await repository.merge()).find.result).toBe("failure");
});

test("a plan that failed is commented, and lets nothing through", async () => {
  const { github, project } = repository;
  repository.push(ARTICLE_YAML, "f", "2026-01-01T10:00:00Z");
  await project.apply();
  await project.run("sandbox", "fault", "error", "--status", "429", "--type", "cloudflare_dns_record");
  const { plan, publish } = await repository.pullRequest();
  expect([plan.result, publish.result]).toEqual(["failure", "success"]);
  expect(github.comments[0]?.body).toMatch(/plan .*failed/);
  expect(lastCheck()).toMatchObject({ conclusion: "failure" });
});

test("a configuration that is wrong is commented too", async () => {
  repository.push(ARTICLE_YAML.replace("us-east-1", "1"), "1", "2026-01-01T10:00:00Z");
  const { check, plan } = await repository.pullRequest();
  expect([check.result, plan.result]).toEqual(["failure", "skipped"]);
  expect(repository.github.comments[0]?.body).toContain("no plan was made");
});

test("an entry that is dropped fails the check against the base", async () => {
  const both = ARTICLE_YAML.replace(/\n$/, "\n  - {domain: example.org, aws: {region: us-east-1}}\n");
  repository.push(both, "2", "2026-01-01T10:00:00Z");
  repository.push(ARTICLE_YAML, "3", "2026-01-01T10:00:00Z");
  expect((await repository.pullRequest()).check.result).toBe("failure");
});

test("a fork's pull request is checked and shown its records, and gets neither plan nor comment", async () => {
  repository.github.headRepository = "somebody/mail";
  const { check, plan, publish } = await repository.pullRequest();
  expect([check.result, plan.result, publish.result]).toEqual(["success", "skipped", "skipped"]);
  expect(repository.github.posted).toEqual([]);
});

test("a label that is none of ours plans nothing, one of ours plans again", async () => {
  const event = (name: string) => ({
    github: {
      event: { action: "labeled", label: { name }, pull_request: { number: 7, head: { repo: {} } } },
      repository: "example/mail",
    },
  });
  expect((await repository.job("pull-request.yml", "check", event("bug"))).result).toBe("skipped");
  expect((await repository.job("pull-request.yml", "check", event("accept:spf-open"))).result).toBe("success");
});

test("drift opens an issue, brings it up to date, and closes it when all is clean", async () => {
  const { github, project } = repository;
  await project.apply();
  await project.run("sandbox", "advance", "1h");
  const clean = await repository.job("drift.yml", "drift");
  expect(clean.log).not.toContain("drift:");
  expect([clean.result, github.posted.length]).toEqual(["success", 0]);
  expect(clean.summary).toContain("No drift: the plan is empty.");

  await project.run("sandbox", "edit", "delete", "_dmarc.example.com", "TXT");
  const dirty = await repository.job("drift.yml", "drift");
  expect([dirty.result, github.issues.length]).toEqual(["failure", 1]);
  expect(github.issues[0]).toMatchObject({ title: "mailzone: drift", labels: ["mailzone-drift"], state: "open" });
  expect(github.issues[0]?.body).toContain("_dmarc.example.com");

  await repository.job("drift.yml", "drift");
  expect(github.posted.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST issues", "PATCH issues/10"]);

  await project.apply();
  expect((await repository.job("drift.yml", "drift")).result).toBe("success");
  expect(github.issues[0]).toMatchObject({ state: "closed" });
  expect(github.posted.at(-2)).toMatchObject({ path: "issues/10/comments" });
});

test("by hand it applies the digests of a review", async () => {
  await repository.project.run("plan", "--sandbox");
  const { stdout } = await repository.project.run("review", "--sandbox", "--json");
  const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; digest: string }[] };
  const inputs = {
    expect: ` ${stacks.map(({ stack, digest }) => `${stack}=${digest}`).join(" ")} `,
    "allow-destroy": "",
  };
  const github = {
    event: { repository: { default_branch: "main" } },
    event_name: "workflow_dispatch",
    ref_name: "main",
  };
  const context = { github, inputs, needs: { find: { outputs: {} } } };
  expect((await repository.job("apply.yml", "apply", context)).result).toBe("success");
  const elsewhere = { ...context, github: { ...github, ref_name: "change" } };
  expect((await repository.job("apply.yml", "apply", elsewhere)).result).toBe("skipped");
});

test("what is not live is drift as well", async () => {
  const { github, project } = repository;
  await project.apply();
  // Only what is asked of verify here: that it is there, and says no.
  const npx = project.read("bin", "npx");
  const verify = `case "$3" in --help) echo "  verify [domain...]  is it live?"; exit ;; verify) echo "www is *not* live"; exit 1 ;; esac`;
  project.write("bin/npx", npx.replace("#!/bin/sh\n", `#!/bin/sh\n${verify}\n`));
  const { result } = await repository.job("drift.yml", "drift");
  expect(result).toBe("failure");
  expect(github.issues[0]?.body).toMatch(/^\nNot all of it is live:\n\n {4}www is \*not\* live\n\n\[run\]/);
});
