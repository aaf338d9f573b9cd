// Colours for a person at a terminal; none for a file, a pipe or a CI log, where they are noise. FORCE_COLOR and NO_COLOR
// decide otherwise, as everywhere.
import { createColors } from "picocolors";

const { FORCE_COLOR, NO_COLOR } = process.env;

const isTerminal = Boolean(process.stdout.isTTY) && process.env.TERM !== "dumb";

export const colors = createColors(!NO_COLOR && (Boolean(FORCE_COLOR) || isTerminal));
