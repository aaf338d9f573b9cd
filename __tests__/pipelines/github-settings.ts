// The settings of a repository on GitHub, as its API has them: environments, rulesets, variables, secrets' names, labels. Part of
// the stand-in in github.ts. Statuses and what an omitted field does are as https://docs.github.com/en/rest says.
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Environment {
  wait_timer?: number;
  prevent_self_review?: boolean;
  reviewers: { type: string; id: number }[];
  policy: { protected_branches: boolean; custom_branch_policies: boolean } | null;
  branches: string[];
  secrets: string[];
  variables?: Record<string, string>;
}

interface Rule {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

interface Ruleset {
  readonly id: number;
  name: string;
  enforcement: string;
  rules: Rule[];
}

type Body = Readonly<Record<string, unknown>>;

const ok = (body: unknown): Answer => ({ status: 200, body });
const MISSING: Answer = { status: 404, body: { message: "Not Found" } };

export class GitHubSettings {
  readonly environments: Record<string, Environment> = {};
  readonly rulesets: Ruleset[] = [];
  readonly variables: Record<string, string> = {};
  readonly secrets: string[] = [];
  readonly labels: string[] = ["bug"];
  /** On the default branch. */
  readonly files: string[] = [];
  /** The text of some of them. */
  readonly texts: Record<string, string> = {};
  readonly users: Record<string, number> = { maintainer: 11 };
  readonly teams: Record<string, number> = { "example/mail": 22 };
  /** Jobs that ended well, `workflow file: job`. */
  readonly jobs: string[] = [];
  /** Classic protection of the default branch. */
  protection: object | undefined;
  codeownersErrors: { line: number; kind: string }[] = [];
  token = { default_workflow_permissions: "write", can_approve_pull_request_reviews: true };
  /** Parts of paths to which the token has no right. */
  readonly denied: string[] = [];
  /** Parts of paths that this plan of GitHub does not have. */
  readonly unpaid: string[] = [];

  /** Parts of paths that are never answered, and how often such a one was asked. */
  readonly silent: string[] = [];
  held = 0;

  /** Undefined where it is no setting. @param path behind `/repos/OWNER/NAME/`, or with a slash before it */
  answer(method: string, path: string, body: Body): Answer | undefined {
    if (this.denied.some((part) => path.includes(part)))
      return {
        status: 403,
        body: { message: "Resource not accessible by personal access token" },
        headers: { "x-accepted-github-permissions": method === "GET" ? "administration=read" : "administration=write" },
      };
    if (method !== "GET" && this.unpaid.some((part) => path.includes(part)))
      return {
        status: 403,
        body: { message: "Upgrade to GitHub Pro or make this repository public to enable this feature." },
      };
    const [first = "", second = "", third = "", fourth = ""] = path.split("/").map(decodeURIComponent);
    if (path === "")
      return ok({
        full_name: "example/mail",
        default_branch: "main",
        permissions: { admin: this.denied.length === 0 },
      });
    if (first === "environments" && third === "variables")
      return this.#environmentVariable(method, second, fourth, body);
    if (first === "environments") return this.#environment(method, second, third, body);
    if (first === "rulesets") return this.#ruleset(method, Number(second), body);
    if (first === "rules")
      return ok(this.rulesets.filter(({ enforcement }) => enforcement === "active").flatMap(({ rules }) => rules));
    if (first === "branches" && third === "protection")
      return this.protection === undefined
        ? { status: 404, body: { message: "Branch not protected" } }
        : ok(this.protection);
    if (first === "labels") return this.#label(method, body);
    if (first === "contents")
      return this.files.includes(path.slice("contents/".length))
        ? ok({ type: "file", encoding: "base64", content: this.#content(path.slice("contents/".length)) })
        : MISSING;
    if (first === "codeowners")
      return this.files.includes("CODEOWNERS") ? ok({ errors: this.codeownersErrors }) : MISSING;
    if (first === "actions") return this.#actions(method, second, third, fourth, body);
    if (path.startsWith("/users/")) return numbered(this.users[path.slice("/users/".length)]);
    if (path.startsWith("/orgs/")) return numbered(this.teams[path.slice("/orgs/".length).replace("/teams/", "/")]);
    return undefined;
  }

  /** In lines, as GitHub writes it. */
  #content(file: string): string {
    return Buffer.from(this.texts[file] ?? "")
      .toString("base64")
      .replace(/.{60}/g, "$&\n");
  }

  #environment(method: string, name: string, part: string, body: Body): Answer {
    const found = this.environments[name];
    if (method === "PUT" && part === "") {
      const { wait_timer, prevent_self_review, reviewers, deployment_branch_policy } = body;
      // What is not said again is taken off.
      this.environments[name] = {
        ...(wait_timer !== undefined && { wait_timer: wait_timer as number }),
        ...(prevent_self_review !== undefined && { prevent_self_review: prevent_self_review as boolean }),
        reviewers: (reviewers ?? []) as Environment["reviewers"],
        policy: (deployment_branch_policy ?? null) as Environment["policy"],
        branches: deployment_branch_policy ? (found?.branches ?? []) : [],
        secrets: found?.secrets ?? [],
        ...(found?.variables && { variables: found.variables }),
      };
      return ok({ name });
    }
    if (found === undefined) return MISSING;
    if (part === "secrets")
      return ok({ total_count: found.secrets.length, secrets: found.secrets.map((secret) => ({ name: secret })) });
    if (part === "deployment-branch-policies" && method === "GET")
      return ok({ branch_policies: found.branches.map((branch, id) => ({ id, name: branch, type: "branch" })) });
    if (part === "deployment-branch-policies") {
      if (found.policy?.custom_branch_policies !== true) return MISSING;
      if (found.branches.includes(String(body.name))) return { status: 303 };
      found.branches.push(String(body.name));
      return ok({ id: 1, name: body.name });
    }
    const { reviewers, wait_timer, prevent_self_review, policy } = found;
    const rules = [
      ...(wait_timer === undefined ? [] : [{ id: 1, type: "wait_timer", wait_timer }]),
      ...(reviewers.length === 0
        ? []
        : [
            {
              id: 2,
              type: "required_reviewers",
              prevent_self_review: prevent_self_review ?? false,
              reviewers: reviewers.map(({ type, id }) => ({ type, reviewer: { id, login: "somebody" } })),
            },
          ]),
    ];
    return ok({ id: 3, name, protection_rules: rules, deployment_branch_policy: policy });
  }

