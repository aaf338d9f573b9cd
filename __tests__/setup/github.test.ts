// The setup of a repository on GitHub, against the stand-in for its API.
import fs from "node:fs";
import { httpClient } from "../../lib/net/client";
import { GITHUB_ENVIRONMENTS, SOLE_MAINTAINER } from "../../lib/setup/github/context";
import { githubSetup } from "../../lib/setup/github/steps";
import { checkSteps, fixSteps, type StepResult } from "../../lib/setup/step";
import { GitHub, REPOSITORY, TOKEN } from "../pipelines/github";

const WORKFLOWS = [".github/workflows/apply.yml", ".github/workflows/review.yml"];
const FILES = [...WORKFLOWS, "package-lock.json", ".terraform.lock.hcl", "CODEOWNERS"];
const ROLE = "arn:aws:iam::111122223333:role/mailzone-plan";

let github: GitHub;
let url: string;
beforeEach(async () => {
  github = new GitHub();
  url = await github.start();
});
afterEach(() => github.stop());

const send = httpClient({ env: {}, timeout: 10_000, limit: 1 << 20 });

async function steps(more: { reviewers?: readonly string[]; token?: string; sole?: string } = {}) {
  const { steps: all } = await githubSetup({
    repository: REPOSITORY,
    url,
    token: TOKEN,
    send,
    workflows: WORKFLOWS,
    rules: ["dmarc-rejects", "spf-open"],
    variables: { MAILZONE_PLAN_ROLE: ROLE, MAILZONE_REGION: "eu-west-1", MAILZONE_APPLY_ROLE: undefined },
    ...more,
  });
  return all;
}

/** `state: what it is of`, of those steps that are in one of `states`. */
const brief = (results: readonly StepResult[], ...states: readonly StepResult["state"][]) =>
  results
    .filter(({ state }) => states.includes(state))
    .map(({ step, text }) => step.title.split(":")[0] + (text === undefined ? "" : `: ${text}`));

const REVIEWERS = { reviewers: ["@maintainer", "@example/mail"] };

test("a dry run says what it would do, and posts nothing", async () => {
  const results = await fixSteps(await steps(REVIEWERS), true);
  expect(github.posted).toEqual([]);
  expect(brief(results, "would make")).toEqual([
    "GitHub Actions: the token writes by default, workflows can approve pull requests",
    'environment "mailzone-plan": it is not there',
    'environment "mailzone-review": it is not there',
    'environment "mailzone-apply": it is not there, it has no required reviewers',
    `variable MAILZONE_PLAN_ROLE: it is not set: "${ROLE}", says domains.yaml`,
    'variable MAILZONE_REGION: it is not set: "eu-west-1", says domains.yaml',
    'branch "main": a pull request needs no approval, new commits do not dismiss an approval, code owners are not asked, it can be deleted or pushed over',
    "labels: 3 of 3 are not there",
  ]);
});

test("it does what it can; what is left is a list of at most ten; a second time it changes nothing", async () => {
  const first = await fixSteps(await steps(REVIEWERS), false);
  const { environments, rulesets, variables, labels, token } = github.settings;
  expect(environments).toMatchObject({
    "mailzone-plan": { policy: null, reviewers: [] },
    "mailzone-review": {
      policy: { protected_branches: false, custom_branch_policies: true },
      branches: ["main"],
      reviewers: [],
    },
    "mailzone-apply": {
      policy: { protected_branches: false, custom_branch_policies: true },
      branches: ["main"],
      reviewers: [
        { type: "User", id: 11 },
        { type: "Team", id: 22 },
      ],
    },
  });
  expect(token).toEqual({ default_workflow_permissions: "read", can_approve_pull_request_reviews: false });
  expect(variables).toEqual({ MAILZONE_PLAN_ROLE: ROLE, MAILZONE_REGION: "eu-west-1" });
  expect(labels).toEqual(["bug", "mailzone-drift", "accept:dmarc-rejects", "accept:spf-open"]);
  // The check that the first pull request brings cannot be asked of it.
  expect(rulesets.flatMap(({ rules }) => rules.map(({ type }) => type))).toEqual([
    "deletion",
    "non_fast_forward",
    "pull_request",
  ]);

  const left = brief(first, "missing", "unknown");
  expect(left).toEqual([
    'secret CLOUDFLARE_API_TOKEN in "mailzone-plan", and there only: it is not set',
    'secret MAILZONE_REVIEW_KEY in "mailzone-review", and there only: it is not set',
    'secret CLOUDFLARE_API_TOKEN in "mailzone-apply", and there only: it is not set',
    "variable MAILZONE_APPLY_ROLE: it is not set, and domains.yaml does not tell it",
    `the workflows and locks are on "main": there is no ${FILES.slice(0, 4).join(", ")}`,
    'CODEOWNERS names people who may approve: there is none on "main"',
    'branch "main": the check "mailzone review" can be required once the workflows are on "main": merge them, and run setup again',
    expect.stringContaining("a plan has run"),
    expect.stringContaining("an apply has run"),
  ]);
  expect(left.length).toBeLessThanOrEqual(10);

  const posted = github.posted.length;
  const second = await fixSteps(await steps(REVIEWERS), false);
  expect(github.posted).toHaveLength(posted);
  expect(brief(second, "made", "failed")).toEqual([]);
  expect(brief(second, "missing", "unknown")).toEqual(left);
});

