// Who may send for a name (RFC 7208).
import { SPF_LOOKUP_LIMIT } from "../../../dns/text/spf";
import { isChanged, isComing, type MailChange } from "../../changes/change";
import type { SpfChange, SpfSide } from "../../changes/spf-change";
import { type Facts, followsMailFrom, type Hit, hit, type Rule, repeatedNames } from "../rule";
import { list, type Sentence, say } from "../sentence";

/** A rule about one SPF record that changes. */
const perSpf =
  (
    check: (
      spf: SpfChange,
      before: SpfSide | undefined,
      after: SpfSide | undefined,
      facts: Facts,
    ) => Sentence | false | undefined,
  ): Rule["check"] =>
  (facts) => {
    const hits: Hit[] = [];
    for (const one of facts.spf) {
      const sentence = check(one, one.before, one.after, facts);
      if (sentence) hits.push(...hit(one.change, sentence));
    }
    return hits;
  };

/** Both sides can be read. */
const perRewrite = (check: (spf: SpfChange, before: SpfSide, after: SpfSide) => Sentence | false | undefined) =>
  perSpf(
    (spf, before, after) =>
      isChanged(spf.change) && before !== undefined && after !== undefined && check(spf, before, after),
  );

const ALL_OPEN = 3;
const SES = "include:amazonses.com";
const without = (senders: readonly string[], others: readonly string[]) =>
  senders.filter((sender) => !others.includes(sender));

