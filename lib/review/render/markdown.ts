// The review as a comment on a pull request: verdict and counts, dangers, a table for each domain, and everything else folded.

import { inlineCode } from "../../dns/text/escape";
import type { Review } from "../review";
import type { Risk } from "../rules/rule";
import { plainSentence } from "../rules/sentence";
import { type Block, cutBlocks } from "./cut";
import { headline } from "./headline";
import { type Line, mergeEffects } from "./merge";
import { pageOf, type ReviewPage, type Table } from "./page";
import type { ChangeRow, Side } from "./rows";

/** GitHub refuses a longer comment. */
export const COMMENT_LIMIT = 65_536;

const TITLES: Readonly<Record<Risk, string>> = { danger: "Dangers", caution: "Cautions", safe: "Safe" };

/** @param limit the most characters: the least important lines are dropped first, and the text says how many */
export function renderMarkdown(review: Review, limit: number = COMMENT_LIMIT): string {
  return renderReviewPage(pageOf(review), limit);
}

/** @param limit see renderMarkdown() */
export function renderReviewPage(page: ReviewPage, limit: number = COMMENT_LIMIT): string {
  return cutBlocks(blocks(page), limit);
}

function blocks(page: ReviewPage): Block[] {
  const { lines, tables } = page;
  const open = lines.filter(({ accepted }) => !accepted);
  return [
    { weight: 0, what: "", lines: header(page) },
    obstacles(page),
    listed("danger", open, 2),
    listed("caution", open, 3),
    accepted(page),
    ...tables.map(table),
    details(open.filter(({ risk }) => risk === "safe")),
    digests(page),
  ].filter(({ lines }) => lines.length > 0);
}

function header(page: ReviewPage): string[] {
  const { verdict, stacks } = page;
  const title = `## mailzone review: ${headline(page)}`;
  if (verdict === "none") {
    const names =
      stacks.length === 1
        ? `The plan of ${inlineCode(stacks[0]?.stack ?? "")}`
        : `The plans of ${stacks.length} stacks`;
    return [title, "", `${names} changed nothing: records, identities and MAIL FROM stay as they are.`];
  }
  const failed = stacks.filter(({ status }) => status !== "complete");
  const notes = failed
    .slice(0, 5)
    .map(
      ({ stack, status }) =>
        `**The plan of ${inlineCode(stack)} ${status === "failed" ? "failed" : "is not complete"}.** It is never safe; what is known of it is listed.`,
    );
  return [title, ...(notes.length > 0 ? ["", ...notes] : [])];
}

/** What in the zones blocks the plans. */
function obstacles({ obstacles }: ReviewPage): Block {
  const lines = obstacles.flatMap(({ stack, unread, clashes }) => [
    ...(unread === null ? [] : [`- ${inlineCode(stack)} was not compared with its zones: ${inlineCode(unread)}`]),
    ...clashes.map((clash) => `- ${plainSentence(clash, inlineCode)}`),
  ]);
  const head = lines.length > 0 ? ["", "### Existing records in the zones", ""] : [];
  return { weight: 2, what: "records in the way", head, lines };
}

function listed(risk: Risk, effects: readonly Line[], weight: number): Block {
  const found = effects.filter((effect) => effect.risk === risk);
  const head = found.length > 0 ? ["", `### ${TITLES[risk]}`, ""] : [];
  return { weight, what: `${risk}s`, head, lines: mergeEffects(found).map(item) };
}

function accepted({ lines, acceptedBy }: ReviewPage): Block {
  const found = lines.filter((effect) => effect.accepted);
  const head =
    found.length > 0 ? ["", `### Accepted${acceptedBy === undefined ? "" : ` by ${inlineCode(acceptedBy)}`}`, ""] : [];
  return { weight: 4, what: "accepted", head, lines: mergeEffects(found).map(item) };
}

function item({ domain, sentence, rule }: Line): string {
  const where = domain === undefined ? "" : `**${inlineCode(domain)}**: `;
  return `- ${where}${plainSentence(sentence, inlineCode)} (${rule})`;
}

function table({ domain, rows, risk }: Table): Block {
  const title = domain === undefined ? "Of no domain" : inlineCode(domain);
  return {
    weight: risk === "danger" ? 5 : risk === "caution" ? 6 : 7,
    what: "rows of tables",
    head: ["", `### ${title}`, "", "| Change | Type | Name | Value | Description |", "|---|---|---|---|---|"],
    lines: [...rows].sort((a, b) => ORDER[a.risk] - ORDER[b.risk]).map(row),
  };
}

const ORDER: Readonly<Record<Risk, number>> = { danger: 0, caution: 1, safe: 2 };

function row({ risk, action, type, name, value, description }: ChangeRow): string {
  const word = risk === "safe" ? action : `${action} **${risk}**`;
  return `| ${word} | ${inlineCode(type)} | ${arrow(name)} | ${arrow(value)} | ${description} |`;
}

function arrow({ before, after }: Side): string {
  if (before === undefined || after === undefined || before === after) return inlineCode(after ?? before ?? "");
  return `${inlineCode(before) || "nothing"} → ${inlineCode(after) || "nothing"}`;
}

function details(effects: readonly Line[]): Block {
  if (effects.length === 0) return { weight: 8, what: "safe effects", lines: [] };
  const head = ["", `<details><summary>${effects.length} safe</summary>`, ""];
  return { weight: 8, what: "safe effects", head, lines: mergeEffects(effects).map(item), tail: ["", "</details>"] };
}

/** What ties an apply to this review. It is cut last, because a review without it approves nothing. */
function digests({ stacks }: ReviewPage): Block {
  const lines = stacks.map(
    ({ stack, digest, status, changes }) => `| ${inlineCode(stack)} | ${status} | ${changes} | ${inlineCode(digest)} |`,
  );
  const head = [
    "",
    "<details><summary>Stacks and digests</summary>",
    "",
    "| Stack | Plan | Changes | Digest |",
    "|---|---|---|---|",
  ];
  return { weight: 1, what: "digests", head, lines, tail: ["", "</details>"] };
}
