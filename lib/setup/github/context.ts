// The repository on GitHub, for all steps. https://docs.github.com/en/rest
import * as z from "zod";
import type { HttpClient } from "../../net/client";
import { ENVIRONMENT_NAMES as TRUSTED } from "../../permissions/trust";
import { Api, ApiError } from "../api";

/** The environments and secrets that the workflows of pipelines/github use. A test compares them. */
export const GITHUB_ENVIRONMENTS = {
  plan: { name: TRUSTED.plan, secrets: ["CLOUDFLARE_API_TOKEN"] },
  review: { name: "mailzone-review", secrets: ["MAILZONE_REVIEW_KEY"] },
  apply: { name: TRUSTED.apply, secrets: ["CLOUDFLARE_API_TOKEN"] },
} as const;

/** The required check of pull requests. */
export const REVIEW_CHECK = "mailzone review";
/** The label of the issue that the nightly drift check opens. */
export const DRIFT_LABEL = "mailzone-drift";

/** The variable in the review environment with the login of a sole maintainer, who approves by merging. */
export const SOLE_MAINTAINER = "MAILZONE_SOLE_MAINTAINER";

/** What is known without asking GitHub. */
export interface GitHubSetupProps {
  /** `OWNER/NAME` */
  readonly repository: string;
  /** Of the API. @default https://api.github.com */
  readonly url?: string;
  readonly token: string;
  readonly send: HttpClient;
  /** Who may approve an apply: `@user` or `@organization/team`. @default - the existing reviewers */
  readonly reviewers?: readonly string[];
  /** The login of a sole maintainer. @default - the value of the existing variable */
  readonly sole?: string;
  /** The variables that workflows read, with their values according to the configuration. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The workflow files, relative to the repository. */
  readonly workflows: readonly string[];
  /** The rules whose dangers can be accepted with a label. */
  readonly rules: readonly string[];
}

export interface GitHubContext extends Omit<GitHubSetupProps, "url" | "token" | "send"> {
  readonly api: Api;
  /** `/repos/OWNER/NAME` */
  readonly path: string;
  readonly branch: string;
  /** Whether the token belongs to an administrator: only administrators can read the settings. */
  readonly isAdmin: boolean;
}

const Repository = z.object({
  full_name: z.string(),
  default_branch: z.string(),
  permissions: z.object({ admin: z.boolean() }).optional(),
});

/** @throws ApiError if the token cannot see the repository */
export async function githubContext({
  url = "https://api.github.com",
  token,
  send,
  ...props
}: GitHubSetupProps): Promise<GitHubContext> {
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "x-github-api-version": "2022-11-28",
  };
  const api = new Api({ name: "GitHub", url, headers, send });
  const path = `/repos/${props.repository}`;
  const repository = await api.get(path, Repository);
  if (repository === undefined)
    throw new ApiError(
      `the token sees no repository "${props.repository}": correct the name, or let the token see it`,
      404,
    );
  return { ...props, api, path, branch: repository.default_branch, isAdmin: repository.permissions?.admin === true };
}

/** The text of a file on the default branch; undefined if it does not exist. */
export async function fileText({ api, path, branch }: GitHubContext, file: string): Promise<string | undefined> {
  const name = file.split("/").map(encodeURIComponent).join("/");
  const schema = z.object({ content: z.string().default("") });
  const found = await api.get(`${path}/contents/${name}?ref=${encodeURIComponent(branch)}`, schema);
  return found && Buffer.from(found.content, "base64").toString("utf8");
}

/** The login of a sole maintainer, if the option or the variable has one. */
export async function soleMaintainer({ api, path, sole }: GitHubContext): Promise<string | undefined> {
  const at = `${path}/environments/${GITHUB_ENVIRONMENTS.review.name}/variables/${SOLE_MAINTAINER}`;
  return sole ?? (await api.get(at, z.object({ value: z.string() })))?.value;
}

/** Whether a file is on the default branch. */
export async function hasFile(context: GitHubContext, file: string): Promise<boolean> {
  return (await fileText(context, file)) !== undefined;
}