test("once the workflows are merged the check is required; when all is done doctor says so, and asks without changing", async () => {
  const { settings } = github;
  await fixSteps(await steps(REVIEWERS), false);
  settings.files.push(...FILES);
  expect(brief(await fixSteps(await steps(), false), "made")).toEqual(['branch "main"']);
  expect(settings.rulesets).toHaveLength(1);
  expect(settings.rulesets[0]?.rules.at(-1)).toEqual({
    type: "required_status_checks",
    parameters: {
      strict_required_status_checks_policy: true,
      required_status_checks: [{ context: "mailzone review" }],
    },
  });
  for (const { name, secrets } of Object.values(GITHUB_ENVIRONMENTS))
    settings.environments[name]?.secrets.push(...secrets);
  settings.variables.MAILZONE_APPLY_ROLE = "arn:aws:iam::111122223333:role/own";
  settings.jobs.push("pull-request.yml: plan (mailzone)", "apply.yml: apply");
  const posted = github.posted.length;
  const results = await checkSteps(await steps());
  expect(results.filter(({ state }) => state !== "done")).toEqual([]);
  expect(github.posted).toHaveLength(posted);
});

test("a stricter policy of somebody stays, and a chosen one is only reported", async () => {
  const { settings } = github;
  settings.environments["mailzone-apply"] = {
    wait_timer: 30,
    prevent_self_review: true,
    reviewers: [{ type: "User", id: 99 }],
    policy: null,
    branches: [],
    secrets: [],
  };
  settings.rulesets.push({
    id: 7,
    name: "mailzone",
    enforcement: "active",
    rules: [
      { type: "required_signatures" },
      { type: "pull_request", parameters: { required_approving_review_count: 2, require_last_push_approval: true } },
      {
        type: "required_status_checks",
        parameters: { required_status_checks: [{ context: "lint", integration_id: 5 }] },
      },
    ],
  });
  settings.variables.MAILZONE_REGION = "us-east-1";
  settings.files.push(...FILES);
  const results = await fixSteps(await steps(REVIEWERS), false);
  expect(settings.environments["mailzone-apply"]).toMatchObject({
    wait_timer: 30,
    prevent_self_review: true,
    reviewers: [{ type: "User", id: 99 }],
    branches: ["main"],
  });
  const rules = settings.rulesets[0]?.rules ?? [];
  expect(rules.map(({ type }) => type).sort()).toEqual(
    ["deletion", "non_fast_forward", "pull_request", "required_signatures", "required_status_checks"].sort(),
  );
  expect(rules.find(({ type }) => type === "pull_request")?.parameters).toMatchObject({
    required_approving_review_count: 2,
    require_last_push_approval: true,
    dismiss_stale_reviews_on_push: true,
  });
  expect(rules.find(({ type }) => type === "required_status_checks")?.parameters).toMatchObject({
    required_status_checks: [{ context: "lint", integration_id: 5 }, { context: "mailzone review" }],
  });
  expect(brief(results, "done")).toContain(
    'variable MAILZONE_REGION: it is "us-east-1", and domains.yaml would have "eu-west-1"',
  );
});

test("a person who works alone needs no approval, but everything else", async () => {
  const { settings } = github;
  settings.files.push(...FILES);
  await fixSteps(await steps({ ...REVIEWERS, sole: "maintainer" }), false);
  expect(settings.environments["mailzone-review"]?.variables).toEqual({ MAILZONE_SOLE_MAINTAINER: "maintainer" });
  const rules = settings.rulesets[0]?.rules ?? [];
  expect(rules.map(({ type }) => type)).toEqual([
    "deletion",
    "non_fast_forward",
    "pull_request",
    "required_status_checks",
  ]);
  expect(rules[2]?.parameters).toMatchObject({ required_approving_review_count: 0, require_code_owner_review: false });
  // Once the variable is there it need not be said again.
  expect(brief(await fixSteps(await steps(), false), "missing").filter((text) => /branch|SOLE/.test(text))).toEqual([]);
  // When there are two, the approval comes back.
  delete settings.environments["mailzone-review"]?.variables;
  await fixSteps(await steps(), false);
  const [pull] = (settings.rulesets[0]?.rules ?? []).filter(({ type }) => type === "pull_request");
  expect(pull?.parameters).toMatchObject({ required_approving_review_count: 1, require_code_owner_review: true });
});

test.each([
  ["on:\n  push:\n    branches: [main]\n", false],
  ['on:\n  push:\n    branches: ["release", "main"]\n', false],
  ["on:\n  push:\n", false],
  ["on:\n  push:\n    branches: [master]\n", true],
])("%j on the branch main: missing is %j", async (text, isMissing) => {
  const { settings } = github;
  settings.files.push(...FILES);
  settings.texts[".github/workflows/apply.yml"] = text;
  const found = brief(await checkSteps(await steps()), "missing").filter((line) => line.startsWith("the workflows"));
  expect(found).toEqual(
    isMissing
      ? ['the workflows and locks are on "main": apply.yml applies what is merged into "master": write "main" there']
      : [],
  );
});

