// The comment: what comes from records cannot leave its place, and it is never longer than a comment may be.
import { readPlan } from "../../lib/plan/plan";
import { COMMENT_LIMIT, renderMarkdown } from "../../lib/review/render/markdown";
import { renderText } from "../../lib/review/render/text";
import { review } from "../../lib/review/review";
import { HOSTILE, outside } from "../dns/text/hostile";
import { count } from "../run/cases";
import { change, dkim, dmarc, plan, record, reviewed, txt } from "./plans";

test("hostile records leave every row with five cells, and no words outside of code", () => {
  const records = HOSTILE.map((text, index) => record(`record-n${index}`, txt(text, "a"), txt(text, text)));
  const foreign = HOSTILE.map((text) => change(`x.${text}`, { a: text }, null));
  const text = plan([...records, ...foreign], {
    deferred_changes: [{ reason: "<b>@octocat", resource_change: foreign[0] }],
  });
  const markdown = renderMarkdown(
    review([readPlan(text, "<b>@octocat|`")], {
      accept: [{ rule: "foreign-deleted" }],
      acceptedBy: "@octocat <b>",
    }),
  );
  for (const line of markdown.split("\n")) {
    expect(outside(line)).not.toMatch(/@|<(?!\/?(?:details|summary)>)|\]\(|octocat|onerror/);
    if (line.startsWith("|"))
      expect(outside(line).split("|")).toHaveLength(
        line.includes("danger") || outside(line).split("|").length === 7 ? 7 : 6,
      );
  }
});

test("no changes is an answer", () => {
  expect(renderMarkdown(reviewed(plan([])))).toMatchInlineSnapshot(`
    "## mailzone review: no changes

    The plan of \`mail\` changed nothing: records, identities and MAIL FROM stay as they are.

    <details><summary>Stacks and digests</summary>

    | Stack | Plan | Changes | Digest |
    |---|---|---|---|
    | \`mail\` | complete | 0 | \`v2-a739666e40d5acf6b0c04f0c551542f801e76fbfd9adaadd60112e263c6391ac\` |

    </details>
    "
  `);
});

const many = (count: number) =>
  plan([
    record("dmarc", dmarc("v=DMARC1; p=none"), null),
    ...Array.from({ length: count }, (_, n) => record(`record-n${n}`, null, txt(`n${n}.example.com`, "x".repeat(200)))),
    ...Array.from({ length: count }, (_, n) =>
      record(`record-m${n}`, txt(`m${n}.example.com`, "x"), txt(`m${n}.example.com`, "y".repeat(n % 300))),
    ),
  ]);

test("a comment that is too long loses the least important first, and says how much", () => {
  const markdown = renderMarkdown(reviewed(many(count(500, 2000))));
  expect(markdown.length).toBeLessThanOrEqual(COMMENT_LIMIT);
  expect(markdown.length).toBeGreaterThan(COMMENT_LIMIT - 1000);
  expect(markdown).toContain("DMARC of `example.com` is deleted");
  expect(markdown).toContain(`\`mail\` | complete | ${2 * count(500, 2000) + 1} | \`v2-`);
  expect(markdown).toMatch(/\*\*Cut to fit: .*\d+ rows of tables.* are left out\.\*\*/);
});

test.each([200, 1000, 5000, 20_000])("it fits into %d characters, its tables and folds closed", (limit) => {
  const markdown = renderMarkdown(reviewed(many(100)), limit);
  expect(markdown.length).toBeLessThanOrEqual(Math.max(limit, 400));
  expect(markdown.split("<details>").length).toBe(markdown.split("</details>").length);
});

test("three DKIM records are one line", () => {
  const text = plan(["a", "b", "c"].map((token, index) => record(`dkim-${index + 1}`, dkim(token), null)));
  expect(
    renderText(reviewed(text))
      .split("\n")
      .filter((line) => line.includes("dkim-removed")),
  ).toEqual([
    '  danger: the DKIM record "a._domainkey.example.com", "b._domainkey.example.com", "c._domainkey.example.com" is deleted: signatures with its key no longer pass (dkim-removed)',
  ]);
});

test("what is accepted is shown as that, with who asked", () => {
  const result = reviewed(plan([record("dmarc", dmarc("v=DMARC1; p=none"), null)]), {
    accept: [
      { rule: "dmarc-removed", domain: "example.com" },
      { rule: "dmarc-removed", domain: "other.example" },
    ],
    acceptedBy: "alice",
  });
  expect(result).toMatchObject({
    verdict: "safe",
    counts: { danger: 0, accepted: 1 },
    unused: [{ domain: "other.example" }],
  });
  expect(renderMarkdown(result)).toContain("### Accepted by `alice`\n\n- **`example.com`**: DMARC");
  expect(renderText(result)).toContain("accepted by alice, danger: DMARC");
});

test("a domain is accepted however it is written, and no other one with it", () => {
  const text = plan([record("dmarc", dmarc("v=DMARC1; p=none"), null)]);
  const verdict = (domain: string) => reviewed(text, { accept: [{ rule: "dmarc-removed", domain }] }).verdict;
  expect(["example.com", "Example.COM."].map(verdict)).toEqual(["safe", "safe"]);
  const others = ["", "com", "xample.com", "www.example.com", "*.example.com", "ex\u0430mple.com"];
  expect(others.map(verdict)).toEqual(others.map(() => "danger"));
});

test("the text in full", () => {
  const text = plan([
    record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=reject")),
    record("dkim-1", null, dkim("aaa")),
  ]);
  expect(renderText(reviewed(text)).replace(/v2-.*/, "v2-…")).toMatchInlineSnapshot(`
    "danger: 1 danger, 1 caution

    example.com
      update TXT _dmarc.example.com "v=DMARC1; p=none" -> "v=DMARC1; p=reject" (DMARC)
      create CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com (DKIM)
      danger: receivers discard mail from "example.com" that fails DMARC (before: "none") (dmarc-rejects)
      caution: the DKIM record "aaa._domainkey.example.com" belongs to no identity of this plan: whoever has the private key of "aaa.dkim.amazonses.com" can sign for the domain (dkim-foreign)

    mail: digest v2-…"
  `);
});
