// The weekly job, as a whole command, against a stand-in for GitHub.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runInProcess } from "../../helpers/in-process";
import { GitHub, REPOSITORY, TOKEN } from "../../pipelines/github";
import { ALIGNED, DAY, feedback, MONDAY, type RowSample } from "../../reports/samples";

const NOW = (MONDAY + 28 * DAY) * 1000;
const YAML = `# ours
domains:
  - domain: example.com
    aws: {region: us-east-1}
    dmarc: {policy: none, ladder: true} # for now
`;

let github: GitHub;
let url: string;
let cwd: string;
beforeEach(async () => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-ci-reports-"));
  github = new GitHub();
  url = await github.start();
  fs.mkdirSync(path.join(cwd, "mail", "in"), { recursive: true });
  fs.writeFileSync(path.join(cwd, "mail", "domains.yaml"), YAML);
  fill();
});
afterEach(async () => {
  await github.stop();
  fs.rmSync(cwd, { recursive: true });
});

function fill(row: RowSample = ALIGNED, reporter = "receiver.example"): void {
  for (let day = 0; day < 28; day += 1) {
    const begin = MONDAY + day * DAY;
    const xml = feedback({ id: String(day), begin, end: begin + DAY - 1, rows: [row], reporter });
    fs.writeFileSync(path.join(cwd, "mail", "in", `${day}.xml`), xml);
  }
}

const job = (env: Readonly<Record<string, string>> = {}, ...args: string[]) =>
  runInProcess(["ci", "reports", "in", ...args], {
    cwd: path.join(cwd, "mail"),
    now: () => NOW,
    env: {
      HOME: cwd,
      GITHUB_WORKSPACE: cwd,
      GITHUB_API_URL: url,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_TOKEN: TOKEN,
      GITHUB_REF_NAME: "main",
      GITHUB_SHA: "5".repeat(40),
      GITHUB_STEP_SUMMARY: path.join(cwd, "summary.md"),
      ...env,
    },
  });
const asked = () => github.posted.map(({ method, path: at }) => `${method} ${at.replace(/-[0-9a-f]{12}$/, "-KEY")}`);

test("a step that is earned is proposed with its figures: the one line, on the commit that was read", async () => {
  const { code, stderr } = await job();
  expect([code, stderr]).toEqual([0, "reports: 28 read, pull request #20 proposes the next step\n"]);
  expect(asked()).toEqual(["POST git/trees", "POST git/commits", "POST git/refs", "POST pulls"]);
  const [tree, made, , pull] = github.posted.map(({ body }) => body);
  expect(tree).toEqual({
    base_tree: "7".repeat(40),
    tree: [
      {
        path: "mail/domains.yaml",
        mode: "100644",
        type: "blob",
        content: YAML.replace("policy: none", "policy: quarantine, testing: true"),
      },
    ],
  });
  expect(made).toMatchObject({ parents: ["5".repeat(40)], tree: "8".repeat(40) });
  expect(made?.message).toMatchInlineSnapshot(`
"DMARC: quarantine, tested, for example.com

example.com: the next step is earned, p=quarantine; t=y after p=none
- in the last 28 days 1 receiver reported on 28 days: 2,520 messages of example.com's own senders, of which 0 failed
"
`);
  expect(pull).toMatchObject({ title: "DMARC: quarantine, tested, for example.com", base: "main" });
  expect(pull?.body).toContain("### example.com: the next step is earned, p=quarantine; t=y after p=none");
  expect(pull?.body).toContain("- receivers: `receiver.example`");
  expect(pull?.body).toContain("`accept:dmarc-without-evidence@example.com`");
  // The file of the checkout stays as it is.
  expect(fs.readFileSync(path.join(cwd, "mail", "domains.yaml"), "utf8")).toBe(YAML);
  expect(fs.readFileSync(path.join(cwd, "summary.md"), "utf8")).toContain("the next step is earned");
});

test("a proposal that is open gets the new figures, and nothing else", async () => {
  await job();
  github.posted.length = 0;
  expect((await job()).stderr).toBe("reports: 28 read, pull request #20 is open, and has the new figures\n");
  expect(asked()).toEqual(["PATCH pulls/20"]);
});

