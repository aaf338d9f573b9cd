// Rules about one DMARC record at a time.
import { isChanged } from "../../changes/change";
import type { DmarcChange, DmarcSide } from "../../changes/dmarc-change";
import { type ReviewFacts, type ReviewRule, type ReviewStatement, statementOf } from "../rule";
import type { Sentence } from "../sentence";

/** A rule about one DMARC record that changes. */
export const perDmarc =
  (
    check: (
      dmarc: DmarcChange,
      before: DmarcSide | undefined,
      after: DmarcSide | undefined,
      facts: ReviewFacts,
    ) => Sentence | false | undefined,
  ): ReviewRule["check"] =>
  (facts) => {
    const statements: ReviewStatement[] = [];
    for (const one of facts.dmarc) {
      const sentence = check(one, one.before, one.after, facts);
      if (sentence) statements.push(...statementOf(one.change, sentence));
    }
    return statements;
  };

/** Both the old and the new record can be read. */
export const perDmarcRewrite = (
  check: (dmarc: DmarcChange, before: DmarcSide, after: DmarcSide) => Sentence | false | undefined,
) =>
  perDmarc(
    (dmarc, before, after) =>
      isChanged(dmarc.change) && before !== undefined && after !== undefined && check(dmarc, before, after),
  );
