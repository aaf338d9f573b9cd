// The answer for a terminal: the table, the causes with what to do, and what the servers say of what is not live. Colours come
// in as a function, because this room does not know the terminal.
import { visibleSentence, visibleText } from "../../dns/text/escape";
import { renderText as renderTextTable } from "../../records/text";
import type { Cause, RecordStatus, Verification } from "../verification";
import { VERIFY_EN } from "../words/en";
import type { VerifyWords } from "../words/words";
import { rowsOf } from "./rows";
import { answerLines, identityLine, verdictLine } from "./status";

/** Paints a text in the colour of a verdict, a status or a severity. */
export type PaintStatus = (
  kind: Verification["verdict"] | RecordStatus | Cause["severity"] | "extra",
  text: string,
) => string;

/** More records than this that are not live are too many to show what each server says. */
const MAX_ANSWERS = 20;

/** @param width of the terminal, in cells. @default - a table, however wide it is */
export function renderText(
  verification: Verification,
  paint: PaintStatus = (_kind, text) => text,
  { width, words = VERIFY_EN }: { readonly width?: number; readonly words?: VerifyWords } = {},
): string {
  const { verdict, causes, identities, accounts, unseen, at } = verification;
  const known = identities.flatMap((identity) => identityLine(identity, at, words) ?? []);
  const sections = [
    [paint(verdict, verdictLine(verification, words))],
    table(verification, paint, words, width),
    causes.flatMap((cause) => causeLines(cause, words, paint)),
    answers(verification, words),
    [...known, ...accounts.map(words.account)],
    unseen.map((sentence) => `${words.notSeen}: ${visibleText(sentence)}`),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** What is wrong and its id; below it what to do. */
function causeLines(cause: Cause, words: VerifyWords, paint: PaintStatus): string[] {
  const { message, fix, detail } = words.cause(cause);
  const { severity, rule } = cause;
  return [
    `${paint(severity, `${words.severities[severity]}:`)} ${visibleSentence(message)} (${rule})`,
    `  ${words.fix}: ${visibleSentence(fix)}`,
    ...(detail === undefined ? [] : [`  ${words.detail}: ${visibleSentence(detail)}`]),
  ];
}

function table(verification: Verification, paint: PaintStatus, words: VerifyWords, width?: number): string[] {
  const rows = rowsOf(verification, words.table);
  if (rows.length === 0) return [];
  const { columns } = words.table;
  const statuses = new Map(rows.map(({ shown, status }) => [shown, status]));
  const painted = (cell: string) => {
    const status = statuses.get(cell);
    return status === undefined ? cell : paint(status, cell);
  };
  const heads = (["status", "type", "name"] as const).map((column) => ({ title: columns[column], isHead: true }));
  const rest = (["value", "description"] as const).map((column) => ({ title: columns[column], isHead: false }));
  const titled = [...heads, ...rest].map((one, index) => (index === 0 ? { ...one, paint: painted } : one));
  const cells = rows.map(({ shown, type, name, value, description }) =>
    [shown, type, name, value, description].map(visibleText),
  );
  return [renderTextTable(titled, cells, width)];
}

function answers({ records }: Verification, own: VerifyWords): string[] {
  const open = records.filter((one) => one.status !== "live" && one.authorities.length + one.resolvers.length > 0);
  const groups = new Map<string, string[]>();
  for (const checked of open.slice(0, MAX_ANSWERS)) {
    const words = answerLines(checked, own)
      .map((line) => `  ${visibleText(line)}`)
      .join("\n");
    groups.set(words, [...(groups.get(words) ?? []), `${checked.record.type} ${visibleText(checked.record.name)}`]);
  }
  const lines = [...groups].flatMap(([words, records]) => [...records, words]);
  return open.length > MAX_ANSWERS ? [...lines, own.more(open.length - MAX_ANSWERS)] : lines;
}
