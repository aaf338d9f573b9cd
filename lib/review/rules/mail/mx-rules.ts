// Rules for MX records: for bounces at the MAIL FROM domain, for inbound mail everywhere else.
import { isNullMx } from "../../../dns/kinds/no-mail";
import { isAdded, isChanged, isRewritten, nameAfterwards, shownName } from "../../changes/change";
import { takesBounces } from "../../changes/gather";
import { followsMailFrom, perChange, type ReviewRule, repeatedNames } from "../rule";
import { say } from "../sentence";

export const MX_RULES: readonly ReviewRule[] = [
  {
    id: "mail-from-mx-created",
    risk: "safe",
    when: "The MX of a MAIL FROM domain is created.",
    why: "Bounces come back to SES.",
    check: perChange(
      ["mail-from-mx"],
      (change, { published }) =>
        change.resource.action === "create" &&
        takesBounces(change, published) &&
        say`bounces of ${shownName(change)} go to SES`,
    ),
  },
  {
    id: "mail-from-mx-removed",
    risk: "danger",
    when: "The MX of a MAIL FROM domain is deleted.",
    why: "SES stops using the MAIL FROM domain, or stops sending.",
    check: perChange(
      ["mail-from-mx"],
      (change, facts) =>
        change.resource.action === "delete" &&
        !followsMailFrom(change, facts) &&
        say`the MX of ${shownName(change)} is deleted: SES stops using it as MAIL FROM, or stops sending`,
    ),
  },
  {
    id: "mail-from-mx-renamed",
    risk: "danger",
    when: "The MX of a MAIL FROM domain is moved to another name, but the setting stays.",
    why: "The old name no longer has an MX: SES stops using it, or stops sending.",
    check: perChange(
      ["mail-from-mx"],
      (change, facts) =>
        isChanged(change) &&
        change.before !== undefined &&
        change.differs.includes("name") &&
        !followsMailFrom(change, facts) &&
        say`the MX is moved from ${change.before.name ?? ""} to ${change.after?.name ?? ""}: SES finds none at the old name`,
    ),
  },
  {
    id: "mail-from-mx-second",
    risk: "danger",
    when: "A MAIL FROM domain gets a second MX.",
    why: "SES expects exactly one. With two it stops using the domain, or stops sending.",
    check: (facts) => {
      const repeated = repeatedNames(facts, ({ type }) => type === "MX");
      return perChange(
        ["mail-from-mx"],
        (change) =>
          (isAdded(change) || change.differs.includes("name") || change.differs.includes("type")) &&
          repeated.has(change.after?.name ?? "") &&
          say`${nameAfterwards(change)} has more than one MX: SES expects exactly one at MAIL FROM`,
      )(facts);
    },
  },
  {
    id: "mail-from-mx-changed",
    risk: "caution",
    when: "The MX of a MAIL FROM domain changes and still points to SES.",
    why: "It must contain the identity's region. SES looks for it again.",
    check: perChange(
      ["mail-from-mx"],
      (change, { published }) =>
        isChanged(change) &&
        isRewritten(change, "priority") &&
        // A record that only moves follows its MAIL FROM, and that rule reports it.
        change.before?.value !== change.after?.value &&
        takesBounces(change, published) &&
        say`the MX of ${shownName(change)} changes from ${change.before?.value ?? ""} to ${change.after?.value ?? ""}`,
    ),
  },
  {
    id: "mail-from-mx-wrong",
    risk: "danger",
    when: "The MX of a MAIL FROM domain does not point to SES in the identity's region, or is sensitive or unknown.",
    why: "Bounces are lost, and SES stops using the domain, or stops sending.",
    check: perChange(
      ["mail-from-mx"],
      (change, { published }) =>
        (isAdded(change) || (isChanged(change) && isRewritten(change, "priority"))) &&
        !takesBounces(change, published) &&
        say`the MX of ${shownName(change)} becomes ${change.after?.value ?? ""}, which is not SES's: bounces are lost`,
    ),
  },
  {
    id: "mx-added",
    risk: "danger",
    when: "An MX other than the null MX is created at a name that is not a MAIL FROM domain.",
    why: "It decides where inbound mail of the name goes.",
    check: perChange(
      ["mx"],
      (change) =>
        change.resource.action === "create" &&
        !isNullMx(change.after ?? {}) &&
        say`inbound mail of ${shownName(change)} goes to ${change.after?.value ?? ""}`,
    ),
  },
  {
    id: "mx-removed",
    risk: "danger",
    when: "An MX for inbound mail is deleted.",
    why: "Inbound mail of the name bounces, or goes elsewhere.",
    check: perChange(
      ["mx"],
      (change) =>
        change.resource.action === "delete" &&
        !isNullMx(change.before ?? {}) &&
        say`the MX ${change.before?.value ?? ""} of ${shownName(change)} is deleted: inbound mail goes elsewhere or bounces`,
    ),
  },
  {
    id: "mx-changed",
    risk: "danger",
    when: "An MX for inbound mail changes.",
    why: "Inbound mail of the name goes elsewhere.",
    check: perChange(
      ["mx"],
      (change) =>
        isChanged(change) &&
        isRewritten(change, "priority") &&
        !isNullMx(change.after ?? {}) &&
        say`inbound mail of ${shownName(change)} goes to ${change.after?.value ?? ""} instead of ${change.before?.value ?? ""}`,
    ),
  },
];
