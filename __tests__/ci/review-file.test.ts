// What the job that publishes reads was written by code of a pull request: nothing in it is more than words.
import { formatReviewFile, parseReviewFile } from "../../lib/ci/review-file";
import { readPlan } from "../../lib/plan/plan";
import { renderMarkdown, renderReviewPage } from "../../lib/review/render/markdown";
import { pageOf } from "../../lib/review/render/page";
import { review } from "../../lib/review/review";
import { plan, record, txt } from "../review/plans";
import { DIGEST, line, page } from "./pages";

const before = txt("_dmarc.example.com", "v=DMARC1; p=none;");
const after = txt("_dmarc.example.com", "v=DMARC1; p=reject; rua=mailto:<!--|`@a`@example.com;");
const judged = review([readPlan(plan([record("dmarc", before, after)]), "mail")]);

test("a review of ours comes through as it was: the same Markdown", () => {
  const read = parseReviewFile(formatReviewFile(pageOf(judged), []));
  expect(renderReviewPage(read.page)).toBe(renderMarkdown(judged));
  expect(renderMarkdown(judged)).toContain("dmarc-rejects");
});

const HOSTILE = [
  "<!-- hidden",
  "</details></summary><script>",
  "@maintainer #1 GH-1",
  "![](https://example.com/x.png)",
  "[**success**](https://example.com)",
  "www.example.com",
  "a | b | c",
  "`code` ```\n# success",
  "*bold* _it_ ~~gone~~",
  "&lt;b&gt;",
  "\u202ereversed\u2066",
  "two\n\n## mailzone review: no changes",
];

test.each(HOSTILE)("%j is shown and does nothing, wherever it stands", (text) => {
  const hostile = page({
    acceptedBy: text,
    obstacles: [{ stack: "mail", unread: text, clashes: [[text, { value: text }]] }],
    lines: [
      line({ rule: text, domain: text, sentence: [text, { value: text }, text] }),
      line({ accepted: true, sentence: [text] }),
      line({ risk: "safe", sentence: [text] }),
    ],
    tables: [
      {
        domain: text,
        risk: "danger",
        rows: [
          {
            risk: "danger",
            action: text,
            type: text,
            description: text,
            name: { before: text },
            value: { before: text, after: text },
          },
        ],
      },
    ],
  });
  const { page: read } = parseReviewFile(JSON.stringify({ format: 1, page: hostile, annotations: [] }));
  const shown = renderReviewPage(read);
  // What is left when code is taken out has no markup but our own.
  const rest = shown.replace(/<code>[^<]*<\/code>/g, "CODE").replace(/`[^`\n]*`/g, "CODE");
  const ours = /<details><summary>(?:1 safe|Stacks and digests)<\/summary>|<\/details>/g;
  expect(rest.replace(ours, "")).not.toMatch(/[<>@&\u202e\u2066]|!\[|\]\(|www\.|```|~~|GH-/);
  expect(rest.match(/^## /gm)).toHaveLength(1);
  // No line of it is begun by anybody else.
  for (const each of rest.split("\n")) expect(each).toMatch(/^(?:$|## |### |- |\| |\|---|<details>|<\/details>)/);
});

test.each([
  ["no JSON", "{", "it is no JSON"],
  ["another version", JSON.stringify({ format: 2 }), "it is no review of this version"],
  ["a list", "[]", "it is no review of this version"],
  [
    "a field too long",
    JSON.stringify({ format: 1, page: page({ acceptedBy: "x".repeat(20_001) }), annotations: [] }),
    "acceptedBy",
  ],
])("%s is refused", (_, text, why) => {
  expect(() => parseReviewFile(text)).toThrow(why);
});

const withStack = (rest: object) => ({
  format: 1,
  page: page({ stacks: [{ stack: "mail", digest: DIGEST, status: "complete", changes: 1, ...rest } as never] }),
  annotations: [],
});

test.each([
  ["an option for a stack", { stack: "--config" }],
  ["a line break in a stack", { stack: "a\nother=v2-0" }],
  ["a pair for a stack", { stack: "a=b" }],
  ["a digest with a line break", { digest: `${DIGEST}\naccept:all` }],
  ["a digest of nothing", { digest: "v2-" }],
  ["changes below zero", { changes: -1 }],
  ["changes by halves", { changes: 0.5 }],
  ["another status", { status: "fine" }],
])("%s is refused", (_, rest) => {
  expect(() => parseReviewFile(JSON.stringify(withStack({})))).not.toThrow();
  expect(() => parseReviewFile(JSON.stringify(withStack(rest)))).toThrow("it is no review of this version");
});

test.each(["/etc/passwd", "../x", "a/../../x", "a\\b", "a\nb", "", "\u202ea"])("a place %j is refused", (name) => {
  const annotation = { file: name, line: 1, risk: "danger", rule: "r", message: "m" };
  const text = (given: object) => JSON.stringify({ format: 1, page: page(), annotations: [given] });
  expect(() => parseReviewFile(text({ ...annotation, file: "domains/a..b.yaml" }))).not.toThrow();
  expect(() => parseReviewFile(text(annotation))).toThrow("annotations.0.file");
});
