// Rules for domains without mail: at a name that never had any they are safe, elsewhere they stop it.
import { isNullMx } from "../../../dns/kinds/no-mail";
import { isAdded, isChanged, type MailChange, shownName } from "../../changes/change";
import { isNoMailKey } from "../../changes/no-mail";
import { isClosed } from "../../changes/spf-change";
import { perChange, type ReviewRule } from "../rule";
import { say } from "../sentence";
import { isRevoked } from "./dkim-rules";
import { perSpf } from "./per-spf";

export const NO_MAIL_RULES: readonly ReviewRule[] = [
  {
    id: "no-mail-mx",
    risk: "safe",
    when: "A null MX is created at a name that has neither an identity nor another MX, before or in the plan, by mail: none or beside v=spf1 -all.",
    why: "The name takes no mail, and did not before (RFC 7505).",
    check: perChange(
      ["mx"],
      (change, { noMail }) =>
        change.resource.action === "create" &&
        change.after !== undefined &&
        isNullMx(change.after) &&
        noMail.names.has(change.after.name ?? "") &&
        say`${shownName(change)} takes no mail`,
    ),
  },
  {
    id: "no-mail-stops",
    risk: "danger",
    when: "A name that has an identity or another MX, before or in the plan, gets a null MX.",
    why: "All mail to it bounces, and receivers may refuse mail from it (RFC 7505 §4.2).",
    check: perChange(
      ["mx"],
      (change, { noMail }) =>
        getsNullMx(change) &&
        !noMail.names.has(change.after?.name ?? "") &&
        !noMail.undeclared.has(change.after?.name ?? "") &&
        say`${shownName(change)} has mail, and gets a null MX: all mail to it bounces`,
    ),
  },
  {
    id: "no-mail-alone",
    risk: "danger",
    when: "A name gets a null MX, and nothing else in the plan says that it has no mail: neither mail: none nor v=spf1 -all.",
    why: "If the name takes mail elsewhere, all of it bounces (RFC 7505); a plan shows only what Terraform manages.",
    check: perChange(
      ["mx"],
      (change, { noMail }) =>
        getsNullMx(change) &&
        noMail.undeclared.has(change.after?.name ?? "") &&
        say`${shownName(change)} gets a null MX, and nothing else says that it has no mail: if it has any, all of it bounces`,
    ),
  },
  {
    id: "no-mail-ended",
    risk: "caution",
    when: "A null MX or an empty DKIM key is deleted.",
    why: "Senders deliver to the addresses of the name, if it has any (RFC 5321 §5.1), and a key of another record may sign again.",
    check: perChange(["mx", "dkim"], (change) => {
      const { before, resource } = change;
      if (resource.action !== "delete" || before === undefined) return false;
      if (isNullMx(before))
        return say`the null MX of ${shownName(change)} is deleted: senders deliver to its addresses, if it has any`;
      return isRevoked(before.text) && say`the empty DKIM key ${shownName(change)} is deleted, which signed nothing`;
    }),
  },
  {
    id: "no-mail-spf",
    risk: "safe",
    when: "An SPF record by which nobody may send is created at a name that has no mail.",
    why: "Forged mail of the name fails.",
    check: perSpf(
      ({ change, name }, _before, after, { noMail }) =>
        change.resource.action === "create" &&
        noMail.names.has(name) &&
        after !== undefined &&
        isClosed(after) &&
        say`SPF of ${name} says that nobody may send mail of the name`,
    ),
  },
  {
    id: "no-mail-key",
    risk: "safe",
    when: "An empty DKIM key for all selectors is created at a domain that has no mail.",
    why: "Forged signatures fail, except for selectors that have a record of their own (RFC 4592 §2.2.1).",
    check: perChange(
      ["dkim"],
      (change, { noMail }) =>
        isNoMailKey(change, noMail) &&
        say`${shownName(change)} says that no key signs, for every selector without a record`,
    ),
  },
];

/** Whether a name gets a null MX that it did not have. */
function getsNullMx(change: MailChange): boolean {
  const { before, after } = change;
  if (after === undefined || !isNullMx(after) || !(isAdded(change) || isChanged(change))) return false;
  return before === undefined || !isNullMx(before) || before.name !== after.name;
}
