// More rules for SPF records: the end, and whether receivers can read the record (RFC 7208).
import { SPF_LOOKUP_LIMIT } from "../../../dns/text/spf";
import { formatTerm, isSpf } from "../../../dns/text/spf-parser";
import { isAdded, isAttributeChanged, isChanged, type MailChange } from "../../changes/change";
import type { SpfSide } from "../../changes/spf-change";
import { type ReviewRule, repeatedNames, statementOf, without } from "../rule";
import { listed, say } from "../sentence";
import { lookups, perSpf, perSpfRewrite } from "./per-spf";

const ALL_OPEN = 3;

export const SPF_DETAIL_RULES: readonly ReviewRule[] = [
  {
    id: "spf-loops",
    risk: "danger",
    when: "An SPF record includes itself, or redirects to itself.",
    why: "Receivers follow the loop to the limit of lookups and then treat the record as broken (RFC 7208 §4.6.4).",
    check: perSpf(
      ({ change, name, loop }) =>
        loop !== undefined &&
        (isAdded(change) || isChanged(change)) &&
        change.reworded.length === 0 &&
        say`SPF of ${name} leads back to itself by ${loop}: receivers treat it as broken`,
    ),
  },
  {
    id: "spf-loosened",
    risk: "caution",
    when: "The end of an SPF record becomes less strict.",
    why: "Forged mail is more likely to be delivered.",
    check: perSpfRewrite(
      ({ name }, before, after) =>
        (after.openness ?? -1) > (before.openness ?? 4) &&
        after.openness !== ALL_OPEN &&
        say`the end of the SPF of ${name} becomes less strict, ${after.end || "none"} instead of ${before.end || "none"}`,
    ),
  },
  {
    id: "spf-tightened",
    risk: "caution",
    when: "The end of an SPF record becomes stricter.",
    why: "Mail from senders that are not listed, including forwarded mail, may be refused.",
    check: perSpfRewrite(
      ({ name }, before, after) =>
        (after.openness ?? 4) < (before.openness ?? -1) &&
        say`the end of the SPF of ${name} becomes stricter, ${after.end || "none"} instead of ${before.end || "none"}`,
    ),
  },
  {
    id: "spf-redirected",
    risk: "caution",
    when: "A redirect to another SPF record is added, removed or changed.",
    why: "Another record decides who may send.",
    check: perSpfRewrite(
      ({ name }, before, after) =>
        (before.openness === undefined || after.openness === undefined) &&
        before.end !== after.end &&
        say`SPF of ${name} ends in ${after.end || "nothing"} instead of ${before.end || "nothing"}: another record decides`,
    ),
  },
  {
    id: "spf-lookups",
    risk: "danger",
    when: "An SPF record needs more than ten lookups by its own terms.",
    why: "Receivers stop and treat it as broken (RFC 7208 §4.6.4). Lookups of included records are not counted here.",
    check: perSpf(
      ({ change, name }, before, after) =>
        (isAdded(change) || isChanged(change)) &&
        after !== undefined &&
        after.lookups > SPF_LOOKUP_LIMIT &&
        after.lookups > (before?.lookups ?? 0) &&
        say`SPF of ${name} needs at least ${after.lookups} lookups, the limit is ${SPF_LOOKUP_LIMIT}: receivers treat it as broken`,
    ),
  },
  {
    id: "spf-broken",
    risk: "danger",
    when: "An SPF record becomes one that receivers cannot read.",
    why: "One wrong term breaks the whole record (RFC 7208 §4.6).",
    check: perSpf(({ change, name }, _before, after) => {
      if (isUnread(change)) return say`SPF of ${name} is no longer a TXT record: receivers find none`;
      const isNew = isAdded(change) || change.differs.includes("content");
      return isNew && !!after?.problems.length && say`SPF of ${name} becomes unreadable: ${listed(after.problems)}`;
    }),
  },
  {
    id: "spf-twice",
    risk: "danger",
    when: "A name gets a second SPF record.",
    why: "Receivers treat two records as an error (RFC 7208 §4.5).",
    check: (facts) => {
      const repeated = repeatedNames(facts, ({ text = "" }) => isSpf(text));
      return facts.spf
        .filter(
          ({ change }) => (isAdded(change) || change.differs.length > 0) && repeated.has(change.after?.name ?? ""),
        )
        .flatMap(({ change, name }) =>
          statementOf(change, say`${name} has two SPF records: receivers treat both as broken`),
        );
    },
  },
  {
    id: "spf-reworded",
    risk: "safe",
    when: "An SPF record is written differently, with the same senders and the same end.",
    why: "Receivers treat mail as before.",
    check: perSpfRewrite(
      ({ change, name }, before, after) =>
        isAttributeChanged(change, "content") &&
        after.problems.length === 0 &&
        before.end === after.end &&
        isSameOrder(before, after) &&
        without(before.senders, after.senders).length + without(after.senders, before.senders).length === 0 &&
        say`SPF of ${name} is written differently, with the same senders and end${lookups(before, after)}`,
    ),
  },
];

/** The order of senders does not matter if none is refused. */
function isSameOrder(before: SpfSide, after: SpfSide): boolean {
  const count = before.refused.length + after.refused.length;
  return count === 0 || before.terms.map(formatTerm).join(" ") === after.terms.map(formatTerm).join(" ");
}

/** It was an SPF record, and becomes a record of another type. */
function isUnread({ before, after, differs }: MailChange): boolean {
  return differs.includes("type") && before?.type === "TXT" && after !== undefined && after.type !== "TXT";
}
