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
    when: "An existing record is imported.",
    why: "It stays as it is. Anything that changes as well is listed separately.",
    check: perChange(
      RECORD_ROLES,
      (change) => change.resource.importId !== undefined && say`the record ${shownName(change)} is imported`,
    ),
  },
  {
    id: "record-forgotten",
    risk: "caution",
    when: "A record leaves Terraform's state and stays in Cloudflare.",
    why: "It is no longer managed here.",
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
    when: "A DMARC or SPF record leaves Terraform's state and stays in Cloudflare, because `false` is written in domains.yaml.",
    why: "Its new owner must know: two such records at a name count as none, and nothing here notices if it is deleted.",
    check: perChange(
      ["dmarc", "spf"],
      (change) =>
        change.resource.action === "forget" &&
        isPolicy(change) &&
        say`the ${words(change.role === "dmarc" ? "DMARC" : "SPF")} record of ${shownName(change)} stays in Cloudflare and leaves Terraform: somebody else has to manage it`,
    ),
  },
  {
    id: "address-moved",
    risk: "safe",
    when: "A resource gets another address in Terraform, by a moved block.",
    why: "Nothing outside Terraform's state changes.",
    check: perChange(
      [...RECORD_ROLES, "identity", "mail-from", "events", "sender", "test-address", "certificate", "other"],
      ({ resource }) =>
        resource.previousAddress !== undefined && say`${resource.previousAddress} is renamed to ${resource.address}`,
    ),
  },
  {
    id: "rename-unordered",
    risk: "danger",
    when: "The same record or identity is deleted at one address and created at another.",
    why: 'Terraform does both in any order: the creation may be refused, or the deletion may remove what was just created. To rename safely, use "moved" in domains.yaml for a record\'s key, or a moved block.',
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
                say`${old.resource.address} is deleted and ${change.resource.address} created for the same ${shownName(change)}, in any order: ${renaming(old, change)}`,
              );
        }),
      );
    },
  },
  {
    id: "zone-upheaval",
    risk: "danger",
    when: "More than 30 % of the records of a zone with ten records or more change or are deleted.",
    why: "This is often a mistake in the configuration.",
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
    why: "Somebody else changes the zone. The plan restores what the configuration says.",
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
    when: "A record of a resource type other than `cloudflare_dns_record` and `cloudflare_record` changes.",
    why: "It is read as far as its type is known. Aliases, weights and policies of other DNS services are not read.",
    check: perChange(
      RECORD_ROLES,
      (change) =>
        isElsewhere(change) &&
        isEffective(change.resource) &&
        say`${change.resource.address} writes ${shownName(change)} as ${change.foreignType ?? ""}, which is read only as far as it is known`,
    ),
  },
  {
    id: "foreign-changed",
    risk: "caution",
    when: "A resource that is not ours is created, changed, imported or forgotten.",
    why: "What it does to mail is not known.",
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
    when: "A resource that is not ours is destroyed, or destroyed and created again.",
    why: "What is lost with it is not known.",
    check: perChange(
      ["other"],
      (change) =>
        isRemoved(change) &&
        !isCovered(KNOWN, change, "danger") &&
        say`${change.resource.address} is not ours and is destroyed${words(change.resource.action === "replace" ? " and created again" : "")}`,
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
    return say`keep the name of the entry ${old.entry} in domains.yaml, or release it first with ${"state: released"} and adopt its resources`;
  return say`use a moved block`;
}

/** What a resource is in the real world, whatever its address; an empty text if that is not known. */
function what(change: MailChange, side: "before" | "after"): string {
  const { resource, role } = change;
  const values = resource[side];
  if (role === "other" || role === "events" || role === "sender" || role === "certificate" || values === null)
    return "";
  const parts =
    role === "identity" || role === "test-address" || role === "mail-from"
      ? [role === "test-address" ? "identity" : role, values.email_identity, values.region]
      : ["record", values.zone_id, change[side]?.type, change[side]?.name];
  return parts.every((part) => typeof part === "string") ? parts.join(" ") : "";
}
