// docs/rules.md, made from the rules themselves.

import { CHECK_RULES } from "../lib/dns/rules/rules";
import { markdownTable } from "../lib/dns/text/markdown-table";

export function renderRulesPage(): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const rows = CHECK_RULES.map(({ id, severity, fixed, summary, reference }) => [
    `\`${id}\``,
    fixed ? `${severity}, always` : severity,
    cell(summary),
    cell(reference),
  ]);
  return [
    "# Rules",
    "",
    "What `mailzone check` looks at, and every synth before it writes anything. An error stops, a warning or a note does not. All domains of",
    "all stacks are seen at once, because two stacks can write into one zone. `npm run docs` makes this page.",
    "",
    "`ignore: {<rule>: <reason>}` silences a rule for an entry. An error marked *always* cannot be ignored: Terraform, Cloudflare or",
    "every name server would refuse what it finds. Nothing is looked up: what others publish is not seen.",
    "",
    markdownTable([["Rule", "Severity", "What must hold", "Asked for by"], ...rows]),
    "",
    "Two more ids stand for a file that is no configuration yet: `yaml`, where it cannot be read or parsed, and `schema`, where a",
    "field is unknown, missing or of the wrong shape. `mailzone check` then exits with 2 instead of 1. Of `imports.yaml` speak",
    "`imports`, an error where an item names what the stack does not have, or an id that cannot be its own; and `imports-left`, a",
    "warning for as long as the file is there: it is needed until its apply, and of no use after it.",
    "",
  ].join("\n");
}