test("classic branch protection counts, and no ruleset is made beside it", async () => {
  const { settings } = github;
  settings.files.push(...FILES);
  const on = { enabled: true };
  const off = { enabled: false };
  const reviews = { required_approving_review_count: 1, dismiss_stale_reviews: true, require_code_owner_reviews: true };
  settings.protection = {
    required_pull_request_reviews: reviews,
    allow_force_pushes: off,
    allow_deletions: off,
    enforce_admins: on,
    required_status_checks: { strict: true, contexts: ["mailzone review"], checks: [] },
  };
  await fixSteps(await steps(), false);
  expect(settings.rulesets).toEqual([]);
  // As in GitHub's own example, which does not say whether it is strict.
  settings.protection = { required_status_checks: { contexts: ["ci"], checks: [] }, allow_force_pushes: on };
  expect(brief(await checkSteps(await steps()), "missing").find((text) => text.startsWith("branch"))).toMatch(
    /needs no approval.*pushed over, the check "mailzone review" is not required, it takes branches that are not up to date/,
  );
});

test("what lets strangers in is named, and left to a person", async () => {
  const { settings } = github;
  await fixSteps(await steps(REVIEWERS), false);
  settings.environments["mailzone-review"]?.branches.push("release/*");
  settings.secrets.push("MAILZONE_REVIEW_KEY");
  settings.codeownersErrors = [{ line: 2, kind: "Unknown owner" }];
  settings.files.push(...FILES);
  const posted = github.posted.length;
  const missing = brief(await checkSteps(await steps()), "missing");
  expect(missing).toEqual(
    expect.arrayContaining([
      'environment "mailzone-review": it is also open to "release/*", whose workflows get its secrets: remove that',
      'secret MAILZONE_REVIEW_KEY in "mailzone-review", and there only: the repository has it too, and gives it to every branch\'s workflows: delete it there',
      "CODEOWNERS names people who may approve: line 2: Unknown owner",
    ]),
  );
  expect(github.posted).toHaveLength(posted);
});

test("what the token may not see cannot be told, with the permission that it lacks", async () => {
  github.settings.denied.push("environments", "actions/secrets");
  const results = await fixSteps(await steps(), false);
  expect(brief(results, "unknown")).toEqual(
    expect.arrayContaining([
      'environment "mailzone-plan": the token may not GET "/repos/example/mail/environments/mailzone-plan", which needs administration=read',
    ]),
  );
});

test("what GitHub refuses has failed, in its own words", async () => {
  github.settings.unpaid.push("rulesets");
  const failed = brief(await fixSteps(await steps(), false), "failed");
  expect(failed).toEqual([
    'branch "main": GitHub refuses to POST "/repos/example/mail/rulesets": 403, Upgrade to GitHub Pro or make this repository public to enable this feature.',
  ]);
});

test("reviewers are named, and must be known", async () => {
  expect(brief(await fixSteps(await steps(), false), "missing")).toContain(
    'environment "mailzone-apply": it is not there, it has no required reviewers: name some with --reviewer',
  );
  expect(brief(await fixSteps(await steps({ reviewers: ["@nobody"] }), false), "unknown")).toContain(
    'environment "mailzone-apply": GitHub knows no reviewer "@nobody", or the token may not see it',
  );
});

test("a token that is wrong, and a repository that is not there, are one error for all", async () => {
  await expect(steps({ token: "other" })).rejects.toThrow("GitHub does not know the token: make a new one");
  const elsewhere = githubSetup({
    repository: "example/other",
    url,
    token: TOKEN,
    send,
    variables: {},
    workflows: [],
    rules: [],
  });
  await expect(elsewhere).rejects.toThrow('the token sees no repository "example/other"');
});

test("environments and secrets are those of the workflows", () => {
  const texts = fs
    .readdirSync("pipelines/github")
    .filter((name) => name.endsWith(".yml"))
    .map((name) => fs.readFileSync(`pipelines/github/${name}`, "utf8"))
    .join("\n");
  const used = (pattern: RegExp) => [...new Set([...texts.matchAll(pattern)].map(([, name]) => name))].sort();
  const known = Object.values(GITHUB_ENVIRONMENTS);
  expect(used(/environment: (\S+)/g)).toEqual(known.map(({ name }) => name).sort());
  expect(used(/\bsecrets\.([A-Z_]+)/g)).toEqual([...new Set(known.flatMap(({ secrets }) => [...secrets]))].sort());
  expect(used(/\bvars\.([A-Z_]+)/g)).toEqual([
    "MAILZONE_APPLY_ROLE",
    "MAILZONE_PLAN_ROLE",
    "MAILZONE_REGION",
    // Those of the weekly job, which does not run without them.
    "MAILZONE_REPORTS",
    "MAILZONE_REPORTS_ROLE",
    SOLE_MAINTAINER,
  ]);
});
