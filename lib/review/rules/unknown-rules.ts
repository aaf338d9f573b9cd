// Rules for records with something in the plan that no other rule can read: a type that is not known yet, an attribute of a
// newer provider, another zone.
import { unknownAttributes } from "../../plan/attributes";
import { isSame } from "../../plan/values";
import { isAdded, isChanged, type MailChange, shownName } from "../changes/change";
import { RECORD_ROLES } from "./records";
import { perChange, perNewValue, type ReviewRule } from "./rule";
import { listed, say } from "./sentence";

/** The types that Cloudflare accepts, and some that other services accept. */
const TYPES =
  /^(?:A|AAAA|AFSDB|CAA|CERT|CNAME|DNAME|DNSKEY|DS|HINFO|HTTPS|LOC|MX|NAPTR|NS|OPENPGPKEY|PTR|RP|SMIMEA|SPF|SRV|SSHFP|SVCB|TLSA|TXT|URI)$/;

export const UNKNOWN_RULES: readonly ReviewRule[] = [
  {
    id: "type-unknown",
    risk: "danger",
    when: "A record's type is only known after the apply, or is sensitive.",
    why: "It may become an MX, or delegate the name.",
    check: perChange(
      RECORD_ROLES,
      (change) =>
        (isAdded(change) || (isChanged(change) && change.differs.includes("type"))) &&
        change.after?.type === undefined &&
        say`the type of ${shownName(change)} is not in the plan: it may become any type of record`,
    ),
  },
  {
    id: "type-unheard-of",
    risk: "caution",
    when: "A record is created of a type that is not known, such as TYPE15 or ALIAS.",
    why: "It may be a known type under another name: TYPE15 is MX (RFC 3597 §5).",
    check: perNewValue((change, { type }) => {
      if (type === undefined || TYPES.test(type)) return false;
      return say`${shownName(change)} becomes a record of the type ${type}, which is not known`;
    }),
  },
  {
    id: "attribute-unheard-of",
    risk: "caution",
    when: "An attribute of a record, an identity, a configuration set or a sender is set that is not known.",
    why: "It belongs to a newer provider. What it does to mail is not known.",
    check: perChange(
      [...RECORD_ROLES, "identity", "mail-from", "events", "sender", "test-address", "certificate"],
      (change) => {
        const names = written(change);
        return names.length > 0 && say`${change.resource.address} sets ${listed(names)}, which is not known`;
      },
    ),
  },
  {
    id: "zone-moved",
    risk: "danger",
    when: "A record is moved to another zone.",
    why: "The old zone's name servers no longer answer for it, and resolvers ask only one zone for a name.",
    check: perChange(
      RECORD_ROLES,
      (change) =>
        isChanged(change) &&
        change.differs.includes("zone_id") &&
        say`the record ${shownName(change)} is moved to another zone: the old zone no longer answers for it`,
    ),
  },
];

/** The attributes in no known list that the change sets or removes. */
function written(change: MailChange): string[] {
  const { type, before, after } = change.resource;
  if (!isAdded(change) && !isChanged(change)) return [];
  const names = new Set([...unknownAttributes(type, before), ...unknownAttributes(type, after)]);
  return [...names].filter((name) => isAdded(change) || !isSame(before?.[name], after?.[name])).sort();
}
