// Rules for records that belong neither to mail nor to a website, and for what all records have: ttl, proxying, comments and tags.
import { isAdded, isChanged, MAIL_ROLES, type MailChange, type Role, shownName } from "../changes/change";
import { type Use, useOf } from "./mail/beside-rules";
import { changesAnswer, RECORD_ROLES } from "./records";
import { perChange, type ReviewRule } from "./rule";
import { listed, say, words } from "./sentence";

/** Uses with rules for what a removal means. */
const EXPLAINED: readonly (Use | undefined)[] = ["mta-sts", "mta-sts-host", "tls-reports", "bimi", "consent"];

const isSwitchedOn = (change: MailChange, flag: "proxied" | "flattened") =>
  change.after?.[flag] === true && (isAdded(change) || (isChanged(change) && change.before?.[flag] !== true));

export const RECORD_RULES: readonly ReviewRule[] = [
  {
    id: "record-created",
    risk: "safe",
    when: "A record that belongs neither to mail nor to a website is created.",
    why: "Nothing that exists changes.",
    check: perChange(
      ["record"],
      (change) =>
        change.resource.action === "create" &&
        useOf(change) === undefined &&
        say`the record ${shownName(change)} is created`,
    ),
  },
  {
    id: "record-changed",
    risk: "caution",
    when: "The value of a record that belongs neither to mail nor to a website changes.",
    why: "What it is for is not known here.",
    check: perChange(
      ["record"],
      (change) =>
        isChanged(change) &&
        changesAnswer(change) &&
        say`the record ${shownName(change)} changes to ${change.after?.value ?? ""}, before: ${change.before?.value ?? ""}`,
    ),
  },
  {
    id: "record-repurposed",
    risk: "danger",
    when: "A mail record becomes a record for another purpose: an MX becomes a TXT, or a key becomes a policy.",
    why: "The old record is lost, as if it were deleted.",
    check: perChange(
      MAIL_ROLES,
      (change) =>
        change.was !== undefined &&
        isChanged(change) &&
        changesAnswer(change) &&
        say`the record ${shownName(change)} was ${words(PURPOSES[change.was] ?? "")}, and becomes ${change.after?.type ?? ""} ${change.after?.value ?? ""}`,
    ),
  },
  {
    id: "record-reworded",
    risk: "safe",
    when: "A record is written differently and means the same: quotes, capitals, a trailing dot, or the zone's name after its own.",
    why: "Answers stay the same.",
    check: perChange(RECORD_ROLES, (change) => {
      const covered = change.role === "spf" || change.role === "dmarc" ? ["content"] : [];
      const reworded = change.reworded.filter((name) => !covered.includes(name));
      return (
        isChanged(change) &&
        reworded.length > 0 &&
        say`${listed(reworded)} of ${shownName(change)} is written differently and means the same`
      );
    }),
  },
  {
    id: "record-removed",
    risk: "caution",
    when: "A record that belongs neither to mail nor to a website is deleted.",
    why: "What it is for is not known here.",
    check: perChange(
      ["record"],
      (change) =>
        change.resource.action === "delete" &&
        !EXPLAINED.includes(useOf(change)) &&
        say`the record ${shownName(change)} is deleted`,
    ),
  },
  {
    id: "record-replaced",
    risk: "caution",
    when: "A record is destroyed and created again, because its type or zone changes.",
    why: "In between there is no record, and if the creation fails it stays missing.",
    check: perChange(
      RECORD_ROLES,
      (change) =>
        change.resource.action === "replace" &&
        say`the record ${shownName(change)} is ${words(change.resource.actions[0] === "create" ? "created again before the old one is deleted" : "deleted before it is created again")}`,
    ),
  },
  {
    id: "mail-proxied",
    risk: "danger",
    when: "An MX, SPF or DMARC record, or a CNAME to one, is created as proxied or flattened by Cloudflare, or becomes so.",
    why: "Cloudflare answers with addresses, and receivers do not find the record.",
    check: perChange(
      ["mail-from-mx", "mx", "spf", "dmarc"],
      (change) =>
        (isSwitchedOn(change, "proxied") || isSwitchedOn(change, "flattened")) &&
        say`${shownName(change)} goes through Cloudflare, which answers with addresses in its place: receivers do not find the record`,
    ),
  },
  {
    id: "record-proxied",
    risk: "caution",
    when: "A record that does not belong to mail is created as proxied or flattened by Cloudflare, or becomes so.",
    why: "Cloudflare answers with its own addresses: CloudFront and certificate checks see another client.",
    check: perChange(
      ["web", "record"],
      (change) =>
        (isSwitchedOn(change, "proxied") || isSwitchedOn(change, "flattened")) &&
        say`${shownName(change)} goes through Cloudflare, which answers with addresses in its place`,
    ),
  },
  {
    id: "record-unproxied",
    risk: "caution",
    when: "A record other than DKIM no longer goes through Cloudflare.",
    why: "Its address becomes visible, and Cloudflare no longer protects it.",
    check: perChange(
      RECORD_ROLES.slice(1),
      (change) =>
        isChanged(change) &&
        change.after !== undefined &&
        ((change.before?.proxied && !change.after.proxied) || (change.before?.flattened && !change.after.flattened)) &&
        say`${shownName(change)} no longer goes through Cloudflare: its address becomes visible`,
    ),
  },
  {
    id: "ttl-changed",
    risk: "safe",
    when: "The ttl of a record changes.",
    why: "Answers stay the same, and are cached for a longer or shorter time.",
    check: perChange(
      RECORD_ROLES,
      (change) =>
        isChanged(change) &&
        change.differs.includes("ttl") &&
        say`the ttl of ${shownName(change)} changes from ${seconds(change.before?.ttl)} to ${seconds(change.after?.ttl)}`,
    ),
  },
  {
    id: "record-noted",
    risk: "safe",
    when: "The comment, the tags or a setting of a record change.",
    why: "Answers stay the same.",
    check: perChange(RECORD_ROLES, (change) => {
      const { before, after, differs } = change;
      const metadata = differs.filter(
        (name) => ["comment", "tags"].includes(name) || (name === "settings" && before?.flattened === after?.flattened),
      );
      return isChanged(change) && metadata.length > 0 && say`${listed(metadata)} of ${shownName(change)} changes`;
    }),
  },
];

const PURPOSES: Readonly<Partial<Record<Role, string>>> = {
  dkim: "a key of DKIM",
  mx: "an MX for inbound mail",
  "mail-from-mx": "the MX of a MAIL FROM domain",
  spf: "SPF",
  dmarc: "DMARC",
};

function seconds(ttl: number | undefined): string {
  return ttl === undefined ? "unknown" : ttl === 1 ? "automatic" : `${ttl} s`;
}
