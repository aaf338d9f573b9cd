// Rules for whether receivers find exactly one DMARC record and can read it (RFC 9989 §4.7, §4.10).
import { isDmarc } from "../../../dns/text/dmarc";
import { isAdded, type MailChange } from "../../changes/change";
import { type ReviewRule, repeatedNames, statementOf } from "../rule";
import { listed, say } from "../sentence";
import { perDmarc } from "./per-dmarc";

export const DMARC_RECORD_RULES: readonly ReviewRule[] = [
  {
    id: "dmarc-removed",
    risk: "danger",
    when: "A DMARC record is deleted.",
    why: "Forged mail is no longer caught, and large receivers refuse bulk mail of a domain without one.",
    check: perDmarc(
      ({ change, domain }) =>
        change.resource.action === "delete" &&
        say`DMARC of ${domain} is deleted: forged mail is no longer caught, bulk mail may be refused`,
    ),
  },
  {
    id: "dmarc-renamed",
    risk: "danger",
    when: "A DMARC record is moved to another name.",
    why: "The old domain no longer has one.",
    check: perDmarc(
      ({ change: { before, after, differs } }) =>
        differs.includes("name") &&
        before?.name !== undefined &&
        after !== undefined &&
        say`DMARC is moved from ${before.name} to ${after.name ?? ""}: the old domain no longer has one`,
    ),
  },
  {
    id: "dmarc-broken",
    risk: "danger",
    when: "A DMARC record becomes one that receivers ignore.",
    why: "The domain is treated as if it had none.",
    check: perDmarc(({ change, domain }, _before, after) => {
      if (!isNewContent(change)) return false;
      const type = change.after?.type;
      if (type !== undefined && type !== "TXT" && type !== "CNAME") {
        return say`DMARC of ${domain} becomes a record of the type ${type}: receivers find none`;
      }
      const faults = after?.dmarc === undefined ? after?.problems : after.faults;
      return faults !== undefined && faults.length > 0 && say`DMARC of ${domain} becomes unreadable: ${listed(faults)}`;
    }),
  },
  {
    id: "dmarc-unread",
    risk: "caution",
    when: "A tag of a DMARC record gets an invalid value.",
    why: "Receivers ignore the tag and use its default.",
    check: perDmarc(({ change, domain }, before, after) => {
      if (!isNewContent(change) || after?.dmarc === undefined) return false;
      const known = [...after.faults, ...(before?.problems ?? [])];
      const unread = after.problems.filter((problem) => !known.includes(problem));
      return unread.length > 0 && say`DMARC of ${domain} ${listed(unread)}`;
    }),
  },
  {
    id: "dmarc-delegated",
    risk: "caution",
    when: "A DMARC record becomes a CNAME, or its target changes.",
    why: "The policy is in another record, which is not in the plan.",
    check: perDmarc(({ change, domain }) => {
      return (
        isNewContent(change) &&
        change.after?.type === "CNAME" &&
        say`DMARC of ${domain} is read from ${change.after.value}: its policy is not in the plan`
      );
    }),
  },
  {
    id: "dmarc-twice",
    risk: "danger",
    when: "A domain gets a second DMARC record.",
    why: "Receivers treat two records as none (RFC 9989 §4.10).",
    check: (facts) => {
      const repeated = repeatedNames(facts, ({ text = "" }) => isDmarc(text));
      return facts.dmarc
        .filter(
          ({ change }) => (isAdded(change) || change.differs.length > 0) && repeated.has(change.after?.name ?? ""),
        )
        .flatMap(({ change, domain }) =>
          statementOf(change, say`${domain} has two DMARC records: receivers treat them as none`),
        );
    },
  },
];

function isNewContent(change: MailChange): boolean {
  return isAdded(change) || change.differs.includes("content") || change.differs.includes("type");
}
