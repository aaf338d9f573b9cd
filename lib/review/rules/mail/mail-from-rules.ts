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
    when: "SES starts to use a MAIL FROM domain.",
    why: "Once SES has found the MX, SPF passes and is aligned with the domain.",
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
    when: "The MAIL FROM setting of an existing identity is imported.",
    why: "It stays as it is. Anything that changes as well is listed separately.",
    check: perChange(
      ["mail-from"],
      (change) =>
        change.resource.importId !== undefined &&
        say`MAIL FROM ${sidesOf(change, DOMAIN)[0]} of ${labelOf(change)} is imported`,
    ),
  },
  {
    id: "mail-from-replaced",
    risk: "caution",
    when: "The MAIL FROM setting is replaced, for example because its identity is.",
    why: "Until SES has found the MX again, it does what is set for a missing MX.",
    check: perChange(
      ["mail-from"],
      (change) =>
        change.resource.action === "replace" &&
        say`MAIL FROM ${sidesOf(change, DOMAIN)[1]} is replaced: SES looks for its MX again`,
    ),
  },
  {
    id: "mail-from-moved",
    risk: "caution",
    when: "The MAIL FROM domain changes.",
    why: "Until SES has found the MX of the new domain, it sends from amazonses.com or not at all. SPF alignment may change.",
    check: perChange(["mail-from"], (change) => {
      const [before, after] = sidesOf(change, DOMAIN);
      return moves(change) && say`MAIL FROM changes from ${before} to ${after}: SES first looks for the new MX`;
    }),
  },
  {
    id: "mail-from-off",
    risk: "caution",
    when: "A MAIL FROM domain is switched off.",
    why: "SPF passes only for amazonses.com and is no longer aligned: DMARC depends on DKIM alone.",
    check: perChange(
      ["mail-from"],
      (change) =>
        isOff(change) &&
        say`MAIL FROM ${sidesOf(change, DOMAIN)[0]} is switched off: SPF is no longer aligned, and DMARC depends on DKIM alone`,
    ),
  },
  {
    id: "mail-from-rejects",
    risk: "caution",
    when: "SES is set to refuse mail if the MAIL FROM domain has no MX.",
    why: "Nothing is sent until SES has found the MX, and again whenever it is missing.",
    check: perChange(["mail-from"], (change) => {
      const [before, after] = sidesOf(change, BEHAVIOR);
      return (
        (isOn(change) || isChanged(change)) &&
        after === REJECT &&
        (before !== REJECT || isAdded(change) || moves(change)) &&
        say`SES refuses to send from ${labelOf(change)} until it finds the MX of ${sidesOf(change, DOMAIN)[1]}`
      );
    }),
  },
  {
    id: "mail-from-falls-back",
    risk: "safe",
    when: "SES is set to send from amazonses.com if the MAIL FROM domain has no MX.",
    why: "Mail is sent in any case; without the MX, SPF is not aligned.",
    check: perChange(["mail-from"], (change) => {
      const [before, after] = sidesOf(change, BEHAVIOR);
      return (
        isChanged(change) &&
        before === REJECT &&
        after !== REJECT &&
        say`SES sends from amazonses.com, and no longer refuses mail, if ${sidesOf(change, DOMAIN)[1]} has no MX`
      );
    }),
  },
  {
    id: "mail-from-forgotten",
    risk: "caution",
    when: "The MAIL FROM setting leaves Terraform's state and stays in SES.",
    why: "It is no longer managed here.",
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
    when: "The MX or SPF record of a MAIL FROM domain is deleted or moved together with the setting.",
    why: "The change is necessary. In between, SES may find no MX, and bounces may be lost.",
    check: perChange(["mail-from-mx", "spf"], (change, facts) => {
      const { resource, differs, before, after } = change;
      if (!followsMailFrom(change, facts)) return false;
      if (resource.action === "delete") return say`the records of MAIL FROM ${shownName(change)} are deleted with it`;
      if (!differs.includes("name")) return false;
      if (before === undefined) return say`the records of the new MAIL FROM ${shownName(change)} are created`;
      return say`the records of MAIL FROM ${before.name ?? ""} are moved to ${after?.name ?? ""}`;
    }),
  },
];
