// mailzone ci publish against the stand-in for GitHub, with what hostile jobs could leave.
import fs from "node:fs";
import { formatReviewFile } from "../../../lib/ci/review-file";
import { addCi } from "../../../lib/cli/ci/ci";
import { DIGEST, line, page } from "../../ci/pages";
import { Checkout } from "../../helpers/checkout";
import { GitHub, REPOSITORY, TOKEN } from "../../pipelines/github";

let checkout: Checkout;
let github: GitHub;
let url: string;
beforeEach(async () => {
  checkout = new Checkout();
  github = new GitHub();
  url = await github.start();
});
afterEach(async () => {
  checkout.remove();
  await github.stop();
});

const publish = (env: Record<string, string> = {}) =>
  checkout.run(addCi, ["ci", "publish", "reviews"], {
    GITHUB_TOKEN: TOKEN,
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_RUN_ID: "5",
    HEAD_SHA: github.pull.head,
    PULL_NUMBER: "7",
    RUN_CONCLUSION: "success",
    MAILZONE_REVIEW_KEY: "a key that only the tests have",
    RUN_URL: "https://github.example.com/run",
    ...env,
  });
const REVIEW = "reviews/mailzone-review/review.json";
const good = (rest = {}, annotations: Parameters<typeof formatReviewFile>[1] = []) =>
  formatReviewFile(page(rest), annotations);
const check = () =>
  github.checkRuns.at(-1) as unknown as {
    conclusion: string;
    output: { title: string; text: string; annotations: object[] };
  };

test("a review is published: the check run, which is signed, and the comment", async () => {
  checkout.write({ [REVIEW]: good() });
  expect(await publish()).toMatchObject({ code: 0, err: "success: reviewed, stacks that change: 1\n" });
  expect(check()).toMatchObject({
    conclusion: "success",
    name: "mailzone review",
    details_url: "https://github.example.com/run",
  });
  expect(check().output.text).toMatch(
    new RegExp(`^\`\`\`\nrun: 5001\nconclusion: success\nmail=${DIGEST}\n\`\`\`\nsignature: [0-9a-f]{64}$`),
  );
  expect(github.comments).toHaveLength(1);
  await publish();
  expect([github.comments.length, github.checkRuns.length]).toEqual([1, 2]);
});

test("a foreign comment with our mark is not ours", async () => {
  github.comments.push({ id: 1, user: { login: "stranger" }, body: "<!-- mailzone review -->\nfine" });
  checkout.write({ [REVIEW]: good() });
  await publish();
  expect(github.comments).toHaveLength(2);
});

test.each([
  [
    "the file",
    () => fs.symlinkSync(checkout.path("secret"), checkout.path(REVIEW)),
    () => checkout.write({ "reviews/mailzone-review/x": "" }),
  ],
  [
    "the folder",
    () => fs.symlinkSync(checkout.path("elsewhere"), checkout.path("reviews", "mailzone-review")),
    () => checkout.write({ "reviews/x": "" }),
  ],
  [
    "the file, directly in the folder",
    () => fs.symlinkSync(checkout.path("secret"), checkout.path("reviews", "review.json")),
    () => checkout.write({ "reviews/x": "" }),
  ],
])("a link in the place of %s is a no, and what it leads to is told to nobody", async (_, link, prepare) => {
  prepare();
  checkout.write({ secret: good({ acceptedBy: "SECRET" }), "elsewhere/review.json": good({ acceptedBy: "SECRET" }) });
  link();
  const { code, err } = await publish();
  expect([code, err]).toEqual([0, expect.stringContaining("is a link")]);
  expect(check()).toMatchObject({
    conclusion: "failure",
    output: { title: expect.stringContaining("a review cannot be used") },
  });
  expect(JSON.stringify(github.posted)).not.toContain("SECRET");
});

test.each([
  ["nothing", {}, "no plan was made"],
  ["no JSON", { [REVIEW]: "<!--" }, 'a review cannot be used: "mailzone-review/review.json": it is no JSON'],
  [
    "a file too large",
    { [REVIEW]: " ".repeat((20 << 20) + 1) },
    'a review cannot be used: "mailzone-review/review.json": it is larger than 20 MB',
  ],
  [
    "one good review and one that is none",
    { [REVIEW]: good(), "reviews/other/review.json": "[]" },
    expect.stringContaining("a review cannot be used"),
  ],
  ["one review twice", { [REVIEW]: good(), "reviews/other/review.json": good() }, "the reviews contradict each other"],
])("%s is a no", async (_, files, title) => {
  checkout.write(files as Record<string, string>);
  expect((await publish()).code).toBe(0);
  expect(check()).toMatchObject({ conclusion: "failure", output: { title } });
  expect(check().output.text).not.toContain("v2-");
});

