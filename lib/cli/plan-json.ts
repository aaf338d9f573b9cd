// What `mailzone plan --json` prints: for each stack how the plan ended, its counts, and the review's findings.
import type { Review } from "../review/review";
import { worstOf } from "../review/review";
import { plainSentence } from "../review/rules/sentence";
import type { PlanResult } from "../terraform/plan-result";
import type { PlanKind } from "../terraform/saved-plans/plan-info";

export function planJson(kind: PlanKind, results: readonly PlanResult[], { effects, preflights }: Review): object[] {
  return results.map(({ stack, status, counts, changed, outputsChanged }) => {
    const own = effects.filter((effect) => effect.stack === stack);
    const dangers = own.filter(({ risk }) => risk === "danger");
    const { unread = null, clashes = [] } = preflights.get(stack) ?? {};
    return {
      stack,
      kind,
      status,
      counts,
      changed,
      outputsChanged,
      verdict: own.length === 0 ? "none" : worstOf(own),
      dangers: dangers.map(({ rule, domain = null, change, sentence }) => ({
        rule,
        domain,
        address: change?.resource.address ?? null,
        message: plainSentence(sentence),
      })),
      // Null if the zones were not read.
      preflight: preflights.has(stack) ? { unread, clashes } : null,
    };
  });
}
