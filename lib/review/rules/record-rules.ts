// Records that are neither mail's nor a website's, and what holds for every record: ttl, proxying, notes.
import { isChanged, isComing, type MailChange, nameOf } from "../changes/change";
import { isPointed, RECORDS } from "./records";
import { perChange, type Rule } from "./rule";
import { list, say, words } from "./sentence";

const becomes = (change: MailChange, flag: "proxied" | "flattened") =>
  change.after?.[flag] === true && (isComing(change) || (isChanged(change) && change.before?.[flag] !== true));

export const RECORD_RULES: readonly Rule[] = [
  {
    id: "record-created",
    risk: "safe",
    when: "A record that is neither mail's nor a website's is made.",
    why: "Nothing that exists changes.",
    check: perChange(
      ["record"],
      (change) => change.resource.action === "create" && say`the record ${nameOf(change)} is made`,
    ),
  },
  {
    id: "record-changed",
    risk: "caution",
    when: "A record that is neither mail's nor a website's says something else.",
    why: "What it is for is not known here.",
    check: perChange(
      ["record"],
      (change) =>
        isChanged(change) &&
        isPointed(change) &&
        say`the record ${nameOf(change)} says ${change.after?.value ?? ""} instead of ${change.before?.value ?? ""}`,
    ),
  },
  {
    id: "record-removed",
    risk: "caution",
    when: "A record that is neither mail's nor a website's is deleted.",
    why: "What it is for is not known here.",
    check: perChange(
      ["record"],
      (change) => change.resource.action === "delete" && say`the record ${nameOf(change)} is deleted`,
    ),
  },
  {
    id: "record-replaced",
    risk: "caution",
    when: "A record is destroyed and made anew, because its type or zone changes.",
    why: "Between the two there is none, and a refused creation leaves it so.",
    check: perChange(
      RECORDS,
      (change) =>
        change.resource.action === "replace" &&
        say`the record ${nameOf(change)} is ${words(change.resource.actions[0] === "create" ? "made anew before the old one is deleted" : "deleted before it is made anew")}`,
    ),
  },
  {
    id: "record-proxied",
    risk: "caution",
    when: "A record other than DKIM is proxied or flattened by Cloudflare, or is made so.",
    why: "Cloudflare answers with its own addresses: CloudFront and checks of certificates see another client.",
    check: perChange(
      RECORDS.slice(1),
      (change) =>
        (becomes(change, "proxied") || becomes(change, "flattened")) &&
        say`${nameOf(change)} goes through Cloudflare, which answers with addresses in its place`,
    ),
  },
  {
    id: "record-unproxied",
    risk: "caution",
    when: "A record other than DKIM no longer goes through Cloudflare.",
    why: "The address behind it is seen, and Cloudflare's protection is gone.",
    check: perChange(
      RECORDS.slice(1),
      (change) =>
        isChanged(change) &&
        change.after !== undefined &&
        ((change.before?.proxied && !change.after.proxied) || (change.before?.flattened && !change.after.flattened)) &&
        say`${nameOf(change)} no longer goes through Cloudflare: what is behind it is seen`,
    ),
  },
  {
    id: "ttl-changed",
    risk: "safe",
    when: "The ttl of a record changes.",
    why: "Answers are the same, and are kept for a longer or shorter time.",
    check: perChange(
      RECORDS,
      (change) =>
        isChanged(change) &&
        change.differs.includes("ttl") &&
        say`the ttl of ${nameOf(change)} changes from ${seconds(change.before?.ttl)} to ${seconds(change.after?.ttl)}`,
    ),
  },
  {
    id: "record-noted",
    risk: "safe",
    when: "The comment, the tags or a setting of a record change.",
    why: "Answers are the same.",
    check: perChange(RECORDS, (change) => {
      const { before, after, differs } = change;
      const noted = differs.filter(
        (name) => ["comment", "tags"].includes(name) || (name === "settings" && before?.flattened === after?.flattened),
      );
      return isChanged(change) && noted.length > 0 && say`${list(noted)} of ${nameOf(change)} changes`;
    }),
  },
];

function seconds(ttl: number | undefined): string {
  return ttl === undefined ? "unknown" : ttl === 1 ? "automatic" : `${ttl} s`;
}
