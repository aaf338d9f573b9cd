// Colours for a person at a terminal; none for a file, a pipe or a CI log, where they are noise. FORCE_COLOR and NO_COLOR
// decide otherwise, as everywhere. A painted text carries a seal that nobody outside can know, and terminal.ts lets no other
// escape sequence through.
import { randomUUID } from "node:crypto";
import { createColors } from "picocolors";
import { escapeUnseenInLines } from "../dns/text/visible";

const { FORCE_COLOR, NO_COLOR } = process.env;

const isTerminal = Boolean(process.stdout.isTTY) && process.env.TERM !== "dumb";

const { bold, green, red, yellow } = createColors(!NO_COLOR && (Boolean(FORCE_COLOR) || isTerminal));

/** Stands for ESC [ until the text is printed. */
export const SEAL = `⟦${randomUUID()}⟧`;

export const colors = { bold: sealed(bold), green: sealed(green), red: sealed(red), yellow: sealed(yellow) };

function sealed(paint: (text: string) => string): (text: string) => string {
  return (text) => paint(escapeUnseenInLines(text)).replaceAll("\u001b[", SEAL);
}
