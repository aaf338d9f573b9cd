// Rules for what Terraform does besides changing records: imports, moves, drift, large changes, and resources that are not
// ours.
import { isEffective } from "../../plan/change";
import { isRemoved, type MailChange, shownName } from "../changes/change";
import { type ForeignRule, foreignRules, isCovered } from "../foreign/foreign-rule";
import { MAIL_RULES } from "../foreign/mail-rules";
import { ZONE_RULES } from "../foreign/zone-rules";
import { RECORD_ROLES } from "./records";
import { perChange, type ReviewRule, statementOf } from "./rule";
import { listed, type Sentence, say, words } from "./sentence";
import { largeZoneChanges } from "./zones";

/** What is known about resources that are not ours. */
const KNOWN: readonly ForeignRule[] = [...ZONE_RULES, ...MAIL_RULES];

/** Whether the record's type is only partly understood. */
export function isElsewhere({ foreignType }: MailChange): boolean {
  return foreignType !== undefined && foreignType !== "cloudflare_record";
}

export const TERRAFORM_RULES: readonly ReviewRule[] = [
  {
    id: "record-imported",
    risk: "safe",
    when: "A record that exists is taken over.",
    why: "It stays as it is; what changes with it is told separately.",
    check: perChange(
      RECORD_ROLES,
      (change) =>
        change.resource.importId !== undefined && say`the record ${shownName(change)} is taken over from outside`,
    ),
  },
  {
    id: "record-forgotten",
    risk: "caution",
    when: "Terraform forgets a record; it stays in Cloudflare.",
    why: "Nobody looks after it here any more.",
    check: perChange(
      RECORD_ROLES,
      (change) =>
        change.resource.action === "forget" &&
        !isPolicy(change) &&
        say`the record ${shownName(change)} stays in Cloudflare and leaves Terraform`,
    ),
  },
  {
    id: "policy-forgotten",
    risk: "caution",
    when: "Terraform forgets a DMARC or SPF record; it stays in Cloudflare, as a written false asks for.",
    why: "Whoever owns it from now on must know so: two at a name count as none, and nothing here sees it go.",
    check: perChange(
      ["dmarc", "spf"],
      (change) =>
        change.resource.action === "forget" &&
        isPolicy(change) &&
        say`the ${words(change.role === "dmarc" ? "DMARC" : "SPF")} record of ${shownName(change)} stays in Cloudflare and leaves Terraform: somebody else is to own it`,
    ),
  },
  {
    id: "address-moved",
    risk: "safe",
    when: "A resource gets another address in Terraform, by a moved block.",
    why: "Nothing in the world changes.",
    check: perChange(
      [...RECORD_ROLES, "identity", "mail-from", "other"],
      ({ resource }) =>
        resource.previousAddress !== undefined &&
        say`${resource.previousAddress} is called ${resource.address} from now on`,
    ),
  },
  {
    id: "rename-unordered",
    risk: "danger",
    when: "The same record or identity is deleted at one address and made at another.",
    why: 'Terraform does both in no order: the creation may be refused, or the deletion take away what was just made. A rename does it safely: "moved" in domains.yaml for a record\'s key, a moved block elsewhere.',
    check: ({ changing, all }) => {
      const deleted = new Map<string, MailChange>();
      for (const change of all) if (change.resource.action === "delete") deleted.set(what(change, "before"), change);
      return Object.values(changing).flatMap((changes) =>
        changes.flatMap((change) => {
          const old = change.resource.action === "create" ? deleted.get(what(change, "after")) : undefined;
          return old === undefined || what(change, "after") === ""
            ? []
            : statementOf(
                change,
                say`${old.resource.address} is deleted and ${change.resource.address} made for the same ${shownName(change)}, in no order: ${renaming(old, change)}`,
              );
        }),
      );
    },
  },
  {
    id: "zone-upheaval",
    risk: "danger",
    when: "More than 30 % of a zone's records, of ten or more, change or are deleted.",
    why: "A slip in the configuration looks like that.",
    check: ({ all }) =>
      largeZoneChanges(all).map(({ stack, zone, changed, total }) => ({
        stack,
        sentence: say`${changed} of ${total} records of the zone ${zone} change or are deleted`,
      })),
  },
  {
    id: "record-drifted",
    risk: "caution",
    when: "A record was deleted or changed outside Terraform.",
    why: "Somebody else works on the zone; the plan puts back what the configuration says.",
    check: ({ drift }) =>
      drift
        .filter(
          ({ role, resource, differs }) =>
            RECORD_ROLES.includes(role) && (resource.action === "delete" || differs.length > 0),
        )
        .flatMap((change) =>
          statementOf(
            change,
            change.resource.action === "delete"
              ? say`the record ${shownName(change)} was deleted outside Terraform`
              : say`the record ${shownName(change)} was changed outside Terraform: ${listed(change.differs)}`,
          ),
        ),
  },
  ...foreignRules(KNOWN),
  {
    id: "record-elsewhere",
    risk: "caution",
    when: "A record changes in a resource type that is neither `cloudflare_dns_record` nor `cloudflare_record`.",
    why: "It is read as far as its type is known; aliases, weights and policies of other DNS services are not.",
    check: perChange(
      RECORD_ROLES,
      (change) =>
        isElsewhere(change) &&
        isEffective(change.resource) &&
        say`${change.resource.address} writes ${shownName(change)} by ${change.foreignType ?? ""}, which is read as far as it is known`,
    ),
  },
  {
    id: "foreign-changed",
    risk: "caution",
    when: "A resource that is not ours is made, changed, imported or forgotten.",
    why: "What it does to mail is not known here.",
    check: perChange(["other"], (change) => {
      const { address, action, actions, importId } = change.resource;
      if (action === "unknown" || isRemoved(change) || isCovered(KNOWN, change)) return false;
      const done = [...(importId === undefined ? [] : ["import"]), ...actions.filter((one) => one !== "no-op")];
      return isEffective(change.resource) && done.length > 0 && say`${address} is not ours: ${listed(done)}`;
    }),
  },
  {
    id: "foreign-deleted",
    risk: "danger",
    when: "A resource that is not ours is destroyed, or destroyed and made anew.",
    why: "What is lost with it is not known here.",
    check: perChange(
      ["other"],
      (change) =>
        isRemoved(change) &&
        !isCovered(KNOWN, change, "danger") &&
        say`${change.resource.address} is not ours and is destroyed${words(change.resource.action === "replace" ? " and made anew" : "")}`,
    ),
  },
];

