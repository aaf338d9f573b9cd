// Rules for the MAIL FROM domain of SES.
import { isEffective } from "../../../plan/change";
import { isAdded, isChanged, type MailChange, shownName } from "../../changes/change";
import { followsMailFrom, perChange, type ReviewRule } from "../rule";
import { say } from "../sentence";
import { labelOf, sidesOf } from "./identity-rules";

const DOMAIN = "mail_from_domain";
const BEHAVIOR = "behavior_on_mx_failure";
const REJECT = "REJECT_MESSAGE";

/** Turning it on or off can also appear as an update of the attribute. */
const isOn = (change: MailChange) => isAdded(change) || (isChanged(change) && sidesOf(change, DOMAIN)[0] === "");
const isOff = (change: MailChange) =>
  change.resource.action === "delete" ||
  (isEffective(change.resource) && change.resource.action === "update" && sidesOf(change, DOMAIN)[1] === "");
const moves = (change: MailChange) =>
  isChanged(change) && !isOn(change) && !isOff(change) && change.differs.includes(DOMAIN);
export const MAIL_FROM_RULES: readonly ReviewRule[] = [
  {
    id: "mail-from-on",
    risk: "safe",
    when: "SES begins to use a MAIL FROM domain.",
    why: "SPF then passes aligned with the domain, once SES has found the MX.",
    check: perChange(
      ["mail-from"],
      (change) =>
        change.resource.action !== "replace" &&
        isOn(change) &&
        say`MAIL FROM ${sidesOf(change, DOMAIN)[1]} is switched on: SES uses it once it has found the MX`,
    ),
  },
  {
    id: "mail-from-imported",
    risk: "safe",
    when: "The MAIL FROM setting of an identity that exists is taken over.",
    why: "It stays as it is; what changes with it is told separately.",
    check: perChange(
      ["mail-from"],
      (change) =>
        change.resource.importId !== undefined &&
        say`MAIL FROM ${sidesOf(change, DOMAIN)[0]} of ${labelOf(change)} is taken over from outside`,
    ),
  },
  {
    id: "mail-from-replaced",
    risk: "caution",
    when: "The MAIL FROM setting is made anew, as when its identity is.",
    why: "Until SES has found the MX again, it does what the setting says for a missing one.",
    check: perChange(
      ["mail-from"],
      (change) =>
        change.resource.action === "replace" &&
        say`MAIL FROM ${sidesOf(change, DOMAIN)[1]} is made anew: SES looks for its MX again`,
    ),
  },
  {
    id: "mail-from-moved",
    risk: "caution",
    when: "SES is to use another MAIL FROM domain.",
    why: "Until SES has found the MX there, mail goes out from amazonses.com or not at all; SPF alignment may change.",
    check: perChange(["mail-from"], (change) => {
      const [before, after] = sidesOf(change, DOMAIN);
      return moves(change) && say`MAIL FROM moves from ${before} to ${after}: SES looks for the MX there first`;
    }),
  },
  {
    id: "mail-from-off",
    risk: "caution",
    when: "SES no longer uses a MAIL FROM domain.",
    why: "SPF passes for amazonses.com only and is no longer aligned: DMARC hangs on DKIM alone.",
    check: perChange(
      ["mail-from"],
      (change) =>
        isOff(change) &&
        say`MAIL FROM ${sidesOf(change, DOMAIN)[0]} is switched off: SPF is no longer aligned, DMARC hangs on DKIM alone`,
    ),
  },
  {
    id: "mail-from-rejects",
    risk: "caution",
    when: "SES is told to refuse mail where the MAIL FROM domain has no MX.",
    why: "Nothing is sent until SES has found the MX, nor whenever it is missing.",
    check: perChange(["mail-from"], (change) => {
      const [before, after] = sidesOf(change, BEHAVIOR);
      return (
        (isOn(change) || isChanged(change)) &&
        after === REJECT &&
        (before !== REJECT || isAdded(change) || moves(change)) &&
        say`SES refuses to send from ${labelOf(change)} as long as it finds no MX at ${sidesOf(change, DOMAIN)[1]}`
      );
    }),
  },
  {
    id: "mail-from-falls-back",
    risk: "safe",
    when: "SES is told to send from amazonses.com where the MAIL FROM domain has no MX.",
    why: "Mail goes out in any case, without SPF alignment.",
    check: perChange(["mail-from"], (change) => {
      const [before, after] = sidesOf(change, BEHAVIOR);
      return (
        isChanged(change) &&
        before === REJECT &&
        after !== REJECT &&
        say`SES sends from amazonses.com, and no longer refuses, where ${sidesOf(change, DOMAIN)[1]} has no MX`
      );
    }),
  },
  {
    id: "mail-from-forgotten",
    risk: "caution",
    when: "Terraform forgets the MAIL FROM setting; it stays in SES.",
    why: "Nobody looks after it here any more.",
    check: perChange(
      ["mail-from"],
      (change) =>
        change.resource.action === "forget" &&
        say`MAIL FROM ${sidesOf(change, DOMAIN)[0]} stays in SES and leaves Terraform`,
    ),
  },
  {
    id: "mail-from-follows",
    risk: "caution",
    when: "The MX or SPF record of a MAIL FROM domain goes or moves together with the setting.",
    why: "It has to; in between SES may find no MX, and bounces on their way are lost.",
    check: perChange(["mail-from-mx", "spf"], (change, facts) => {
      const { resource, differs, before, after } = change;
      if (!followsMailFrom(change, facts)) return false;
      if (resource.action === "delete") return say`the records of MAIL FROM ${shownName(change)} go with it`;
      if (!differs.includes("name")) return false;
      if (before === undefined) return say`the records of MAIL FROM ${shownName(change)} are made, where it moves to`;
      return say`the records of MAIL FROM ${before.name ?? ""} move to ${after?.name ?? ""}`;
    }),
  },
];
