// Rules for whether a plan is complete, and for what no rule here can judge.

import { isEffective } from "../../plan/change";
import { AFTER_APPLY } from "../../plan/value-text";
import { isAdded, isChanged, shownName } from "../changes/change";
import { isOfNewCertificate } from "./certificate-rules";
import { perChange, perPlan, type ReviewRule, statementOf } from "./rule";
import { listed, say } from "./sentence";

export const PLAN_RULES: readonly ReviewRule[] = [
  {
    id: "plan-failed",
    risk: "danger",
    fixed: true,
    when: "Planning ended with an error.",
    why: "The plan lists only what was known until then, and cannot be applied.",
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
    when: "Terraform deferred a part of the plan, or planned only a part.",
    why: "What is deferred is not in the plan, and so is not reviewed.",
    check: perPlan(
      ({ stack, failed, complete, deferred }) =>
        !failed &&
        (!complete || deferred.length > 0) &&
        say`the plan of stack ${stack} is not complete: what it defers is not reviewed`,
    ),
  },
  {
    id: "plan-deferred",
    risk: "caution",
    when: "A resource's change is deferred to a later plan.",
    why: "What it will do is not known yet.",
    check: ({ plans }) =>
      plans.flatMap(({ stack, deferred }) =>
        deferred.map(({ reason, change }) => ({
          stack,
          sentence: say`${change.address} is deferred to a later plan, the reason is ${reason}`,
        })),
      ),
  },
  {
    id: "plan-unlisted",
    risk: "caution",
    fixed: true,
    when: "Terraform says that there is something to apply but the file lists nothing, or the other way round.",
    why: "The file is incomplete and cannot be trusted.",
    check: perPlan((plan) => {
      const { stack, applyable, failed, changes, drift, outputs, deferred, invocations } = plan;
      if (applyable === undefined || failed) return false;
      const listed = changes.some(isEffective);
      const anything = [changes, outputs, drift, deferred, invocations].some((list) => list.length > 0);
      if (applyable && !anything)
        return say`the plan of stack ${stack} is marked as applyable but lists nothing: plan again`;
      return (
        !applyable && listed && say`the plan of stack ${stack} lists changes but is marked as not applyable: plan again`
      );
    }),
  },
  {
    id: "action-unknown",
    risk: "danger",
    fixed: true,
    when: "The plan has an unknown action, or one that contradicts its own values.",
    why: "It may destroy the resource.",
    check: ({ all }) =>
      all
        .filter(({ resource }) => resource.action === "unknown")
        .flatMap((change) =>
          statementOf(
            change,
            say`${change.resource.address} is planned with ${listed(change.resource.actions)}, which is unknown or contradicts its values`,
          ),
        ),
  },
  {
    id: "action-invoked",
    risk: "caution",
    when: "The apply runs an action of a provider, besides changing resources.",
    why: "What it does to mail is not known here.",
    check: ({ plans }) =>
      plans.flatMap(({ stack, invocations }) =>
        invocations.map(({ address }) => ({ stack, sentence: say`the apply runs ${address}, which is not ours` })),
      ),
  },
  {
    id: "value-hidden",
    risk: "caution",
    when: "A record whose value is sensitive is created or changed.",
    why: "The review cannot read it.",
    check: perChange(["dkim", "mail-from-mx", "mx", "spf", "dmarc", "web", "record"], (change) => {
      const { before, after } = change;
      const isWritten = isAdded(change) || isChanged(change);
      return (
        isWritten &&
        (before?.isHidden || after?.isHidden) &&
        say`the record ${shownName(change)} has a sensitive value: check it where it is defined`
      );
    }),
  },
  {
    id: "value-unknown",
    risk: "caution",
    when: "The type, name or value of a record is only known after the apply, other than of a new identity's DKIM record or of a new certificate's record.",
    why: "The review cannot read it.",
    check: perChange(["mail-from-mx", "mx", "spf", "dmarc", "web", "record"], (change, facts) => {
      if (isOfNewCertificate(change, facts)) return false;
      const { after, differs } = change;
      const isWritten = ["type", "content", "name", "data"].some((name) => differs.includes(name));
      const isUnknown = after?.isUnknown || (after !== undefined && after.name === undefined && !after.isHidden);
      return (isAdded(change) || isWritten) && isUnknown && say`the value of ${shownName(change)} is ${AFTER_APPLY}`;
    }),
  },
];
