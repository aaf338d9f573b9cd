// Rules for the records in which receivers find DKIM keys.
import { dkimTags } from "../../../dns/text/dkim";
import { isAdded, isChanged, isRewritten, type MailChange, shownName } from "../../changes/change";
import { isNoMailKey } from "../../changes/no-mail";
import { dkimStatusOf, type PublishedMail } from "../../changes/published";
import type { RecordSide } from "../../changes/record-side";
import { perChange, type ReviewRule } from "../rule";
import { say, words } from "../sentence";

export const DKIM_RULES: readonly ReviewRule[] = [
  {
    id: "dkim-created",
    risk: "safe",
    when: "A DKIM record of an identity is created: one of its tokens with SES's target, or a token that SES creates in the same apply.",
    why: "Receivers find the key at this record.",
    check: perChange(["dkim"], (change, { published }) => {
      const { after, resource, id } = change;
      if (resource.action !== "create" || after === undefined || !isOwn(after, change, published)) return false;
      return after.name === undefined
        ? say`the DKIM record ${id ?? resource.address} is created: its name is known once SES has created the tokens`
        : say`the DKIM record ${after.name} is created`;
    }),
  },
  {
    id: "dkim-foreign",
    risk: "caution",
    when: "A DKIM record is created that belongs to no identity of the plan: a key, a CNAME, or a token of another SES account.",
    why: "Whoever has the private key can sign for the domain.",
    check: perChange(["dkim"], (change, { published }) => {
      const { after, resource } = change;
      return (
        resource.action === "create" &&
        after !== undefined &&
        // An empty key is nobody's.
        !isRevoked(after.text) &&
        dkimStatusOf(after, change, published) === "foreign" &&
        say`the DKIM record ${shownName(change)} belongs to no identity of this plan: whoever has the private key of ${after.value} can sign for the domain`
      );
    }),
  },
  {
    id: "dkim-wrong",
    risk: "danger",
    when: "A DKIM record is created in which receivers find no key: its type is wrong, or a token has a target that is not SES's.",
    why: "SES signs with the token, but receivers find no key for it, or another key.",
    check: perChange(["dkim"], (change, { published }) => {
      const { after } = change;
      return (
        after !== undefined &&
        change.resource.action === "create" &&
        dkimStatusOf(after, change, published) === "wrong" &&
        say`the DKIM record ${shownName(change)} is created as ${after.type ?? ""} ${after.value}, where receivers do not find SES's key`
      );
    }),
  },
  {
    id: "dkim-revoked",
    risk: "danger",
    when: "A DKIM record gets an empty key.",
    why: "That revokes the key: signatures with it fail (RFC 6376 §3.6.1).",
    check: perChange(["dkim"], (change, { noMail }) => {
      const { before, after } = change;
      return (
        (isAdded(change) || isChanged(change)) &&
        isRevoked(after?.text) &&
        !isNoMailKey(change, noMail) &&
        !(isChanged(change) && isRevoked(before?.text) && before?.name === after?.name) &&
        say`the DKIM record ${shownName(change)} revokes its key: signatures with it fail`
      );
    }),
  },
  {
    id: "dkim-removed",
    risk: "danger",
    when: "A DKIM record is deleted.",
    why: "Receivers cannot verify signatures made with its key. With a DMARC policy of reject they discard the mail.",
    check: perChange(
      ["dkim"],
      (change) =>
        change.resource.action === "delete" &&
        !isRevoked(change.before?.text) &&
        say`the DKIM record ${shownName(change)} is deleted: signatures with its key no longer pass`,
    ),
  },
  {
    id: "dkim-changed",
    risk: "danger",
    when: "The name or value of a DKIM record changes to something other than a token that its identity has or gets.",
    why: "Receivers no longer find the key that mail is signed with.",
    check: perChange(
      ["dkim"],
      (change, { published }) =>
        isChanged(change) &&
        isRewritten(change) &&
        !follows(change, published) &&
        say`the DKIM record ${shownName(change)} changes, but mail is still signed with the old key`,
    ),
  },
  {
    id: "dkim-follows",
    risk: "caution",
    when: "A DKIM record changes to a token that its identity has, or gets in the same apply.",
    why: "The change is necessary. Mail is unsigned until it is made and caches no longer have the old record. Mail that is on its way with the old key can no longer be checked.",
    check: perChange(
      ["dkim"],
      (change, { published }) =>
        isChanged(change) &&
        isRewritten(change) &&
        follows(change, published) &&
        say`the DKIM record ${shownName(change)} follows the new tokens`,
    ),
  },
  {
    id: "dkim-proxied",
    risk: "danger",
    when: "A DKIM record is created as proxied or flattened by Cloudflare, or becomes so.",
    why: "Cloudflare answers with addresses instead of the CNAME: SES and receivers find no key.",
    check: perChange(["dkim"], (change) => {
      const { before, after } = change;
      const hides = (after?.proxied && !before?.proxied) || (after?.flattened && !before?.flattened);
      return (
        (isAdded(change) || isChanged(change)) &&
        (hides || (isAdded(change) && (after?.proxied || after?.flattened))) &&
        say`the DKIM record ${shownName(change)} is ${words(after?.proxied ? "proxied" : "flattened")}: receivers get addresses and find no key`
      );
    }),
  },
  {
    id: "dkim-unproxied",
    risk: "safe",
    when: "A DKIM record is no longer proxied or flattened.",
    why: "Receivers find the key again.",
    check: perChange(["dkim"], (change) => {
      const { before, after } = change;
      const shows = (before?.proxied && !after?.proxied) || (before?.flattened && !after?.flattened);
      return (
        isChanged(change) &&
        after !== undefined &&
        shows &&
        say`the DKIM record ${shownName(change)} is no longer hidden behind Cloudflare's addresses`
      );
    }),
  },
];

function isOwn(side: RecordSide, change: MailChange, published: PublishedMail): boolean {
  const status = dkimStatusOf(side, change, published);
  return status === "ours" || status === "new";
}

/** Whether the record now is a key that its identity signs with, and was not before. */
function follows(change: MailChange, published: PublishedMail): boolean {
  const { before, after } = change;
  if (after === undefined || !isOwn(after, change, published)) return false;
  return before === undefined || dkimStatusOf(before, change, published) !== "ours";
}

/** Whether a key is empty (RFC 6376 §3.6.1). */
export function isRevoked(text: string | undefined): boolean {
  return text !== undefined && dkimTags(text).get("p") === "";
}
