// The review's word on plans, as plan ends with it and apply asks about it.
import { singleLine, visibleText } from "../dns/text/escape";
import { headline } from "../review/render/headline";
import { type Line, mergeEffects } from "../review/render/merge";
import { type Acceptance, type Effect, FIXED_RULES, type Review } from "../review/review";
import { RULES } from "../review/rules/rules";
import { plainSentence } from "../review/rules/sentence";
import { colors } from "./colors";
import { Refused, type Shell } from "./shell";

/** How many dangers are named; the review has them all. */
const NAMED = 50;

/** `danger: 1 danger, 3 safe`, then a line for each danger that is not accepted. */
export function verdictLines(review: Review, command: string): string[] {
  const { verdict } = review;
  const word = headline(review);
  const painted = verdict === "danger" ? colors.red(word) : verdict === "caution" ? colors.yellow(word) : word;
  return [`review: ${painted}`, ...dangerLines(dangersOf(review), command).map(paintDangers)];
}

export function dangersOf({ effects }: Review): Effect[] {
  return effects.filter(({ risk, accepted }) => risk === "danger" && !accepted);
}

/** A line each, with what `--accept` takes in brackets. */
export function dangerLines(dangers: readonly Effect[], command: string): string[] {
  const lines = mergeEffects(dangers).map(
    (line) => `danger: ${plainSentence(line.sentence, (value) => `"${visibleText(value)}"`)} (${acceptable(line)})`,
  );
  const rest = lines.length - NAMED;
  return rest <= 0 ? lines : [...lines.slice(0, NAMED), `and ${rest} more dangers: ${command} lists them`];
}

/** A text with the word before each danger in red. */
export function paintDangers(text: string): string {
  return text.replace(/^(emulated: )?danger:/gm, (_, label = "") => `${label}${colors.red("danger:")}`);
}

/** `mx-foreign@example.com`, as `--accept` takes it. */
export function acceptable({ rule, domain }: Pick<Line, "rule" | "domain">): string {
  return domain === undefined ? rule : `${rule}@${singleLine(domain)}`;
}

/**
 * `RULE` or `RULE@DOMAIN`
 * @throws Refused for a rule that is not known, or cannot be accepted
 */
export function parseAcceptance(text: string): Acceptance {
  const [rule = "", ...rest] = text.split("@");
  const domain = rest.join("@");
  if (!RULES.some(({ id }) => id === rule)) {
    throw new Refused(`--accept "${text}" names no rule: docs/review-rules.md lists their ids`);
  }
  if (FIXED_RULES.includes(rule)) {
    throw new Refused(`--accept "${text}" cannot be: what "${rule}" finds is not known well enough to be accepted`);
  }
  return rest.length === 0 ? { rule } : { rule, domain };
}

export function sayUnused(shell: Shell, { unused }: Review): void {
  for (const acceptance of unused)
    shell.say(`warning: --accept "${acceptable(acceptance)}" meets nothing in these plans`);
}
