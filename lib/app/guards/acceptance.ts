// What somebody accepts in a review: `RULE`, or `RULE@DOMAIN`.
import { singleLine } from "../../dns/text/escape";
import { type Acceptance, type Effect, FIXED_RULES, type Review } from "../../review/review";
import { RULES } from "../../review/rules/rules";
import type { Reporter } from "../context";
import { Refused } from "../refused";

/** `mx-foreign@example.com`, as `--accept` reads it. */
export function formatAcceptance({ rule, domain }: Pick<Effect, "rule" | "domain">): string {
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

export function sayUnused({ say }: Pick<Reporter, "say">, { unused }: Review): void {
  for (const acceptance of unused)
    say(`warning: --accept "${formatAcceptance(acceptance)}" meets nothing in these plans`);
}
