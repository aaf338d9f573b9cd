// The verdict on what the plan's jobs left, and the comment.
import { judge, MARK, renderComment } from "../../lib/ci/publish";
import { DIGEST, file, line, page, stack } from "./pages";

const accept = (...rules: string[]) => ({ counted: rules.map((rule) => ({ accept: rule, by: "maintainer" })) });
const NOBODY = accept();

test.each([
  ["nothing was left", [], "no plan was made"],
  ["a plan failed", [file({ stacks: [stack("mail", { status: "failed", digest: "" })] })], "a plan failed"],
  ["a plan is not complete", [file({ stacks: [stack("mail", { status: "incomplete" })] })], "a plan failed"],
  ["a danger is open", [file({ lines: [line()] })], "dangers that nobody accepted: 1"],
  [
    "a review says accepted, and no label does",
    [file({ lines: [line({ accepted: true })] })],
    "dangers that nobody accepted: 1",
  ],
  [
    "a record is in the way",
    [file({ obstacles: [{ stack: "mail", unread: null, clashes: [["a"], ["b"]] }] })],
    "existing records in the zones conflict: 2",
  ],
  ["a stack is there twice", [file(), file()], "the reviews contradict each other"],
  ["a digest is missing", [file({ stacks: [stack("mail", { digest: "" })] })], "the reviews contradict each other"],
])("no, where %s", (_, files, title) => {
  expect(judge(files, [], true, NOBODY)).toMatchObject({ conclusion: "failure", title, accept: [] });
  expect(judge(files, [], true, NOBODY).expect.size).toBe(0);
});

test("no, where a job failed, or a file cannot be used", () => {
  expect(judge([file()], [], false, NOBODY)).toMatchObject({ conclusion: "failure", title: "a job failed" });
  const broken = judge([file()], ['"review.json": it is a link'], true, NOBODY);
  expect(broken).toMatchObject({
    conclusion: "failure",
    title: 'a review cannot be used: "review.json": it is a link',
  });
});

test("yes, with the digests of what changes, and what was accepted", () => {
  const stacks = [stack("b"), stack("a"), stack("still", { changes: 0 })];
  const files = [file({ stacks, lines: [line({ accepted: true }), line({ risk: "caution" })] })];
  const yes = judge(files, [], true, accept("dmarc-rejects@example.com"));
  expect(yes).toMatchObject({ conclusion: "success", title: "reviewed, stacks that change: 2" });
  expect([[...yes.expect.keys()], yes.accept]).toEqual([["b", "a"], ["dmarc-rejects@example.com"]]);
  // For another domain it is not meant.
  expect(judge(files, [], true, accept("dmarc-rejects@example.org")).conclusion).toBe("failure");
  const nothing = judge([file({ stacks: [stack("still", { changes: 0 })] })], [], true, accept("dmarc-rejects"));
  expect([nothing.title, nothing.expect.size, nothing.accept]).toEqual(["reviewed: nothing changes", 0, []]);
});

const comment = (judged: ReturnType<typeof judge>, notes: readonly string[] = []) =>
  renderComment({ judged, commit: "a".repeat(40), url: "https://github.example.com/run", notes });

test("the verdict stands before all that a job says, and what speaks against labels below it", () => {
  const text = comment(judge([file({ lines: [line()] })], [], true, NOBODY), ['label "accept:<!--" does not count']);
  expect(text.split("\n").slice(0, 4)).toEqual([
    MARK,
    "**failure: dangers that nobody accepted: 1.** Commit aaaaaaaaaaaa, [run](https://github.example.com/run).",
    "",
    '- `label "accept:<!--" does not count`',
  ]);
});

test("a title that repeats what a file said is code", () => {
  const text = comment(judge([], ["</b>@x"], true, NOBODY));
  expect(text).toContain("**failure: `a review cannot be used: </b>@x`.**");
});

test("the comment for hundreds of stacks keeps the dangers and digests, and is short enough for GitHub", () => {
  const stacks = Array.from({ length: 300 }, (_, index) => stack(`stack-${index}`));
  const lines = stacks.flatMap(({ stack: name }, index) => [
    line({
      domain: `${name}.example.com`,
      risk: index % 30 === 0 ? "danger" : "caution",
      sentence: [name, { value: "x".repeat(200) }],
    }),
    line({ domain: `${name}.example.com`, risk: "safe", sentence: ["safe ", { value: name }] }),
  ]);
  const parts = [0, 1, 2].map((part) =>
    file({
      stacks: stacks.filter((_, index) => index % 3 === part),
      lines: lines.filter((_, index) => index % 3 === part),
    }),
  );
  const text = comment(judge(parts, [], true, NOBODY));
  expect(text.length).toBeLessThanOrEqual(65_536);
  const dangers = lines.filter(({ risk }) => risk === "danger");
  for (const { domain } of dangers) expect(text).toContain(`- **\`${domain}\`**`);
  for (const { stack: name } of stacks) expect(text).toContain(`| \`${name}\` | complete | 1 | \`${DIGEST}\` |`);
  expect(text).toMatch(/\*\*Cut to fit: .*300 safe effects/);
});

test("pages of several jobs are one: the worst verdict, all counts, the worst first", () => {
  const files = [
    file({
      verdict: "none",
      counts: { danger: 0, caution: 0, safe: 0, accepted: 0 },
      stacks: [stack("a", { changes: 0 })],
    }),
    file({
      ...page(),
      verdict: "caution",
      counts: { danger: 0, caution: 2, safe: 1, accepted: 1 },
      lines: [line({ risk: "caution" })],
    }),
  ];
  const { page: joined } = judge(files, [], true, NOBODY);
  expect(joined).toMatchObject({ verdict: "caution", counts: { danger: 0, caution: 2, safe: 1, accepted: 1 } });
  expect(joined.stacks.map(({ stack: name }) => name)).toEqual(["a", "mail"]);
});
