// Colours for a person at a terminal; none for a file, a pipe or a CI log, where they are noise. A painted text carries a mark that
// nobody outside can know in place of ESC [. Whoever prints it (terminal.ts) puts colours there or takes the marks out, and lets no
// other escape sequence through.
import { randomUUID } from "node:crypto";
import { createColors } from "picocolors";
import { escapeInvisibleInLines } from "../dns/text/escape";
import type { Environment } from "../terraform/process/process";

/** Stands for ESC [ until the text is printed. */
const MARK = `⟦${randomUUID()}⟧`;
/** What stands behind a mark in a text that is not to be painted. */
const CODE = /^\d+m/;

const { bold, green, red, yellow } = createColors(true);

export const colors = { bold: marked(bold), green: marked(green), red: marked(red), yellow: marked(yellow) };

function marked(paint: (text: string) => string): (text: string) => string {
  return (text) => paint(escapeInvisibleInLines(text)).replaceAll("\u001b[", MARK);
}

/** Whether answers are painted. FORCE_COLOR and NO_COLOR decide, as everywhere, and else whether there is a terminal. */
export function isPainted({ FORCE_COLOR, NO_COLOR, TERM }: Environment, isTerminal: boolean): boolean {
  return !NO_COLOR && (Boolean(FORCE_COLOR) || (isTerminal && TERM !== "dumb"));
}

/** A text without its colours. */
export function plain(text: string): string {
  const [first = "", ...others] = text.split(MARK);
  return [first, ...others.map((part) => part.replace(CODE, ""))].join("");
}

/** A text with its colours. @param rest what becomes of all that is between them */
export function painted(text: string, rest: (part: string) => string): string {
  return text.split(MARK).map(rest).join("\u001b[");
}
