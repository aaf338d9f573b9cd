// Rules about one SPF record at a time.
import { SES_SENDER } from "../../../dns/kinds/spf";
import { isChanged } from "../../changes/change";
import type { SpfChange, SpfSide } from "../../changes/spf-change";
import { type ReviewFacts, type ReviewRule, type ReviewStatement, statementOf } from "../rule";
import { type Sentence, say } from "../sentence";

export const SES = `include:${SES_SENDER}`;

/** A rule about one SPF record that changes. */
export const perSpf =
  (
    check: (
      spf: SpfChange,
      before: SpfSide | undefined,
      after: SpfSide | undefined,
      facts: ReviewFacts,
    ) => Sentence | false | undefined,
  ): ReviewRule["check"] =>
  (facts) => {
    const statements: ReviewStatement[] = [];
    for (const one of facts.spf) {
      const sentence = check(one, one.before, one.after, facts);
      if (sentence) statements.push(...statementOf(one.change, sentence));
    }
    return statements;
  };

/** Both the old and the new record can be read. */
export const perSpfRewrite = (
  check: (spf: SpfChange, before: SpfSide, after: SpfSide) => Sentence | false | undefined,
) =>
  perSpf(
    (spf, before, after) =>
      isChanged(spf.change) && before !== undefined && after !== undefined && check(spf, before, after),
  );

/** Counts the record's own terms. The cost of included records is not in the plan. */
export function lookups(before: SpfSide, after: SpfSide): Sentence {
  return before.lookups === after.lookups
    ? []
    : say` (its own lookups: ${before.lookups} before, ${after.lookups} after)`;
}
