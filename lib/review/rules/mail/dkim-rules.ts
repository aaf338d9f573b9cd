// The records in which receivers find the keys.
import { isChanged, isComing, nameOf, ownerOf } from "../../changes/change";
import { perChange, type Rule } from "../rule";
import { say, words } from "../sentence";

const isRewritten = (differs: readonly string[]) =>
  ["name", "content", "type", "zone_id"].some((name) => differs.includes(name));

export const DKIM_RULES: readonly Rule[] = [
  {
    id: "dkim-created",
    risk: "safe",
    when: "A DKIM record is made.",
    why: "Receivers find the key there.",
    check: perChange(["dkim"], (change) => {
      const { after, resource, id } = change;
      if (resource.action !== "create") return false;
      return after?.name === undefined
        ? say`the DKIM record ${id ?? resource.address} is made, its name is known when SES has made the tokens`
        : say`the DKIM record ${after.name} is made`;
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
        say`the DKIM record ${nameOf(change)} is deleted: signatures with its key no longer pass`,
    ),
  },
  {
    id: "dkim-changed",
    risk: "danger",
    when: "A DKIM record gets another name or value, and its identity keeps its tokens.",
    why: "Receivers no longer find the key that SES signs with.",
    check: perChange(
      ["dkim"],
      (change, { newTokens }) =>
        isChanged(change) &&
        isRewritten(change.differs) &&
        !newTokens.has(ownerOf(change)) &&
        say`the DKIM record ${nameOf(change)} changes, and SES goes on signing with the old tokens`,
    ),
  },
  {
    id: "dkim-follows",
    risk: "caution",
    when: "A DKIM record changes together with its identity's tokens.",
    why: "It has to follow; until it has, and caches forget the old one, mail is unsigned.",
    check: perChange(
      ["dkim"],
      (change, { newTokens }) =>
        isChanged(change) &&
        isRewritten(change.differs) &&
        newTokens.has(ownerOf(change)) &&
        say`the DKIM record ${nameOf(change)} follows the new tokens`,
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
        (isComing(change) || isChanged(change)) &&
        (hides || (isComing(change) && (after?.proxied || after?.flattened))) &&
        say`the DKIM record ${nameOf(change)} is ${words(after?.proxied ? "proxied" : "flattened")}: receivers get addresses and find no key`
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
        say`the DKIM record ${nameOf(change)} is no longer hidden behind Cloudflare's addresses`
      );
    }),
  },
];
