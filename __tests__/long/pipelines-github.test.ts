// Every step of the GitHub workflows, run in the emulator against a stand-in for GitHub's API.
import fs from "node:fs";
import { parseReviewFile } from "../../lib/ci/review-file";
import { HandMadeWorld } from "../helpers/made-by-hand";
import { ARTICLE_YAML, domainsYaml, entryOf } from "../helpers/project";
import { REPOSITORY, TOKEN } from "../pipelines/github";
import { Repository } from "../pipelines/repository";

jest.setTimeout(120_000);

const REJECT = ARTICLE_YAML.replace("web:", "dmarc: {policy: reject}, web:");
const AFTER = "2026-01-01T11:00:00Z";

let repository: Repository;
beforeEach(async () => {
  repository = await new Repository(ARTICLE_YAML).start();
});
afterEach(() => repository.stop());

const lastCheck = () => repository.github.checkRuns.at(-1) as { conclusion?: string; output?: { title: string } };

test("one comment and one check run follow a pull request from its first plan, and only what was reviewed is applied", async () => {
  const { github, project } = repository;
  repository.push(ARTICLE_YAML, "a");
  const first = await repository.pullRequest();
  expect([first.check.result, first.plan.result, first.publish.result]).toEqual(["success", "success", "success"]);
  expect(first.check.summary).toContain("| MX    | `mail.example.com`");
  expect(first.plan.summary).toContain("## mailzone review:");
  expect(github.posted.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST check-runs",
    "POST issues/7/comments",
  ]);
  expect(github.comments[0]?.body).toMatch(
    /^<!-- mailzone review -->\n\*\*success: reviewed, stacks that change: 1\.\*\* Commit aaaaaaaaaaaa, \[run\]\(https:.*\)\.\n\n## mailzone review: /,
  );
  expect(lastCheck()).toMatchObject({ conclusion: "success", head_sha: github.pull.head });

  // Nobody has approved it yet.
  const early = await repository.merge();
  expect(early.find.log).toContain("nobody with write access approved the head");
  expect([early.find.result, early.apply.result, early.applied.result]).toEqual(["failure", "skipped", "skipped"]);
  github.pull.approve("author");
  github.pull.approve("passer");
  expect((await repository.merge()).find.result).toBe("failure");

  github.pull.approve("maintainer");
  const { find, apply, applied } = await repository.merge();
  expect(JSON.parse(find.outputs.approved ?? "")).toMatchObject({
    approved: [{ number: 7, by: "maintainer", expect: { mailzone: expect.stringMatching(/^v2-[0-9a-f]{64}$/) } }],
  });
  expect(apply.log).toContain("mailzone: applied: 0 imported, 9 added, 0 changed, 0 destroyed");
  expect(apply.summary).toContain("all of it is applied");
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);
  expect([applied.result, lastCheck().output?.title]).toEqual(["success", "applied"]);

  // The same merge a second time: there is nothing to find.
  const again = await repository.merge();
  expect([again.find.result, again.apply.result, again.find.outputs.approved]).toEqual(["success", "skipped", ""]);

  // A new push: the same comment, brought up to date. Nothing changes, and nothing is applied.
  github.pull.merged = undefined;
  repository.push(ARTICLE_YAML, "b");
  await repository.pullRequest();
  expect(github.comments).toHaveLength(1);
  expect(github.posted.at(-1)).toMatchObject({ method: "PATCH", path: "issues/comments/1" });
  expect(lastCheck().output?.title).toBe("reviewed: nothing changes");
  github.pull.approve("maintainer");
  const nothing = await repository.merge();
  expect([nothing.find.result, nothing.apply.result, nothing.applied.result]).toEqual([
    "success",
    "skipped",
    "success",
  ]);
});

test("a repeated apply finds everything applied; a changed world is reported and left alone", async () => {
  const { github, project } = repository;
  repository.push(ARTICLE_YAML, "a");
  await repository.pullRequest();
  github.pull.approve("maintainer");
  await repository.merge();
  // As if the mark had not been set.
  github.checkRuns.pop();
  const again = await repository.merge();
  expect(again.apply.log).toContain("mailzone: nothing is left to do, it is applied already");
  expect([again.apply.result, again.applied.result]).toEqual(["success", "success"]);

  github.checkRuns.pop();
  await project.run("emulator", "edit", "delete", "_dmarc.example.com", "TXT");
  const moved = await repository.merge();
  expect(moved.apply.log).toContain("not what was reviewed");
  expect(moved.apply.log).toMatch(
    /not applied: pull request 7, approved by "maintainer": "mailzone" would no longer do what was reviewed: read what it would do now/,
  );
  expect([moved.apply.result, moved.applied.result]).toEqual(["failure", "skipped"]);
});

