// mailzone ci approved and ci applied as a job runs them, and what ci plan refuses before it plans.
import fs from "node:fs";
import { publishReview } from "../../../lib/ci/github/check-run";
import { GitHub as Client } from "../../../lib/ci/github/client";
import { addCi } from "../../../lib/cli/ci/ci";
import { httpClient } from "../../../lib/net/client";
import { DIGEST } from "../../ci/pages";
import { Checkout } from "../../helpers/checkout";
import { entryOf } from "../../helpers/project";
import { GitHub, REPOSITORY, TOKEN } from "../../pipelines/github";

const KEY = "a key that only the tests have";
const MERGED = "9".repeat(40);

let checkout: Checkout;
let github: GitHub;
let url: string;
beforeEach(async () => {
  checkout = new Checkout();
  github = new GitHub();
  url = await github.start();
  const send = httpClient({ env: {}, timeout: 60_000, limit: 1 << 20 });
  const client = new Client({ url, repository: REPOSITORY, token: TOKEN, send });
  await publishReview(client, KEY, {
    number: 7,
    head: github.pull.head,
    title: "t",
    url: "https://github.example.com/",
    annotations: [],
    reviewed: { run: 1, conclusion: "success", expect: new Map([["mail", DIGEST]]), accept: [] },
  });
  github.pull.merged = MERGED;
  github.history.push("8".repeat(40), MERGED);
});
afterEach(async () => {
  checkout.remove();
  await github.stop();
});

const run = (args: string[], env: Record<string, string> = {}) =>
  checkout.run(addCi, ["ci", ...args], {
    GITHUB_TOKEN: TOKEN,
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: REPOSITORY,
    MAILZONE_REVIEW_KEY: KEY,
    GITHUB_SHA: MERGED,
    GITHUB_REF_NAME: "main",
    GITHUB_OUTPUT: "output",
    GITHUB_STEP_SUMMARY: "summary",
    ...env,
  });
const output = () => fs.readFileSync(checkout.path("output"), "utf8");

test("what is approved is one line of the job's outputs, and is printed", async () => {
  github.pull.approve("maintainer");
  const { code, err } = await run(["approved"]);
  expect([code, err]).toEqual([0, `pull request 7, approved by "maintainer": mail=${DIGEST}\n`]);
  expect(output()).toMatch(/^approved=\{"approved":\[\{"number":7,.*\}\],"refused":\[\]\}\n$/);
  expect(fs.readFileSync(checkout.path("summary"), "utf8")).toContain("- `pull request 7, approved by");
});

test("once it is marked as applied, nothing is left", async () => {
  github.pull.approve("maintainer");
  expect((await run(["applied"])).code).toBe(0);
  const { code, err } = await run(["approved"]);
  expect([code, err, output()]).toEqual([0, "nothing is left to apply\n", "approved=\n"]);
});

test("what nobody approved ends the job, with the reason, and leaves no output", async () => {
  const { code, err } = await run(["approved"]);
  expect(code).toBe(2);
  expect(err).toContain("nothing is applied: nobody with write access approved the head");
  expect(fs.existsSync(checkout.path("output"))).toBe(false);
});

test("a variable names a person who works alone", async () => {
  github.pull.merger = "author";
  expect((await run(["approved"])).code).toBe(2);
  expect((await run(["approved"], { MAILZONE_SOLE_MAINTAINER: "author" })).code).toBe(0);
  expect((await run(["approved"], { MAILZONE_SOLE_MAINTAINER: " " })).code).toBe(2);
});

test("a login that would be a path is asked for as it is", async () => {
  github.pull.approve("../../../maintainer");
  expect((await run(["approved"])).code).toBe(2);
});

const domains = `domains:\n  - ${entryOf("example.com", "us-east-1")}\n`;

test.each([
  ["names and --all", ["plan", "mailzone", "--all"], "ci plan got stack names and --all"],
  [
    "a stack that is not there",
    ["plan", "other"],
    'stack "other" is not in the configuration: the stacks are mailzone',
  ],
  ["a HEAD that is no merge", ["plan"], "HEAD is no merge"],
])("ci plan refuses %s", async (_, args, why) => {
  checkout.commit({ "domains.yaml": domains });
  expect(await run(args, { PULL_NUMBER: "" })).toMatchObject({ code: 2, err: expect.stringContaining(why) });
});

test("ci plan writes through no link, and leaves what an earlier run left to no reader", async () => {
  checkout.commit({ "domains.yaml": domains, "elsewhere/review.json": "kept" });
  fs.symlinkSync(checkout.path("elsewhere"), checkout.path("mailzone-review"));
  const { code, err } = await run(["plan", "--all"], { PULL_NUMBER: "" });
  expect([code, err]).toEqual([2, expect.stringContaining("is a link")]);
  expect(fs.readFileSync(checkout.path("elsewhere", "review.json"), "utf8")).toBe("kept");
  fs.rmSync(checkout.path("mailzone-review"));
  checkout.write({
    "mailzone-review/review.json": "old",
    "mailzone-review/expect": "old",
    "mailzone-review/mine": "mine",
  });
  await run(["plan", "other"], { PULL_NUMBER: "" });
  expect(fs.readdirSync(checkout.path("mailzone-review"))).toEqual(["mine"]);
});

test("a change of nothing that a stack is made of leaves a review that says so", async () => {
  checkout.commit({ "domains.yaml": domains });
  checkout.pullRequest({ "README.md": "new" });
  const { code, err } = await run(["plan"], { PULL_NUMBER: "7" });
  expect([code, err]).toEqual([0, expect.stringContaining("0 of 1 stacks are planned: the others are as at")]);
  const { page, annotations } = JSON.parse(fs.readFileSync(checkout.path("mailzone-review", "review.json"), "utf8"));
  expect([page.stacks, page.verdict, annotations]).toEqual([[], "none", []]);
  expect(fs.readFileSync(checkout.path("mailzone-review", "expect"), "utf8")).toBe("");
});
