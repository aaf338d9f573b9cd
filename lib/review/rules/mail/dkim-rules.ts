// Rules for the records in which receivers find DKIM keys.
import { dkimTags } from "../../../dns/text/dkim";
import { isAdded, isChanged, type MailChange, shownName } from "../../changes/change";
import { dkimStatusOf, type PublishedMail } from "../../changes/published";
import type { RecordSide } from "../../changes/record-side";
import { perChange, type ReviewRule } from "../rule";
import { say, words } from "../sentence";

const isRewritten = (differs: readonly string[]) =>
  ["name", "content", "type", "zone_id"].some((name) => differs.includes(name));

export const DKIM_RULES: readonly ReviewRule[] = [
  {
    id: "dkim-created",
    risk: "safe",
    when: "A DKIM record of an identity is made: a token of it and SES's target, or one that SES makes in the same apply.",
    why: "Receivers find the key there.",
    check: perChange(["dkim"], (change, { published }) => {
      const { after, resource, id } = change;
      if (resource.action !== "create" || after === undefined || !isOwn(after, change, published)) return false;
      return after.name === undefined
        ? say`the DKIM record ${id ?? resource.address} is made, its name is known when SES has made the tokens`
        : say`the DKIM record ${after.name} is made`;
    }),
  },
  {
    id: "dkim-foreign",
    risk: "caution",
    when: "A DKIM record is made that is of no identity of the plan: a key, a CNAME, a token of another SES account.",
    why: "Whoever has the key may sign in the name of the domain.",
    check: perChange(["dkim"], (change, { published }) => {
      const { after, resource } = change;
      return (
        resource.action === "create" &&
        after !== undefined &&
        dkimStatusOf(after, change, published) === "foreign" &&
        say`the DKIM record ${shownName(change)} is not of an identity of this plan: who has the key of ${after.value} may sign for the domain`
      );
    }),
  },
  {
    id: "dkim-wrong",
    risk: "danger",
    when: "A DKIM record is made in which no key is found: of another type, or for a token of an identity and not SES's target.",
    why: "SES signs with the token, and receivers do not find its key, or find another.",
    check: perChange(["dkim"], (change, { published }) => {
      const { after } = change;
      return (
        after !== undefined &&
        change.resource.action === "create" &&
        dkimStatusOf(after, change, published) === "wrong" &&
        say`the DKIM record ${shownName(change)} is made as ${after.type ?? ""} ${after.value}, where receivers do not find SES's key`
      );
    }),
  },
  {
    id: "dkim-revoked",
    risk: "danger",
    when: "A DKIM record gets an empty key.",
    why: "That revokes the key: signatures with it fail (RFC 6376 §3.6.1).",
    check: perChange(["dkim"], (change) => {
      const { before, after } = change;
      return (
        (isAdded(change) || isChanged(change)) &&
        isRevoked(after?.text) &&
        !(isChanged(change) && isRevoked(before?.text) && before?.name === after?.name) &&
        say`the DKIM record ${shownName(change)} revokes its key: signatures with it fail`
      );
    }),
  },
  {
    id: "dkim-removed",
    risk: "danger",
    when: "A DKIM record is deleted.",
    why: "Receivers cannot check the signatures made with its key; under a DMARC policy mail is discarded.",
    check: perChange(
      ["dkim"],
      (change) =>
        change.resource.action === "delete" &&
        say`the DKIM record ${shownName(change)} is deleted: signatures with its key no longer pass`,
    ),
  },
  {
    id: "dkim-changed",
    risk: "danger",
    when: "A DKIM record gets another name or value, and not that of a token which its identity has or gets.",
    why: "Receivers no longer find the key that mail is signed with.",
    check: perChange(
      ["dkim"],
      (change, { published }) =>
        isChanged(change) &&
        isRewritten(change.differs) &&
        !follows(change, published) &&
        say`the DKIM record ${shownName(change)} changes, and mail goes on being signed with the old key`,
    ),
  },
  {
    id: "dkim-follows",
    risk: "caution",
    when: "A DKIM record becomes that of a token which its identity has, or gets in the same apply.",
    why: "It has to follow; until it has, and caches forget the old one, mail is unsigned.",
    check: perChange(
      ["dkim"],
      (change, { published }) =>
        isChanged(change) &&
        isRewritten(change.differs) &&
        follows(change, published) &&
        say`the DKIM record ${shownName(change)} follows the new tokens`,
    ),
  },
  {
    id: "dkim-proxied",
    risk: "danger",
    when: "A DKIM record is proxied or flattened by Cloudflare, or is made so.",
    why: "Cloudflare then answers with addresses instead of the CNAME: SES and receivers find no key.",
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

function isRevoked(text: string | undefined): boolean {
  return text !== undefined && dkimTags(text).get("p") === "";
}