  #environmentVariable(method: string, environment: string, name: string, body: Body): Answer {
    const found = this.environments[environment];
    if (found === undefined) return MISSING;
    if (method === "GET")
      return found.variables?.[name] === undefined ? MISSING : ok({ name, value: found.variables[name] });
    found.variables = { ...found.variables, [String(body.name)]: String(body.value) };
    return { status: 201, body: {} };
  }

  #ruleset(method: string, id: number, body: Body): Answer {
    if (method === "GET" && Number.isNaN(id)) return MISSING;
    const found = this.rulesets.find((ruleset) => ruleset.id === id);
    if (method === "GET" && id === 0)
      return ok(this.rulesets.map(({ id: number, name }) => ({ id: number, name, source_type: "Repository" })));
    if (method === "POST") {
      const made = { id: this.rulesets.length + 1, ...(body as unknown as Omit<Ruleset, "id">) };
      this.rulesets.push(made);
      return { status: 201, body: made };
    }
    if (found === undefined) return MISSING;
    if (method === "PUT") Object.assign(found, body);
    return ok(found);
  }

  #label(method: string, { name }: Body): Answer {
    if (method === "GET") return ok(this.labels.map((label) => ({ name: label })));
    if (this.labels.includes(String(name)))
      return { status: 422, body: { message: "Validation Failed", errors: [{ code: "already_exists" }] } };
    if (String(name).length > 50)
      return { status: 422, body: { message: "Validation Failed", errors: [{ message: "name is too long" }] } };
    this.labels.push(String(name));
    return { status: 201, body: { name } };
  }

  #actions(method: string, part: string, name: string, more: string, body: Body): Answer | undefined {
    switch (`${method} ${part}`) {
      case "GET permissions":
        return ok(name === "workflow" ? this.token : { enabled: true, allowed_actions: "all" });
      case "PUT permissions":
        Object.assign(this.token, body);
        return { status: 204 };
      case "GET variables":
        return this.variables[name] === undefined ? MISSING : ok({ name, value: this.variables[name] });
      case "POST variables":
        if (this.variables[String(body.name)] !== undefined)
          return { status: 409, body: { message: "already exists" } };
        this.variables[String(body.name)] = String(body.value);
        return { status: 201, body: {} };
      case "GET secrets":
        return ok({ total_count: this.secrets.length, secrets: this.secrets.map((secret) => ({ name: secret })) });
      case "GET organization-secrets":
        return ok({ total_count: 0, secrets: [] });
      case "GET workflows": {
        const id = this.jobs.findIndex((job) => job.startsWith(`${name}: `));
        return more === "runs" ? ok({ workflow_runs: id === -1 ? [] : [{ id }] }) : undefined;
      }
      case "GET runs":
        return ok({ jobs: [{ name: this.jobs[Number(name)]?.split(": ")[1] ?? "", conclusion: "success" }] });
      default:
        return undefined;
    }
  }
}

function numbered(id: number | undefined): Answer {
  return id === undefined ? MISSING : ok({ id });
}