test("three merges in a row: the last apply takes all of them, the oldest first, and one that is stale keeps no other from it", async () => {
  const { github, project } = repository;
  const one = entryOf("example.com", "us-east-1", "stack: one");
  const two = entryOf("example.org", "eu-west-1", "stack: two");
  const changed = entryOf("example.org", "eu-west-1", "stack: two, ttl: 300");
  const three = entryOf("mail.example.com", "us-east-1", "stack: three");
  repository.push(domainsYaml(one), "a");
  await repository.pullRequest();
  github.pull.approve("maintainer");
  repository.mergeAlone();
  // The runs of these two were dropped. The third changes what the second has brought.
  github.open();
  repository.push(domainsYaml(one, two), "b");
  const second = await repository.pullRequest();
  expect(second.plan.log).toContain("1 of 2 stacks are planned: the others are as at");
  github.pull.approve("maintainer");
  repository.mergeAlone();
  github.open();
  repository.push(domainsYaml(one, changed, three), "c");
  await repository.pullRequest();
  github.pull.approve("maintainer");
  expect(github.comments.at(-1)?.body?.match(/^## mailzone review/gm)).toHaveLength(1);
  expect(lastCheck().output?.title).toBe("reviewed, stacks that change: 2");
  await project.run("emulator", "edit", "add", "record", "_dmarc.mail.example.com", "TXT", '"v=DMARC1; p=reject;"');
  const { find, apply, applied } = await repository.merge();
  const { approved } = JSON.parse(find.outputs.approved ?? "") as { approved: { number: number; expect: object }[] };
  expect(approved.map(({ number, expect }) => [number, Object.keys(expect)])).toEqual([
    [7, ["one"]],
    [9, ["three", "two"]],
  ]);
  // What is in the way of one stack holds back its pull request, and no other.
  expect([apply.result, applied.result]).toEqual(["failure", "skipped"]);
  expect(apply.log).toContain("one: applied: ");
  expect(apply.log).toMatch(/not applied: pull request 9, approved by "maintainer": /);
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);

  await project.run("emulator", "edit", "delete", "_dmarc.mail.example.com", "TXT");
  const fixed = await repository.merge();
  expect(fixed.apply.log).toContain("one: nothing is left to do, it is applied already");
  expect([fixed.apply.result, fixed.applied.result]).toEqual(["success", "success"]);
  expect((await project.world()).identities).toHaveLength(3);
});

test("a conflicting record fails the pull request, which names it, and nothing can be applied", async () => {
  const { github, project } = repository;
  new HandMadeWorld(project).records([["TXT", "_dmarc.example.com", '"v=DMARC1; p=reject;"']]);
  repository.push(ARTICLE_YAML, "a");
  const { plan } = await repository.pullRequest();
  expect(plan.result).toBe("failure");
  expect(lastCheck()).toMatchObject({
    conclusion: "failure",
    output: { title: "existing records in the zones conflict: 1" },
  });
  expect(github.comments[0]?.body).toContain(
    "- record `dmarc` of `example.com`, TXT `_dmarc.example.com`, cannot be created: ",
  );
  github.pull.approve("maintainer");
  expect((await repository.merge()).find.result).toBe("failure");
});

test("a danger fails, at its line, until a label that counts accepts it; taken back, it is not applied", async () => {
  const { github, project } = repository;
  repository.push(REJECT, "c");
  const failed = await repository.pullRequest();
  expect(failed.plan.result).toBe("failure");
  const line = REJECT.split("\n").findIndex((text) => text.includes("dmarc: {policy")) + 1;
  expect(lastCheck()).toMatchObject({
    conclusion: "failure",
    output: {
      title: "dangers that nobody accepted: 1",
      annotations: [
        { path: "domains.yaml", start_line: line, end_line: line, annotation_level: "failure", title: "dmarc-rejects" },
      ],
    },
  });
  github.pull.approve("maintainer");
  const refused = await repository.merge();
  expect(refused.find.log).toContain("the last review of pull request 7");

  github.pull.merged = undefined;
  github.pull.label("accept:dmarc-reject", AFTER, "maintainer");
  github.pull.label("accept:dmarc-rejects@example.com", AFTER, "maintainer");
  const accepted = await repository.pullRequest();
  expect([accepted.plan.result, lastCheck().conclusion]).toEqual(["success", "success"]);
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain("### Accepted by `maintainer`");
  expect(github.comments[0]?.body).toContain(
    'label "accept:dmarc-reject" does not count, it names no rule: docs/review-rules.md lists their ids',
  );

  // Taken back, before a new review came: the merge applies nothing.
  github.pull.unlabel("accept:dmarc-rejects@example.com", "2026-01-01T12:00:00Z");
  const withdrawn = await repository.merge();
  expect(withdrawn.find.log).toContain("was taken back before its merge: accept:dmarc-rejects@example.com");
  // And after it came: the last word counts, not the last yes.
  github.pull.merged = undefined;
  await repository.pullRequest();
  expect(lastCheck().conclusion).toBe("failure");
  expect((await repository.merge()).find.log).toContain("is a no: bring a new one");
  expect(await project.world()).toEqual({ records: [], identities: [] });

  github.pull.merged = undefined;
  github.pull.label("accept:dmarc-rejects@example.com", "2026-01-01T13:00:00Z", "maintainer");
  await repository.pullRequest();
  const { find, apply } = await repository.merge();
  expect(JSON.parse(find.outputs.approved ?? "").approved[0].accept).toEqual(["dmarc-rejects@example.com"]);
  expect(apply.result).toBe("success");
});

test("a danger that the pull request's code kept from the review stops the apply", async () => {
  const { github, project } = repository;
  repository.push(REJECT, "4");
  await repository.pullRequest();
  const file = project.path("reviews", "mailzone-review", "review.json");
  const { page, ...rest } = parseReviewFile(fs.readFileSync(file, "utf8"));
  fs.writeFileSync(file, JSON.stringify({ ...rest, page: { ...page, lines: [], tables: [] } }));
  await repository.publish("success");
  expect(lastCheck().conclusion).toBe("success");
  github.pull.approve("maintainer");
  const { find, apply } = await repository.merge();
  expect([find.result, apply.result]).toEqual(["success", "failure"]);
  expect(apply.log).toContain("dmarc-rejects");
  expect(await project.world()).toEqual({ records: [], identities: [] });
});

test("a plan that failed is commented, and lets nothing through", async () => {
  const { github, project } = repository;
  repository.push(ARTICLE_YAML, "f");
  await project.apply();
  repository.push(REJECT, "1");
  await project.run("emulator", "fault", "error", "--status", "429", "--type", "cloudflare_dns_record");
  const { plan, publish } = await repository.pullRequest();
  expect([plan.result, publish.result]).toEqual(["failure", "success"]);
  expect(github.comments[0]?.body).toMatch(/\*\*The plan of `mailzone` failed/);
  expect(lastCheck()).toMatchObject({ conclusion: "failure", output: { title: "a plan failed" } });
});

test("a configuration that is wrong is commented too", async () => {
  repository.push(ARTICLE_YAML.replace("us-east-1", "1"), "1");
  const { check, plan } = await repository.pullRequest();
  expect([check.result, plan.result]).toEqual(["failure", "skipped"]);
  expect(repository.github.comments[0]?.body).toContain("no plan was made");
});

test("an entry that is dropped fails the check against the base", async () => {
  const both = ARTICLE_YAML.replace(/\n$/, "\n  - {domain: example.org, aws: {region: us-east-1}}\n");
  repository.push(both, "2");
  repository.push(ARTICLE_YAML, "3");
  expect((await repository.pullRequest()).check.result).toBe("failure");
});

test("a fork's pull request is checked and shown its records, and gets neither plan nor comment", async () => {
  repository.push(ARTICLE_YAML, "2");
  repository.github.pull.headRepository = "somebody/mail";
  const { check, plan, publish } = await repository.pullRequest();
  expect([check.result, plan.result, publish.result]).toEqual(["success", "skipped", "skipped"]);
  expect(repository.github.posted).toEqual([]);
});

test("what Dependabot pushes is not planned, what a person pushes to its branch is", async () => {
  repository.push(ARTICLE_YAML, "2");
  const event = (actor: string) => ({
    github: {
      actor,
      repository: "example/mail",
      token: "not-a-real-token",
      event: { pull_request: { number: 7, head: { repo: { full_name: "example/mail" } } } },
    },
    needs: { check: {} },
  });
  expect((await repository.job("pull-request.yml", "plan", event("dependabot[bot]"))).result).toBe("skipped");
  expect((await repository.job("pull-request.yml", "plan", event("maintainer"))).result).toBe("success");
});

test("another label plans nothing, one of our labels plans again", async () => {
  repository.push(ARTICLE_YAML, "2");
  const event = (name: string) => ({
    github: {
      event: { action: "labeled", label: { name }, pull_request: { number: 7, head: { repo: {} } } },
      repository: "example/mail",
    },
  });
  expect((await repository.job("pull-request.yml", "check", event("bug"))).result).toBe("skipped");
  expect((await repository.job("pull-request.yml", "check", event("accept:spf-open"))).result).toBe("success");
});

test("a merge queue checks against the base that it names", async () => {
  const both = ARTICLE_YAML.replace(/\n$/, "\n  - {domain: example.org, aws: {region: us-east-1}}\n");
  repository.push(both, "2");
  const base = repository.git("rev-parse", "HEAD");
  repository.push(both, "3");
  const event = { github: { event: { merge_group: { base_sha: base } } } };
  expect((await repository.job("merge-group.yml", "check", event)).result).toBe("success");
  repository.push(ARTICLE_YAML, "4");
  const dropped = await repository.job("merge-group.yml", "check", event);
  expect(dropped.log).toContain('"example.org" is dropped');
  expect(dropped.result).toBe("failure");
});

test("drift opens an issue, brings it up to date, and closes it when all is clean", async () => {
  const { github, project } = repository;
  project.write("domains.yaml", ARTICLE_YAML);
  await project.apply();
  await project.run("emulator", "advance", "1h");
  const clean = await repository.job("drift.yml", "drift");
  expect([clean.result, github.posted.length]).toEqual(["success", 0]);
  expect(clean.summary).toContain("No drift: the plan is empty, and all of it is live.");

  await project.run("emulator", "edit", "delete", "_dmarc.example.com", "TXT");
  const dirty = await repository.job("drift.yml", "drift");
  expect([dirty.result, github.issues.length]).toEqual(["failure", 1]);
  expect(github.issues[0]).toMatchObject({ title: "mailzone: drift", labels: ["mailzone-drift"], state: "open" });
  expect(github.issues[0]?.body).toContain("_dmarc.example.com");
  expect(github.issues[0]?.body).toContain("Not all of it is live:");

  // The plan is empty again, and its records cannot be seen.
  await project.apply();
  await project.run("emulator", "fault", "dns", "servfail");
  expect((await repository.job("drift.yml", "drift")).log).toContain("drift: not-live");
  expect(github.posted.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST issues", "PATCH issues/10"]);
  expect(github.issues[0]?.body).toMatch(/^Not all of it is live:\n\n/);

  await project.run("emulator", "fault", "clear");
  expect((await repository.job("drift.yml", "drift")).result).toBe("success");
  expect(github.issues[0]).toMatchObject({ state: "closed" });
  expect(github.posted.at(-2)).toMatchObject({ path: "issues/10/comments" });

  // On the other nights what was applied is compared, without a plan.
  const nightly = { github: { event: { schedule: "17 3 * * 1-6" }, repository: REPOSITORY, token: TOKEN } };
  const compared = await repository.job("drift.yml", "drift", nightly);
  expect([compared.result, compared.summary]).toEqual([
    "success",
    expect.stringContaining("everything is as it was applied"),
  ]);
  await project.run("emulator", "edit", "add", "record", "mail.example.com", "TXT", '"v=spf1 -all"');
  const beside = await repository.job("drift.yml", "drift", nightly);
  expect(beside.result).toBe("failure");
  expect(github.issues.at(-1)).toMatchObject({ state: "open", body: expect.stringContaining("spf-twice") });
});

test("a run by hand applies the digests of a review, with what is accepted, only from the default branch", async () => {
  const { project } = repository;
  project.write("domains.yaml", REJECT);
  await project.run("plan", "--emulated");
  const { stdout } = await project.run("review", "--emulated", "--json");
  const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; digest: string }[] };
  const expected = ` ${stacks.map(({ stack, digest }) => `${stack}=${digest}`).join(" ")} `;
  const github = {
    event: { repository: { default_branch: "main" } },
    event_name: "workflow_dispatch",
    ref_name: "main",
  };
  const context = (accept: string) => ({
    github,
    inputs: { expect: expected, accept, "allow-destroy": "" },
    needs: { find: { outputs: {} } },
  });
  const elsewhere = { ...context(""), github: { ...github, ref_name: "change" } };
  expect((await repository.job("apply.yml", "apply", elsewhere)).result).toBe("skipped");
  const refused = await repository.job("apply.yml", "apply", context("*"));
  expect([refused.result, refused.log]).toEqual([
    "failure",
    expect.stringContaining('"*" cannot be accepted: it names no rule'),
  ]);
  expect((await repository.job("apply.yml", "apply", context(""))).log).toContain("--accept dmarc-rejects@example.com");
  expect((await repository.job("apply.yml", "apply", context("dmarc-rejects@example.com"))).result).toBe("success");
});