export const SPF_RULES: readonly Rule[] = [
  {
    id: "spf-created",
    risk: "safe",
    when: "The SPF record of a MAIL FROM domain is made.",
    why: "Nothing but SES sends with that name.",
    check: perSpf(
      ({ change, name, isMailFrom }) =>
        change.resource.action === "create" && isMailFrom && say`SPF of ${name} lets SES send`,
    ),
  },
  {
    id: "spf-published",
    risk: "caution",
    when: "An SPF record is made at a name that is no MAIL FROM domain.",
    why: "Receivers begin to judge all mail of the name: a sender who is not listed fails.",
    check: perSpf(
      ({ change, name, isMailFrom }, _before, after) =>
        change.resource.action === "create" &&
        !isMailFrom &&
        say`SPF of ${name} is published: only ${list(after?.senders ?? [])} may send, it ends in ${after?.end || "nothing"}`,
    ),
  },
  {
    id: "spf-removed",
    risk: "danger",
    when: "An SPF record is deleted.",
    why: "Mail of the name no longer passes SPF, and whoever forges it no longer fails.",
    check: perSpf(
      ({ change, name }, _before, _after, facts) =>
        change.resource.action === "delete" &&
        !followsMailFrom(change, facts) &&
        say`SPF of ${name} is deleted: its mail no longer passes`,
    ),
  },
  {
    id: "spf-renamed",
    risk: "danger",
    when: "An SPF record moves to another name.",
    why: "The old name has none any more.",
    check: perSpf(
      ({ change }, _before, _after, facts) =>
        change.differs.includes("name") &&
        isChanged(change) &&
        !followsMailFrom(change, facts) &&
        say`SPF leaves ${change.before?.name ?? ""} and goes to ${change.after?.name ?? ""}: mail of the old name no longer passes`,
    ),
  },
  {
    id: "spf-ses-lost",
    risk: "danger",
    when: "An SPF record no longer lets SES send.",
    why: "Mail that SES sends with the name fails SPF.",
    check: perRewrite(
      ({ name }, before, after) =>
        before.senders.includes(SES) && !after.senders.includes(SES) && say`SPF of ${name} no longer lets SES send`,
    ),
  },
  {
    id: "spf-sender-lost",
    risk: "danger",
    when: "A sender is taken out of an SPF record.",
    why: "Its mail fails from now on.",
    check: perRewrite(({ name }, before, after) => {
      const lost = without(before.senders, [...after.senders, SES]);
      return lost.length > 0 && say`SPF of ${name} loses ${list(lost)}: their mail fails${lookups(before, after)}`;
    }),
  },
  {
    id: "spf-sender-refused",
    risk: "danger",
    when: "A term comes into an SPF record that does not let its sender pass, such as -ip4.",
    why: "Mail of that sender fails, even where a later term would let it pass.",
    check: perRewrite(({ name }, before, after) => {
      const refused = without(after.refused, before.refused);
      return refused.length > 0 && say`SPF of ${name} refuses ${list(refused)}`;
    }),
  },
  {
    id: "spf-sender-gained",
    risk: "caution",
    when: "A sender is put into an SPF record.",
    why: "It may send in the name of the domain.",
    check: perRewrite(({ name }, before, after) => {
      const gained = without(after.senders, before.senders);
      return (
        gained.length > 0 &&
        say`SPF of ${name} gains ${list(gained)}: they may send in its name${lookups(before, after)}`
      );
    }),
  },
  {
    id: "spf-open",
    risk: "danger",
    when: "An SPF record ends in +all.",
    why: "Anyone may send in the name of the domain.",
    check: perSpf(
      ({ change, name }, before, after) =>
        (isComing(change) || isChanged(change)) &&
        after?.openness === ALL_OPEN &&
        before?.openness !== ALL_OPEN &&
        say`SPF of ${name} ends in ${after.end}: anyone may send in its name`,
    ),
  },
  {
    id: "spf-loosened",
    risk: "caution",
    when: "The end of an SPF record becomes milder.",
    why: "Forged mail is judged more mildly.",
    check: perRewrite(
      ({ name }, before, after) =>
        (after.openness ?? -1) > (before.openness ?? 4) &&
        after.openness !== ALL_OPEN &&
        say`the end of the SPF of ${name} becomes milder, ${after.end || "none"} instead of ${before.end || "none"}`,
    ),
  },
  {
    id: "spf-tightened",
    risk: "caution",
    when: "The end of an SPF record becomes stricter.",
    why: "Mail of senders that are not listed, forwarded mail too, may be refused.",
    check: perRewrite(
      ({ name }, before, after) =>
        (after.openness ?? 4) < (before.openness ?? -1) &&
        say`the end of the SPF of ${name} becomes stricter, ${after.end || "none"} instead of ${before.end || "none"}`,
    ),
  },
  {
    id: "spf-redirected",
    risk: "caution",
    when: "An SPF record begins or ceases to hand over to another name, or hands over to a third.",
    why: "Another record decides who may send.",
    check: perRewrite(
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
    why: "Receivers give up and take it for broken (RFC 7208 §4.6.4). Lookups of included records come on top.",
    check: perSpf(
      ({ change, name }, before, after) =>
        (isComing(change) || isChanged(change)) &&
        after !== undefined &&
        after.lookups > SPF_LOOKUP_LIMIT &&
        after.lookups > (before?.lookups ?? 0) &&
        say`SPF of ${name} needs at least ${after.lookups} lookups, the limit is ${SPF_LOOKUP_LIMIT}: receivers take it for broken`,
    ),
  },
  {
    id: "spf-broken",
    risk: "danger",
    when: "An SPF record becomes one that receivers cannot read.",
    why: "One wrong term breaks the whole record (RFC 7208 §4.6).",
    check: perSpf(({ change, name }, _before, after) => {
      if (isUnread(change)) return say`SPF of ${name} is no TXT record any more: receivers find none`;
      const isWritten = isComing(change) || change.differs.includes("content");
      return isWritten && !!after?.problems.length && say`SPF of ${name} becomes unreadable: ${list(after.problems)}`;
    }),
  },
  {
    id: "spf-twice",
    risk: "danger",
    when: "A name gets a second SPF record.",
    why: "Receivers take two for broken (RFC 7208 §4.5).",
    check: (facts) => {
      const twice = repeatedNames(facts, "spf");
      return facts.spf
        .filter(({ change }) => isComing(change) && twice.has(change.after?.name ?? ""))
        .flatMap(({ change, name }) => hit(change, say`${name} has two SPF records: receivers take both for broken`));
    },
  },
  {
    id: "spf-reworded",
    risk: "safe",
    when: "An SPF record changes in its wording: the same senders, the same end.",
    why: "Receivers judge as before.",
    check: perRewrite(
      ({ change, name }, before, after) =>
        change.differs.includes("content") &&
        after.problems.length === 0 &&
        before.end === after.end &&
        before.refused.length + after.refused.length === 0 &&
        without(before.senders, after.senders).length + without(after.senders, before.senders).length === 0 &&
        say`SPF of ${name} is worded differently, with the same senders and end${lookups(before, after)}`,
    ),
  },
];

/** It was SPF, and is a record of another type. */
function isUnread({ before, after, differs }: MailChange): boolean {
  return differs.includes("type") && before?.type === "TXT" && after !== undefined && after.type !== "TXT";
}

/** Of its own terms: what included records cost is not in the plan. */
function lookups(before: SpfSide, after: SpfSide): Sentence {
  return before.lookups === after.lookups
    ? []
    : say` (its own lookups: ${before.lookups} before, ${after.lookups} after)`;
}
