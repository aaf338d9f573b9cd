// The commands of the GitLab and Atlantis templates, run as plain shell in the sandbox.
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
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
  const lines = [...(before_script ?? gitlab[base]?.before_script ?? []), ...script];
  const token = {
    MAILZONE_ID_TOKEN: "not-a-real-token",
    AWS_WEB_IDENTITY_TOKEN_FILE: repository.project.path("token"),
  };
  return shell(lines.join("\n"), repository.project.folder, repository.env({ ...token, ...env }));
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
  expect(await job("check")).toMatchObject({ code: 0 });
  expect(await job("review")).toMatchObject({ code: 0, log: expect.stringContaining("## mailzone review") });
  expect(await job("plan")).toMatchObject({ code: 0 });
  expect(project.read("expect")).toMatch(/^mailzone=v2-\S+\n$/);
  expect(await job("apply")).toMatchObject({ code: 0, log: expect.stringContaining("9 added") });
  expect(await job("apply")).toMatchObject({ code: 1, log: expect.stringContaining("not what was reviewed") });
  expect(await job("plan")).toMatchObject({ code: 0 });
  expect(await job("apply")).toEqual({ code: 0, log: "nothing changes\n" });
  expect(await job("drift")).toMatchObject({ code: 0 });
  await project.run("sandbox", "edit", "delete", "_dmarc.example.com", "TXT");
  expect(await job("drift")).toMatchObject({ code: 1, log: expect.stringContaining("_dmarc.example.com") });
  project.write("domains.yaml", ARTICLE_YAML.replace("web:", "dmarc: {policy: reject}, web:"));
  expect(await job("review")).toMatchObject({ code: 1, log: expect.stringContaining("dmarc-rejects") });
});

test("atlantis: plan keeps the digests, apply plans anew and applies by them", async () => {
  const { project } = repository;
  expect(await atlantisRun("plan")).toMatchObject({ code: 0 });
  expect(project.read("default.tfplan")).toMatch(/^mailzone=v2-\S+\n$/);
  expect(await atlantisRun("apply")).toMatchObject({ code: 0, log: expect.stringContaining("9 added") });
  expect(fs.existsSync(project.path("default.tfplan"))).toBe(false);
  expect(await atlantisRun("plan")).toMatchObject({ code: 0 });
  expect(await atlantisRun("apply")).toMatchObject({ code: 0, log: "nothing changes\n" });
});

test("gitlab: the review becomes a note, where there is a token for it", async () => {
  const posted: unknown[] = [];
  const server = http.createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    posted.push([request.method, request.url, request.headers["private-token"], JSON.parse(text)]);
    response.end("{}");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const project = { CI_API_V4_URL: api, CI_PROJECT_ID: "3", CI_MERGE_REQUEST_IID: "7" };
  expect(await job("review", { ...project, MAILZONE_NOTE_TOKEN: "not-a-real-token" })).toMatchObject({ code: 0 });
  server.close();
  expect(posted).toEqual([
    [
      "POST",
      "/projects/3/merge_requests/7/notes",
      "not-a-real-token",
      { body: expect.stringMatching(/^## mailzone review/) },
    ],
  ]);
  expect(fs.statSync(repository.project.path("token")).mode & 0o077).toBe(0);
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
