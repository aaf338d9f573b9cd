// Colours for a person at a terminal; none for a file, a pipe or a CI log, where they disturb. A coloured text contains a mark,
// which nobody outside can know, instead of ESC [. terminal.ts replaces the marks by colours or removes them when it prints,
// and lets no other escape sequence through.
import { randomUUID } from "node:crypto";
import { createColors } from "picocolors";
import { escapeInvisibleInLines } from "../dns/text/escape";
import type { Environment } from "../net/proxy";

/** Replaces ESC [ until the text is printed. */
const MARK = `⟦${randomUUID()}⟧`;
/** What follows a mark; it is removed too if the text gets no colours. */
const CODE = /^\d+m/;

const { bold, green, red, yellow } = createColors(true);

export const colors = { bold: marked(bold), green: marked(green), red: marked(red), yellow: marked(yellow) };

function marked(paint: (text: string) => string): (text: string) => string {
  return (text) => paint(escapeInvisibleInLines(text)).replaceAll("\u001b[", MARK);
}

/** Whether answers are coloured. FORCE_COLOR and NO_COLOR decide, as everywhere; without them, whether there is a terminal. */
export function isPainted({ FORCE_COLOR, NO_COLOR, TERM }: Environment, isTerminal: boolean): boolean {
  return !NO_COLOR && (Boolean(FORCE_COLOR) || (isTerminal && TERM !== "dumb"));
}

/** A text without its colours. */
export function withoutColors(text: string): string {
  const [first = "", ...others] = text.split(MARK);
  return [first, ...others.map((part) => part.replace(CODE, ""))].join("");
}

/** A text with its colours. @param rest what is done with the text between them */
export function painted(text: string, rest: (part: string) => string): string {
  return text.split(MARK).map(rest).join("\u001b[");
}
