// The setup of a project on GitLab, against a stand-in that keeps what is posted.
import fs from "node:fs";
import { parse } from "yaml";
import type { HttpRequest, HttpResponse } from "../../lib/net/client";
import { GITLAB_ENVIRONMENTS, gitlabSetup } from "../../lib/setup/gitlab";
import { checkSteps, fixSteps, type StepResult } from "../../lib/setup/step";

const TOKEN = "not-a-real-token";
const ROLES = {
  MAILZONE_PLAN_ROLE: "arn:aws:iam::111122223333:role/mailzone-plan",
  MAILZONE_APPLY_ROLE: "arn:aws:iam::111122223333:role/mailzone-apply",
};

class GitLab {
  readonly posted: string[] = [];
  readonly lists: Record<string, Record<string, unknown>[]> = {
    environments: [],
    variables: [],
    protected_branches: [],
    protected_environments: [],
    pipeline_schedules: [],
  };
  readonly files: string[] = [];

  readonly send = async ({ url, method, headers, body }: HttpRequest): Promise<HttpResponse> => {
    const answer = (status: number, json: unknown) => ({
      status,
      headers: {},
      body: Buffer.from(JSON.stringify(json)),
    });
    if (headers["private-token"] !== TOKEN) return answer(401, { message: "401 Unauthorized" });
    const path = url.pathname.replace("/api/v4", "");
    if (path === "/projects/example%2Fmail") return answer(200, { id: 3, default_branch: "main" });
    const [, , id, kind = "", name, more] = path.split("/").map(decodeURIComponent);
    if (id !== "3") return answer(404, { message: "404 Not Found" });
    if (kind === "repository")
      return more !== undefined && this.files.includes(more) ? answer(200, {}) : answer(404, {});
    const list = this.lists[kind];
    if (list === undefined) return answer(404, {});
    if (method === "POST") {
      const item = JSON.parse(String(body)) as Record<string, unknown>;
      this.posted.push(`${kind} ${item.name ?? item.key}`);
      list.push({ masked: false, ...item, push_access_levels: [{ access_level: item.push_access_level ?? 40 }] });
      return answer(201, item);
    }
    const one = list.find((item) => item.name === name);
    if (name !== undefined) return one === undefined ? answer(404, {}) : answer(200, one);
    return answer(200, list);
  };
}

let gitlab: GitLab;
beforeEach(() => {
  gitlab = new GitLab();
});

const steps = async (token = TOKEN) =>
  (await gitlabSetup({ repository: "example/mail", token, send: gitlab.send, variables: ROLES })).steps;
const brief = (results: readonly StepResult[], state: StepResult["state"]) =>
  results.filter((result) => result.state === state).map(({ step, text }) => `${step.title}: ${text}`);

test("it makes environments, the roles' variables and the branch's protection, once; the rest is a list", async () => {
  expect(brief(await fixSteps(await steps(), true), "would make")).toHaveLength(5);
  expect(gitlab.posted).toEqual([]);
  const first = await fixSteps(await steps(), false);
  expect(gitlab.posted).toEqual([
    "environments mailzone-plan",
    "environments mailzone-apply",
    "variables MAILZONE_PLAN_ROLE",
    "variables MAILZONE_APPLY_ROLE",
    "protected_branches main",
  ]);
  expect(gitlab.lists.variables).toMatchObject([
    { key: "MAILZONE_PLAN_ROLE", value: ROLES.MAILZONE_PLAN_ROLE, protected: false },
    { key: "MAILZONE_APPLY_ROLE", value: ROLES.MAILZONE_APPLY_ROLE, protected: true },
  ]);
  expect(brief(first, "missing")).toEqual([
    'variable CLOUDFLARE_API_TOKEN of "mailzone-plan", masked: it is not set',
    'variable CLOUDFLARE_API_TOKEN of "mailzone-apply", masked and protected: it is not set',
    '.gitlab-ci.yml and the locks are on "main": there is no .gitlab-ci.yml, package-lock.json, .terraform.lock.hcl',
    'environment "mailzone-apply": protected, who may deploy is named: everybody who may merge also starts the apply',
    'a schedule on "main" looks for drift: there is none',
  ]);
  await fixSteps(await steps(), false);
  expect(gitlab.posted).toHaveLength(5);
});

test("when all is done doctor says so", async () => {
  await fixSteps(await steps(), false);
  gitlab.files.push(".gitlab-ci.yml", "package-lock.json", ".terraform.lock.hcl");
  for (const environment_scope of GITLAB_ENVIRONMENTS)
    gitlab.lists.variables?.push({ key: "CLOUDFLARE_API_TOKEN", protected: true, masked: true, environment_scope });
  gitlab.lists.protected_environments?.push({ name: "mailzone-apply" });
  gitlab.lists.pipeline_schedules?.push({ ref: "refs/heads/main", active: true });
  expect((await checkSteps(await steps())).filter(({ state }) => state !== "done")).toEqual([]);
});

test("what lets strangers in is named", async () => {
  gitlab.lists.variables?.push(
    { key: "MAILZONE_APPLY_ROLE", value: ROLES.MAILZONE_APPLY_ROLE, protected: false },
    { key: "CLOUDFLARE_API_TOKEN", protected: false, masked: true, environment_scope: "*" },
  );
  gitlab.lists.protected_branches?.push({ name: "main", push_access_levels: [{ access_level: 40 }] });
  expect(brief(await checkSteps(await steps()), "missing")).toEqual(
    expect.arrayContaining([
      "variable MAILZONE_APPLY_ROLE, protected: it is not protected, and every branch's jobs read it: protect it",
      'variable CLOUDFLARE_API_TOKEN of "mailzone-plan", masked: there is one for "*", which other jobs read: delete it',
      'branch "main": by merge request only: somebody may push to it without a merge request',
    ]),
  );
  expect(gitlab.posted).toEqual([]);
});

test("a token that is wrong is one error for all", async () => {
  await expect(steps("other")).rejects.toThrow("GitLab does not know the token: make a new one");
});

test("environments and variables are those of the jobs", () => {
  const text = fs.readFileSync("pipelines/gitlab/.gitlab-ci.yml", "utf8");
  const jobs = Object.values(parse(text) as Record<string, { environment?: { name: string } }>);
  expect([...new Set(jobs.flatMap(({ environment }) => environment?.name ?? []))].sort()).toEqual(
    [...GITLAB_ENVIRONMENTS].sort(),
  );
  for (const name of Object.keys(ROLES)) expect(text).toContain(`$${name}`);
});
