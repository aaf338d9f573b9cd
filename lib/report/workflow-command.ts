// Findings as GitHub Actions' workflow commands, one line each. The runner turns them into annotations.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import { type Finding, wholeMessage } from "../dns/finding";
import { escapeInvisible } from "../dns/text/escape";
import { cut, levelOf, MESSAGE_LIMIT, type Report, type ReportedPlace, TITLE_LIMIT } from "./report";

const COMMANDS = { error: "error", warning: "warning", note: "notice" } as const;

export function renderWorkflowCommands({ findings, placeOf }: Report): string {
  return findings.map((finding) => workflowCommand(finding, placeOf(finding))).join("\n");
}

/** An accepted finding is a notice. The place is left out if the file is not in the repository. */
function workflowCommand(finding: Finding, place: ReportedPlace | undefined): string {
  const { rule, acceptedBy } = finding;
  const isInside = place !== undefined && !place.file.startsWith("/");
  const properties = [
    ...(isInside ? [["file", place.file]] : []),
    ...(isInside && place.line !== undefined ? [["line", String(place.line)]] : []),
    ...(isInside && place.column !== undefined ? [["col", String(place.column)]] : []),
    ["title", cut(rule, TITLE_LIMIT)],
  ].map(([name, value = ""]) => `${name}=${escapeProperty(value)}`);
  const elsewhere = place === undefined || isInside ? "" : `${place.file}: `;
  const accepted = acceptedBy === undefined ? "" : acceptedBy === "" ? "accepted: " : `accepted by ${acceptedBy}: `;
  const command = acceptedBy === undefined ? COMMANDS[levelOf(finding)] : "notice";
  return `::${command} ${properties.join(",")}::${escapeData(cut(accepted + elsewhere + wholeMessage(finding), MESSAGE_LIMIT))}`;
}

/** Escaped like @actions/core does. Invisible characters are written out; line ends first, in GitHub's own form. */
function escapeData(text: string): string {
  const parts = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return escapeInvisible(parts);
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
