// The review's verdict on plans, as the end of plan's output.
import { dangerLines, dangersOf } from "../app/guards/dangers";
import { headline } from "../review/render/headline";
import type { Paint } from "../review/render/text";
import type { Review } from "../review/review";
import { colors } from "./colors";

/** `danger: 1 danger, 3 safe`, then a line for each danger that is not accepted. */
export function verdictLines(review: Review, command: string): string[] {
  const { verdict } = review;
  const word = headline(review);
  const painted = verdict === "danger" ? colors.red(word) : verdict === "caution" ? colors.yellow(word) : word;
  return [`review: ${painted}`, ...dangerLines(dangersOf(review), command).map(paintDangers)];
}

/** Colours the word before each danger red. */
export function paintDangers(text: string): string {
  return text.replace(/^(emulated: )?danger:/gm, (_, label = "") => `${label}${colors.red("danger:")}`);
}

/** The colour of a risk, for all that renders one. */
export const paintRisk: Paint = (risk, text) => {
  if (risk === "title") return colors.bold(text);
  if (risk === "danger") return colors.red(text);
  return risk === "caution" ? colors.yellow(text) : colors.green(text);
};