test("the worst fifty lines are shown beside the change, as GitHub takes them", async () => {
  const place = (index: number, risk: "danger" | "caution") => ({
    file: "domains/a.yaml",
    line: index + 1,
    risk,
    rule: "dmarc-rejects",
    message: "m",
  });
  const annotations = Array.from({ length: 60 }, (_, index) => place(index, index < 55 ? "caution" : "danger"));
  checkout.write({ [REVIEW]: good({}, annotations) });
  await publish();
  const sent = check().output.annotations as { annotation_level: string; path: string }[];
  expect(sent).toHaveLength(50);
  expect(sent.slice(0, 5).map(({ annotation_level }) => annotation_level)).toEqual(Array(5).fill("failure"));
  expect(sent[0]).toEqual({
    path: "domains/a.yaml",
    start_line: 56,
    end_line: 56,
    annotation_level: "failure",
    title: "dmarc-rejects",
    message: "m",
  });
});

test("a label that accepts what the review calls accepted, and one that names no rule", async () => {
  github.pull.label("accept:dmarc-rejects@example.com", "2026-01-01T11:00:00Z", "maintainer");
  github.pull.label("accept:nothing", "2026-01-01T11:00:00Z", "maintainer");
  github.pull.label("accept:program-runs", "2026-01-01T11:00:00Z", "maintainer");
  checkout.write({ [REVIEW]: good({ lines: [line({ accepted: true })] }) });
  const { err } = await publish();
  expect(err).toContain(
    'label "accept:nothing" does not count, it names no rule: docs/review-rules.md lists their ids\n',
  );
  expect(check().output.text).toContain("\naccept:dmarc-rejects@example.com\n```");
  expect(check().output.text).not.toContain("nothing");
  expect(github.comments[0]?.body).toContain('- `label "accept:nothing" does not count');
});

test("a label that would become a line of the list does not count", async () => {
  github.pull.label(`accept:dmarc-rejects@x\nother=${DIGEST}`, "2026-01-01T11:00:00Z", "maintainer");
  checkout.write({ [REVIEW]: good() });
  await publish();
  expect(check().output.text).not.toContain("other=");
});

test("a head that has moved on, or a fork's, is not published", async () => {
  checkout.write({ [REVIEW]: good() });
  expect((await publish({ HEAD_SHA: "b".repeat(40) })).err).toContain("has moved on from");
  github.pull.headRepository = "somebody/mail";
  expect((await publish()).err).toContain("comes from a fork");
  expect(github.posted).toEqual([]);
});

test.each([
  [
    "the key",
    { MAILZONE_REVIEW_KEY: "" },
    "the secret MAILZONE_REVIEW_KEY is not set in the environment mailzone-review",
  ],
  ["a key that is long enough", { MAILZONE_REVIEW_KEY: "short" }, "MAILZONE_REVIEW_KEY has fewer than 16 characters"],
  ["a commit", { HEAD_SHA: "main" }, "HEAD_SHA does not hold what it should"],
  ["a number", { PULL_NUMBER: "../issues/1" }, "PULL_NUMBER does not hold what it should"],
  ["a repository", { GITHUB_REPOSITORY: "a/b/c" }, "GITHUB_REPOSITORY does not hold what it should"],
  ["a token", { GITHUB_TOKEN: "" }, "GITHUB_TOKEN is not set"],
  ["an address over TLS", { GITHUB_API_URL: "http://api.example.com" }, "GITHUB_API_URL is no https:// address"],
  ["a token that GitHub knows", { GITHUB_TOKEN: "other" }, "GitHub does not know the token"],
])("without %s nothing is published, and one line says why", async (_, env, why) => {
  checkout.write({ [REVIEW]: good() });
  const { code, err } = await publish(env);
  expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  expect(err.trim()).not.toContain("\n");
  expect(github.posted).toEqual([]);
});

test("a locked conversation costs the comment, and not the check run", async () => {
  github.refuses = /^POST issues\/7\/comments$/;
  checkout.write({ [REVIEW]: good() });
  const { code, err } = await publish();
  expect([code, err]).toEqual([
    0,
    expect.stringContaining("warning: the comment was not written, the check run was: "),
  ]);
  expect(check().conclusion).toBe("success");
});
