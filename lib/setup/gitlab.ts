// All steps for a project on GitLab. The API can create environments, the variables with the roles, and the branch protection; a person
// has to create the tokens. https://docs.gitlab.com/api/rest/
import * as z from "zod";
import type { HttpClient } from "../net/client";
import { Api, ApiError } from "./api";
import type { Step, StepStatus } from "./step";

export interface GitLabProps {
  /** `GROUP/PROJECT` */
  readonly repository: string;
  /** Of the API. @default https://gitlab.com/api/v4 */
  readonly url?: string;
  readonly token: string;
  readonly send: HttpClient;
  /** The variables that the jobs read, with their values according to the configuration. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

interface Context extends GitLabProps {
  readonly api: Api;
  /** `/projects/ID` */
  readonly path: string;
  readonly branch: string;
}

/** The environments that the jobs of pipelines/gitlab use. A test compares them. */
export const GITLAB_ENVIRONMENTS = ["mailzone-plan", "mailzone-apply"] as const;
const TOKEN = "CLOUDFLARE_API_TOKEN";
/** Variables that only the apply job may read, which runs on protected branches. */
const PROTECTED = ["MAILZONE_APPLY_ROLE"];

const Project = z.object({ id: z.number(), default_branch: z.string().nullable() });
const Variable = z.object({
  key: z.string(),
  value: z.string().nullable().default(null),
  protected: z.boolean(),
  masked: z.boolean().default(false),
  environment_scope: z.string().default("*"),
});
const Branch = z.object({
  allow_force_push: z.boolean().default(false),
  push_access_levels: z.array(z.object({ access_level: z.number().nullable() })),
});
const Environments = z.array(z.object({ name: z.string() }));
const Schedules = z.array(z.object({ ref: z.string(), active: z.boolean() }));

/** @throws ApiError if the token cannot see the project */
export async function gitlabSetup({
  url = "https://gitlab.com/api/v4",
  ...props
}: GitLabProps): Promise<{ steps: Step[]; branch: string }> {
  const api = new Api({ name: "GitLab", url, headers: { "private-token": props.token }, send: props.send });
  const project = await api.get(`/projects/${encodeURIComponent(props.repository)}`, Project);
  if (project === undefined)
    throw new ApiError(
      `the token sees no project "${props.repository}": correct the name, or let the token see it`,
      404,
    );
  const branch = project.default_branch ?? "main";
  const context: Context = { ...props, api, path: `/projects/${project.id}`, branch };
  const steps = [
    ...GITLAB_ENVIRONMENTS.map((name) => environmentStep(context, name)),
    ...Object.entries(props.variables).map(([name, value]) => variableStep(context, name, value)),
    ...GITLAB_ENVIRONMENTS.map((name) => tokenStep(context, name)),
    filesStep(context),
    branchStep(context),
    deployersStep(context),
    scheduleStep(context),
  ];
  return { steps, branch };
}

function environmentStep({ api, path }: Context, name: string): Step {
  return {
    title: `environment "${name}"`,
    how: ["Operate, Environments, New environment", "or: mailzone ci setup"],
    check: async (): Promise<StepStatus> => {
      const found = await api.get(`${path}/environments?name=${name}`, Environments);
      if (found?.some((one) => one.name === name)) return { state: "done" };
      return {
        state: "missing",
        what: "it is not there",
        fix: () => api.send("POST", `${path}/environments`, { name }),
      };
    },
  };
}

async function variables({ api, path }: Context) {
  return (await api.list(`${path}/variables`, z.array(Variable))).flat();
}

function variableStep(context: Context, name: string, value: string | undefined): Step {
  const isProtected = PROTECTED.includes(name);
  return {
    title: `variable ${name}${isProtected ? ", protected" : ""}`,
    how: [`Settings, CI/CD, Variables: ${name}${value === undefined ? "" : ` is ${value}`}`],
    check: async (): Promise<StepStatus> => {
      const found = (await variables(context)).find(({ key }) => key === name);
      if (found !== undefined && isProtected && !found.protected)
        return { state: "missing", what: "it is not protected, and every branch's jobs read it: protect it" };
      if (found !== undefined) {
        const isOther = value !== undefined && found.value !== null && found.value !== value;
        const note = isOther ? `it is "${found.value}", and domains.yaml would have "${value}"` : undefined;
        return { state: "done", note };
      }
      if (value === undefined) return { state: "missing", what: "it is not set, and domains.yaml does not tell it" };
      const fix = () =>
        context.api.send("POST", `${context.path}/variables`, { key: name, value, protected: isProtected });
      return { state: "missing", what: `it is not set: "${value}", says domains.yaml`, fix };
    },
  };
}

