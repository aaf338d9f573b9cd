// docs/review-rules.md, made from the review's rules themselves.
import { markdownTable } from "../lib/dns/text/markdown-table";
import { RULES } from "../lib/review/rules/rules";

export function renderReviewRulesPage(): string {
  const rows = RULES.map(({ id, risk, when, why, fixed }) =>
    [`\`${id}\``, fixed ? `${risk}, always` : risk, when, why].map(cell),
  );
  return [
    "# Review rules",
    "",
    "What `mailzone review` says of a plan, see [review.md](review.md). Each change gets every rule that fits, and one that none fits",
    "gets `change-unexplained`: no change is passed over in silence. `npm run docs` makes this page.",
    "",
    "`--accept RULE@DOMAIN` takes a rule's word on a domain as known, `--accept RULE` on all; it is then shown as accepted and fails no",
    "`--fail-on`. A rule marked *always* cannot be accepted, because nobody knows what would be.",
    "",
    markdownTable([["Rule", "Risk", "When", "Why"], ...rows]),
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
