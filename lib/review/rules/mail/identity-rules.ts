// Rules for the SES identity, its keys and its protection.

import { shownValue } from "../../../plan/value-text";
import { isObject, isSame, stringOf } from "../../../plan/values";
import { isChanged, type MailChange } from "../../changes/change";
import { identityName } from "../../changes/gather";
import { perChange, type ReviewRule, statementOf } from "../rule";
import { listed, type Sentence, say, words } from "../sentence";

const perAction = (action: string, sentence: (name: string, change: MailChange) => Sentence | false) =>
  perChange(["identity"], (change) => change.resource.action === action && sentence(labelOf(change), change));

export const IDENTITY_RULES: readonly ReviewRule[] = [
  {
    id: "identity-created",
    risk: "safe",
    when: "An identity is created.",
    why: "Nothing that exists changes. SES looks for the DKIM records for 72 hours.",
    check: perAction(
      "create",
      (name, change) =>
        // If its domain is not known, nothing is safe.
        identityName(change) !== undefined &&
        say`the identity ${name} is created: SES looks for its DKIM records for 72 hours`,
    ),
  },
  {
    id: "identity-replaced",
    risk: "danger",
    when: "An identity is destroyed and created again.",
    why: "It gets new DKIM tokens. Until DNS has the new records and SES has found them, mail is unsigned or SES refuses it.",
    check: perAction(
      "replace",
      (name, change) =>
        say`the identity ${name} is replaced${reasonOf(change)}: it gets new tokens, and mail is unsigned until DNS has the new records`,
    ),
  },
  {
    id: "identity-deleted",
    risk: "danger",
    when: "An identity is destroyed.",
    why: "SES refuses to send from the domain.",
    check: perAction("delete", (name) => say`the identity ${name} is destroyed: SES refuses to send from it`),
  },
  {
    id: "identity-forgotten",
    risk: "caution",
    when: "An identity leaves Terraform's state and stays in SES.",
    why: "Mail continues to work, but this configuration no longer manages the identity.",
    check: perAction(
      "forget",
      (name) =>
        say`the identity ${name} stays in SES and leaves Terraform: mail continues to work, but it is no longer managed here`,
    ),
  },
  {
    id: "identity-imported",
    risk: "safe",
    when: "An existing identity is imported.",
    why: "It keeps its tokens.",
    check: perChange(
      ["identity"],
      (change) =>
        change.resource.importId !== undefined && say`the identity ${labelOf(change)} is imported and keeps its tokens`,
    ),
  },
  {
    id: "dkim-key-changed",
    risk: "caution",
    when: "An identity gets a DKIM key of another length, or a key that you bring yourself.",
    why: "SES creates new tokens or a new key: DKIM is pending until DNS has the new records. mailzone apply plans again by itself and lets these records follow, and nothing else; with cdktf deploy or terraform apply, plan and apply again at once.",
    check: perChange(
      ["identity"],
      (change) =>
        isUpdated(change, "dkim_signing_attributes") &&
        say`the DKIM key of ${labelOf(change)} changes: SES makes new tokens, which mailzone apply lets the three DKIM records follow in the same run; DKIM is pending until SES has found them`,
    ),
  },
  {
    id: "configuration-set-changed",
    risk: "caution",
    when: "An identity gets another SES configuration set, or loses it.",
    why: "Events, suppression and dedicated addresses depend on it.",
    check: perChange(["identity", "test-address"], (change) => {
      const [before, after] = sidesOf(change, "configuration_set_name");
      return (
        isUpdated(change, "configuration_set_name") &&
        say`the configuration set of ${labelOf(change)} changes from ${before || "none"} to ${after || "none"}`
      );
    }),
  },
  {
    id: "identity-tagged",
    risk: "safe",
    when: "The tags of an identity change.",
    why: "They do not affect mail.",
    check: perChange(
      ["identity", "test-address"],
      (change) =>
        (isUpdated(change, "tags") || isUpdated(change, "tags_all")) &&
        say`the tags of the identity ${labelOf(change)} change`,
    ),
  },
  {
    id: "protection-removed",
    risk: "caution",
    when: "An entry's identity is no longer protected, according to the output `protected`.",
    why: "A later plan may destroy it. Plan JSON does not contain `prevent_destroy`.",
    check: ({ plans, changing }) =>
      plans.flatMap(({ stack, protection: { before, after } = { before: [], after: [] } }) => {
        const deleted = new Set(
          changing.identity
            .filter(({ resource }) => resource.action === "delete" || resource.action === "forget")
            .map(({ entry }) => entry),
        );
        return before
          .filter((entry) => !after.includes(entry) && !deleted.has(entry))
          .map((entry) => ({
            stack,
            domain: entry,
            sentence: say`the identity of ${entry} loses its protection: a later plan may destroy it`,
          }));
      }),
  },
  {
    id: "identity-drifted",
    risk: "caution",
    when: "An identity was deleted or changed outside Terraform.",
    why: "Mail may have stopped already. An identity that is created again gets new tokens.",
    check: ({ drift }) =>
      drift
        .filter(
          ({ role, resource, differs }) =>
            (role === "identity" || role === "mail-from") && (resource.action === "delete" || differs.length > 0),
        )
        .flatMap((change) =>
          statementOf(
            change,
            change.resource.action === "delete"
              ? say`the ${noun(change)} ${labelOf(change)} was deleted outside Terraform`
              : say`the ${noun(change)} ${labelOf(change)} was changed outside Terraform: ${listed(change.differs)}`,
          ),
        ),
  },
];

/** The identity and its region, because a domain may have one identity in each region. */
export function labelOf(change: MailChange): string {
  const { before, after, address } = change.resource;
  const region = stringOf(after?.region) ?? stringOf(before?.region);
  const name = identityName(change) ?? change.entry ?? address;
  return region === undefined ? name : `${name} (${region})`;
}

function noun({ role }: MailChange): Sentence {
  return words(role === "identity" ? "identity" : "MAIL FROM of");
}

function isUpdated(change: MailChange, attribute: string): boolean {
  return change.resource.action === "update" && isChanged(change) && change.differs.includes(attribute);
}

export function sidesOf({ resource: { before, after } }: MailChange, attribute: string): readonly [string, string] {
  return [shownValue(before?.[attribute]), shownValue(after?.[attribute])];
}

/** Why Terraform replaces it, if both values are known. */
function reasonOf(change: MailChange): Sentence {
  const { before, after } = change.resource;
  const reason = ["email_identity", "region"].find(
    (name) => isObject(before) && isObject(after) && !isSame(before[name], after[name]),
  );
  if (reason === undefined) return [];
  const [old, now] = sidesOf(change, reason);
  return say` because ${words(reason === "region" ? "its region" : "its name")} changes from ${old} to ${now}`;
}