function tokenStep(context: Context, environment: string): Step {
  const isApply = environment === "mailzone-apply";
  return {
    title: `variable ${TOKEN} of "${environment}", masked${isApply ? " and protected" : ""}`,
    how: [
      `make a token that ${isApply ? "writes" : "reads"}: mailzone permissions names its scopes`,
      `Settings, CI/CD, Variables: ${TOKEN}, environment scope ${environment}, masked${isApply ? ", protected" : ""}`,
    ],
    check: async (): Promise<StepStatus> => {
      const all = (await variables(context)).filter(({ key }) => key === TOKEN);
      const wide = all.find(({ environment_scope }) => !GITLAB_ENVIRONMENTS.some((name) => name === environment_scope));
      if (wide !== undefined)
        return {
          state: "missing",
          what: `there is one for "${wide.environment_scope}", which other jobs read: delete it`,
        };
      const own = all.find(({ environment_scope }) => environment_scope === environment);
      if (own === undefined) return { state: "missing", what: "it is not set" };
      const lacks = [
        ...(own.masked ? [] : ["it is not masked"]),
        ...(isApply && !own.protected ? ["it is not protected"] : []),
      ];
      return lacks.length === 0 ? { state: "done" } : { state: "missing", what: lacks.join(", ") };
    },
  };
}

function filesStep({ api, path, branch }: Context): Step {
  return {
    title: `.gitlab-ci.yml and the locks are on "${branch}"`,
    how: ["mailzone init --gitlab, npm install, mailzone lock; commit all, and open the first merge request"],
    check: async (): Promise<StepStatus> => {
      const files = [".gitlab-ci.yml", "package-lock.json", ".terraform.lock.hcl"];
      const at = (file: string) =>
        `${path}/repository/files/${encodeURIComponent(file)}?ref=${encodeURIComponent(branch)}`;
      const there = await Promise.all(files.map((file) => api.get(at(file), z.unknown())));
      const missing = files.filter((_, index) => there[index] === undefined);
      return missing.length === 0 ? { state: "done" } : { state: "missing", what: `there is no ${missing.join(", ")}` };
    },
  };
}

/** Access levels: 0 is nobody, 40 maintainers, https://docs.gitlab.com/api/protected_branches/ */
function branchStep({ api, path, branch }: Context): Step {
  const at = `${path}/protected_branches/${encodeURIComponent(branch)}`;
  return {
    title: `branch "${branch}": by merge request only`,
    how: [`Settings, Repository, Protected branches: "${branch}", allowed to push: no one`, "or: mailzone ci setup"],
    check: async (): Promise<StepStatus> => {
      const found = await api.get(at, Branch);
      const wanted = { name: branch, push_access_level: 0, merge_access_level: 40, allow_force_push: false };
      if (found === undefined)
        return {
          state: "missing",
          what: "it is not protected",
          fix: () => api.send("POST", `${path}/protected_branches`, wanted),
        };
      // The list of who may push is not changed here: somebody wrote it on purpose.
      if (found.push_access_levels.some(({ access_level }) => access_level !== 0))
        return { state: "missing", what: "somebody may push to it without a merge request" };
      return found.allow_force_push ? { state: "missing", what: "it can be pushed over" } : { state: "done" };
    },
  };
}

function deployersStep({ api, path }: Context): Step {
  return {
    title: 'environment "mailzone-apply": protected, who may deploy is named',
    how: ["Settings, CI/CD, Protected environments (of GitLab Premium): mailzone-apply, allowed to deploy"],
    check: async (): Promise<StepStatus> => {
      const found = await api.get(`${path}/protected_environments/mailzone-apply`, z.unknown());
      if (found !== undefined) return { state: "done" };
      return { state: "missing", what: "everybody who may merge also starts the apply" };
    },
  };
}

function scheduleStep({ api, path, branch }: Context): Step {
  return {
    title: `a schedule on "${branch}" looks for drift`,
    how: [
      `Build, Pipeline schedules: nightly, on "${branch}"; and weekly, with the variable MAILZONE_FULL_PLAN set to yes`,
    ],
    check: async (): Promise<StepStatus> => {
      const found = await api.get(`${path}/pipeline_schedules?scope=active`, Schedules);
      const refs = [branch, `refs/heads/${branch}`];
      return found?.some(({ ref, active }) => active && refs.includes(ref))
        ? { state: "done" }
        : { state: "missing", what: "there is none" };
    },
  };
}
