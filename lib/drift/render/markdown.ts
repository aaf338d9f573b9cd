// Drift for an issue or a job's summary: what matters most comes first, and the least important lines are cut first.
import { codeSpan, inlineCode, visibleSentence } from "../../dns/text/escape";
import { type Block, cutBlocks } from "../../review/render/cut";
import { mergeEffects } from "../../review/render/merge";
import type { Side } from "../../review/render/rows";
import type { Risk } from "../../review/rules/rule";
import { plainSentence } from "../../review/rules/sentence";
import type { Drift, DriftItem } from "../result";
import { driftHeadline, driftRow, NOT_COMPARED, remedies } from "./words";

const WEIGHTS: Readonly<Record<Risk, number>> = { danger: 5, caution: 6, safe: 7 };

/** @param limit the most characters: an issue of GitHub has at most 65,536 */
export function renderMarkdown(drift: Drift, command: (name: "plan" | "adopt") => string, limit = 60_000): string {
  const { domains, unknown } = drift;
  const fixes = remedies(drift, command);
  const blocks: Block[] = [
    { weight: 0, what: "", lines: [`## mailzone: ${driftHeadline(drift)}`] },
    ...domains.map(({ domain, risk, items }): Block => {
      const title = domain === undefined ? "Of no domain" : inlineCode(domain);
      return {
        weight: WEIGHTS[risk],
        what: "differences",
        head: ["", `### ${title}`, "", "| What | Type | Name | Value | Description |", "|---|---|---|---|---|"],
        lines: items.map(row),
      };
    }),
    {
      weight: 2,
      what: "meanings",
      head: domains.length === 0 ? [] : ["", "### What it means", ""],
      lines: domains.flatMap(({ domain, effects }) =>
        mergeEffects(effects).map(
          ({ risk, rule, sentence }) =>
            `- **${risk}**${domain === undefined ? "" : ` ${inlineCode(domain)}`}: ${plainSentence(sentence, inlineCode)} (${rule})`,
        ),
      ),
    },
    {
      weight: 3,
      what: "things that could not be told",
      head: unknown.length === 0 ? [] : ["", "### Could not tell", ""],
      lines: unknown.map(({ message }) => `- ${codeSpan(visibleSentence(message))}`),
    },
    {
      weight: 1,
      what: "",
      head: [""],
      lines: [...fixes, NOT_COMPARED].map((text) => `- ${text}`),
    },
  ];
  return cutBlocks(
    blocks.filter(({ lines }) => lines.length > 0),
    limit,
  );
}

function row(item: DriftItem): string {
  const { risk, action, type, name, value, description } = driftRow(item);
  const word = risk === "safe" ? action : `${action} **${risk}**`;
  return `| ${word} | ${inlineCode(type)} | ${arrow(name)} | ${arrow(value)} | ${description} |`;
}

function arrow({ before, after }: Side): string {
  if (before === undefined || after === undefined || before === after) return inlineCode(after ?? before ?? "");
  return `${inlineCode(before) || "nothing"} → ${inlineCode(after) || "nothing"}`;
}
