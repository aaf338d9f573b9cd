// Rules for whether a plan is complete, and for what no rule here can judge.

import { isEffective } from "../../plan/change";
import { AFTER_APPLY } from "../../plan/value-text";
import { isAdded, isChanged, shownName } from "../changes/change";
import { perChange, perPlan, type ReviewRule, statementOf } from "./rule";
import { listed, say } from "./sentence";

export const PLAN_RULES: readonly ReviewRule[] = [
  {
    id: "plan-failed",
    risk: "danger",
    fixed: true,
    when: "Planning ended with an error.",
    why: "What is listed is what was known until then; it says nothing of the rest, and cannot be applied.",
    check: perPlan(
      ({ stack, failed }) =>
        failed &&
        say`the plan of stack ${stack} failed: only what was known until then is listed, fix what terraform reported and plan again`,
    ),
  },
  {
    id: "plan-incomplete",
    risk: "danger",
    fixed: true,
    when: "Terraform put a part of the plan off to a later one, or planned a part only.",
    why: "What is put off is not in the plan, and so in no review of it.",
    check: perPlan(
      ({ stack, failed, complete, deferred }) =>
        !failed &&
        (!complete || deferred.length > 0) &&
        say`the plan of stack ${stack} is not complete: what it puts off is not reviewed`,
    ),
  },
  {
    id: "plan-deferred",
    risk: "caution",
    when: "A resource's change is put off to a later plan.",
    why: "It comes later, and nobody knows now what it will be.",
    check: ({ plans }) =>
      plans.flatMap(({ stack, deferred }) =>
        deferred.map(({ reason, change }) => ({
          stack,
          sentence: say`${change.address} is put off to a later plan, the reason is ${reason}`,
        })),
      ),
  },
  {
    id: "plan-unlisted",
    risk: "caution",
    fixed: true,
    when: "Terraform says that there is something to apply, and the file lists nothing; or the other way round.",
    why: "The file has lost a part: it is not to be trusted.",
    check: perPlan((plan) => {
      const { stack, applyable, failed, changes, drift, outputs, deferred, invocations } = plan;
      if (applyable === undefined || failed) return false;
      const listed = changes.some(isEffective);
      const anything = [changes, outputs, drift, deferred, invocations].some((list) => list.length > 0);
      if (applyable && !anything)
        return say`the plan of stack ${stack} is said to be applyable, and lists nothing: make it again`;
      return (
        !applyable &&
        listed &&
        say`the plan of stack ${stack} lists changes, and is said not to be applyable: make it again`
      );
    }),
  },
  {
    id: "action-unknown",
    risk: "danger",
    fixed: true,
    when: "The plan has an action that is not known, or one that its own values belie.",
    why: "It may destroy anything.",
    check: ({ all }) =>
      all
        .filter(({ resource }) => resource.action === "unknown")
        .flatMap((change) =>
          statementOf(
            change,
            say`${change.resource.address} is planned with ${listed(change.resource.actions)}, which its values do not bear out or nobody here knows`,
          ),
        ),
  },
  {
    id: "action-invoked",
    risk: "caution",
    when: "The apply runs an action of a provider, beside changing resources.",
    why: "What it does to mail is not known here.",
    check: ({ plans }) =>
      plans.flatMap(({ stack, invocations }) =>
        invocations.map(({ address }) => ({ stack, sentence: say`the apply runs ${address}, which is not ours` })),
      ),
  },
  {
    id: "value-hidden",
    risk: "caution",
    when: "A record changes, or is made, whose value is sensitive.",
    why: "The review cannot read it.",
    check: perChange(["dkim", "mail-from-mx", "mx", "spf", "dmarc", "web", "record"], (change) => {
      const { before, after } = change;
      const isWritten = isAdded(change) || isChanged(change);
      return (
        isWritten &&
        (before?.isHidden || after?.isHidden) &&
        say`the record ${shownName(change)} has a sensitive value: look at it where it is kept`
      );
    }),
  },
  {
    id: "value-unknown",
    risk: "caution",
    when: "A record gets a type, name or value that is known after the apply only, and is no DKIM record of an identity.",
    why: "The review cannot read it.",
    check: perChange(["mail-from-mx", "mx", "spf", "dmarc", "web", "record"], (change) => {
      const { after, differs } = change;
      const isWritten = ["type", "content", "name", "data"].some((name) => differs.includes(name));
      const isUnknown = after?.isUnknown || (after !== undefined && after.name === undefined && !after.isHidden);
      return (isAdded(change) || isWritten) && isUnknown && say`what ${shownName(change)} will say is ${AFTER_APPLY}`;
    }),
  },
];