function isPolicy(change: MailChange): boolean {
  return change.role === "dmarc" || (change.role === "spf" && !change.isMailFrom);
}

/** How to do the same safely. domains.yaml has a setting only for the key of a record. */
function renaming(old: MailChange, created: MailChange): Sentence {
  const [before, after] = [old, created].map(({ id }) => /^record-(.+)$/.exec(id ?? "")?.[1]);
  const isOfOne = old.entry !== undefined && old.entry === created.entry && old.stack === created.stack;
  if (isOfOne && before !== undefined && after !== undefined)
    return say`write ${`moved: ${before}`} for the record ${after} of ${old.entry ?? ""} in domains.yaml, or keep its key`;
  if (old.entry !== undefined && created.entry !== undefined)
    return say`keep the name of the entry ${old.entry} in domains.yaml, or let it go first by ${"state: released"} and adopt what stays`;
  return say`use a moved block`;
}

/** What a resource is in the real world, whatever its address; an empty text if that is not known. */
function what(change: MailChange, side: "before" | "after"): string {
  const { resource, role } = change;
  const values = resource[side];
  if (role === "other" || values === null) return "";
  const parts =
    role === "identity" || role === "mail-from"
      ? [role, values.email_identity, values.region]
      : ["record", values.zone_id, change[side]?.type, change[side]?.name];
  return parts.every((part) => typeof part === "string") ? parts.join(" ") : "";
}
