// Rules for who may send for a name (RFC 7208).
import { isAdded, isChanged, type MailChange } from "../../changes/change";
import { isClosed, type SpfSide } from "../../changes/spf-change";
import { followsMailFrom, type ReviewRule, without } from "../rule";
import { listed, type Sentence, say } from "../sentence";
import { lookups, perSpf, perSpfRewrite, SES } from "./per-spf";

export const SPF_RULES: readonly ReviewRule[] = [
  {
    id: "spf-created",
    risk: "safe",
    when: "The SPF record of a MAIL FROM domain is created and lets SES send.",
    why: "Only SES sends with that name.",
    check: perSpf(
      ({ change, name, isMailFrom }, _before, after) =>
        begins(change) && isMailFrom && after?.senders.includes(SES) && say`SPF of ${name} lets SES send`,
    ),
  },
  {
    id: "spf-published",
    risk: "caution",
    when: "An SPF record is created at a name that is not a MAIL FROM domain, except where nobody may send and the name has no mail.",
    why: "Receivers start to check all mail of the name: a sender that is not listed fails.",
    check: perSpf(
      ({ change, name, isMailFrom }, before, after, { noMail }) =>
        (begins(change) || (isChanged(change) && before === undefined && after?.problems.length === 0)) &&
        !isMailFrom &&
        !(begins(change) && noMail.names.has(name) && after !== undefined && isClosed(after)) &&
        say`SPF of ${name} is published: ${whoMaySend(after)}`,
    ),
  },
  {
    id: "spf-mail-from-others",
    risk: "caution",
    when: "The SPF record of a MAIL FROM domain is created and lets others than SES send.",
    why: "They can send with a name that is aligned with the domain, and so pass DMARC.",
    check: perSpf(({ change, name, isMailFrom }, before, after) => {
      const others = before === undefined && isMailFrom ? without(after?.senders ?? [], [SES]) : [];
      return (
        (isAdded(change) || isChanged(change)) &&
        others.length > 0 &&
        say`SPF of ${name} lets ${listed(others)} send as well`
      );
    }),
  },
  {
    id: "spf-ses-missing",
    risk: "danger",
    when: "The SPF record of a MAIL FROM domain is created without SES as a sender, or with SES after the term that ends the record.",
    why: "All mail that SES sends with the name fails SPF.",
    check: perSpf(
      ({ change, name, isMailFrom }, before, after) =>
        (isAdded(change) || isChanged(change)) &&
        isMailFrom &&
        before === undefined &&
        after !== undefined &&
        after.openness !== undefined &&
        !after.senders.includes(SES) &&
        say`SPF of ${name} does not let SES send: its mail with this name fails`,
    ),
  },
  {
    id: "spf-removed",
    risk: "danger",
    when: "An SPF record is deleted.",
    why: "Mail of the name no longer passes SPF, and forged mail no longer fails.",
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
    when: "An SPF record is moved to another name.",
    why: "The old name no longer has one.",
    check: perSpf(
      ({ change }, _before, _after, facts) =>
        change.differs.includes("name") &&
        change.before !== undefined &&
        isChanged(change) &&
        !followsMailFrom(change, facts) &&
        say`SPF is moved from ${change.before?.name ?? ""} to ${change.after?.name ?? ""}: mail of the old name no longer passes`,
    ),
  },
  {
    id: "spf-ses-lost",
    risk: "danger",
    when: "An SPF record no longer lets SES send.",
    why: "Mail that SES sends with the name fails SPF.",
    check: perSpfRewrite(
      ({ name }, before, after) =>
        before.senders.includes(SES) && !after.senders.includes(SES) && say`SPF of ${name} no longer lets SES send`,
    ),
  },
  {
    id: "spf-sender-lost",
    risk: "danger",
    when: "A sender is removed from an SPF record.",
    why: "Its mail fails SPF.",
    check: perSpfRewrite(({ name }, before, after) => {
      const lost = without(before.senders, [...after.senders, SES]);
      return lost.length > 0 && say`SPF of ${name} loses ${listed(lost)}: their mail fails${lookups(before, after)}`;
    }),
  },
  {
    id: "spf-sender-refused",
    risk: "danger",
    when: "A term that refuses its sender, such as -ip4, is added to an SPF record or moved before other senders.",
    why: "Mail from that sender fails, even if a later term would let it pass.",
    check: perSpf(({ change, name }, before, after) => {
      if (after === undefined || !(isAdded(change) || isChanged(change))) return false;
      const refused = after.refused.filter((term) => isAhead(term, before, after));
      return refused.length > 0 && say`SPF of ${name} refuses ${listed(refused)}`;
    }),
  },
  {
    id: "spf-reordered",
    risk: "caution",
    when: "Terms that refuse their sender are moved behind other senders.",
    why: "The first term that matches a sender decides: more of them pass.",
    check: perSpfRewrite(
      ({ name }, before, after) =>
        before.refused.length > 0 &&
        [...before.senders].sort().join(" ") === [...after.senders].sort().join(" ") &&
        before.terms.length === after.terms.length &&
        without(before.refused, after.refused).length === 0 &&
        !after.refused.some((term) => isAhead(term, before, after)) &&
        before.refused.some((term) => isAhead(term, after, before)) &&
        say`SPF of ${name} has the terms that refuse senders after other senders: more of them pass`,
    ),
  },
  {
    id: "spf-sender-gained",
    risk: "caution",
    when: "A sender is added to an SPF record.",
    why: "It may send mail as the domain.",
    check: perSpfRewrite(({ name }, before, after) => {
      const gained = without(after.senders, before.senders);
      return (
        gained.length > 0 &&
        say`SPF of ${name} gains ${listed(gained)}: they may send mail as the domain${lookups(before, after)}`
      );
    }),
  },
  {
    id: "spf-open",
    risk: "danger",
    when: "An SPF record lets anybody send: by +all, by networks with half of all addresses, or by a name that always exists.",
    why: "Anyone may send mail as the domain.",
    check: perSpf(
      ({ change, name }, before, after) =>
        (isAdded(change) || isChanged(change)) &&
        after !== undefined &&
        without(after.open, before?.open ?? []).length > 0 &&
        say`SPF of ${name} has ${listed(after.open)}: anyone may send mail as the domain`,
    ),
  },
];

/** Created, or moved to this name. */
function begins(change: MailChange): boolean {
  return change.resource.action === "create";
}

function whoMaySend(after: SpfSide | undefined): Sentence {
  const senders = after?.senders ?? [];
  const end = after?.end || "nothing";
  if (senders.length > 0) return say`only ${listed(senders)} may send, and it ends in ${end}`;
  if (after !== undefined && after.openness === undefined) return say`${end} lets another record decide who may send`;
  return after?.openness === 0 && after.refused.length === 0
    ? say`with ${end}, nobody may send mail of the name`
    : say`it lists no senders and ends in ${end}`;
}

/** Whether a refusing term is new, or is now followed by a sender that it may refuse. */
function isAhead(term: string, before: SpfSide | undefined, after: SpfSide): boolean {
  const [old, now] = [before?.behind.get(term), after.behind.get(term)];
  return old === undefined || now === undefined || [...now].some((sender) => !old.has(sender));
}