test("a proposal that a person closed is not made again; one that was merged may be, if the policy went back", async () => {
  await job();
  github.proposals[0] = { ...github.proposals[0]!, state: "closed", merged_at: null };
  github.posted.length = 0;
  expect((await job()).stderr).toBe(
    "reports: 28 read, pull request #20 proposed this step and was closed: it is not proposed again\n",
  );
  expect(asked()).toEqual([]);
  github.proposals[0] = { ...github.proposals[0], merged_at: "2026-11-01T00:00:00Z" };
  expect((await job()).stderr).toBe("reports: 28 read, pull request #21 proposes the next step\n");
  expect(asked()).toContain("PATCH git/refs/heads/mailzone/dmarc-KEY");
});

test("GitHub is asked nothing if no step is earned, and the summary says why", async () => {
  fill({ ...ALIGNED, count: 1 });
  const { code, stderr } = await job();
  expect([code, stderr, asked()]).toEqual([0, "reports: 28 read, no step is earned\n", []]);
  expect(fs.readFileSync(path.join(cwd, "summary.md"), "utf8")).toContain(
    "28 messages of its own are less than the 100",
  );
});

test("a receiver's name pings nobody, and is no markup", async () => {
  fill(ALIGNED, "@everyone &lt;img src=x&gt; `](https://evil.example) **x**");
  await job();
  const body = String(github.posted.at(-1)?.body.body);
  expect(body).toContain("- receivers: <code>&#64;everyone &#60;img src&#61;x&#62;");
  expect(body).not.toMatch(/@everyone|<img|\]\(https:\/\/evil/);
  const { message } = github.posted.find(({ path: at }) => at === "git/commits")?.body ?? {};
  expect(message).toContain("the next step is earned");
  expect(message).not.toMatch(/everyone/);
});

test.each<readonly [string, Readonly<Record<string, string>>, string[], string]>([
  ["without a token", { GITHUB_TOKEN: "" }, [], "GITHUB_TOKEN is not set: docs/pipelines.md says what each step needs"],
  ["without a commit", { GITHUB_SHA: "x" }, [], "GITHUB_SHA does not hold what it should"],
  [
    "outside the repository",
    { GITHUB_WORKSPACE: "/nowhere" },
    [],
    '"domains.yaml" is not in the repository, and cannot be proposed',
  ],
])("a step that is earned %s is one error, and nothing is proposed", async (_, env, args, message) => {
  const { code, stderr } = await job(env, ...args);
  expect([code, stderr.includes(message), asked()]).toEqual([2, true, []]);
});

test("the step is written for the job to propose, with its reasons, if the job is not GitHub's", async () => {
  const { code, stderr } = await job({ GITHUB_REPOSITORY: "", CI_PROJECT_DIR: cwd });
  expect([code, stderr, asked()]).toEqual([
    0,
    "reports: 28 read, the next step is in domains.yaml, and mailzone-review/reports.md says why\n",
    [],
  ]);
  const read = (...names: string[]) => fs.readFileSync(path.join(cwd, "mail", ...names), "utf8");
  expect(read("domains.yaml")).toBe(YAML.replace("policy: none", "policy: quarantine, testing: true"));
  expect(read("mailzone-review", "reports.md")).toMatch(/^DMARC: quarantine, tested, for example\.com\n\nThe reports/);
});

test("what GitHub forbids is said with what it needs", async () => {
  github.refuses = /POST pulls/;
  const { code, stderr } = await job();
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('GitHub refuses to POST "/repos/example/mail/pulls": 403'),
  ]);
});

test("a job without a ladder, or without a report, fails: silence would be taken for not earned", async () => {
  fs.rmSync(path.join(cwd, "mail", "in"), { recursive: true });
  fs.mkdirSync(path.join(cwd, "mail", "in"));
  expect((await job()).stderr).toBe("no report of the ladder's days is in in: do receivers send any there?\n");
  fs.writeFileSync(path.join(cwd, "mail", "domains.yaml"), YAML.replace(", ladder: true", ""));
  const { code, stderr } = await job();
  expect([code, stderr]).toEqual([2, expect.stringContaining("no domain has a dmarc.ladder")]);
});
