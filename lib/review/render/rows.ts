// A change in the columns of the hand-over table, for all renderers: action, Type, Name, Value, Description.
import { DESCRIPTIONS } from "../../dns/kinds/kinds";
import { certificateSubject, certificateText } from "../../plan/certificate-text";
import { eventsSubject, eventsText } from "../../plan/events-text";
import { senderSubject, senderText } from "../../plan/sending-policy";
import { AFTER_APPLY, recordSettings, shownValue, transition } from "../../plan/value-text";
import type { MailChange, Role } from "../changes/change";
import { identityName } from "../changes/gather";
import type { ReviewedChange } from "../review";
import type { Risk } from "../rules/rule";

export interface ChangeRow {
  readonly risk: Risk;
  /** In one word, such as "create". */
  readonly action: string;
  readonly type: string;
  readonly name: Side;
  readonly value: Side;
  readonly description: string;
}

/** Before and after. One is missing if something is created or deleted; both are equal if nothing changes. */
export interface Side {
  readonly before?: string;
  readonly after?: string;
}

const DESCRIPTION: Readonly<Record<Role, string>> = {
  identity: "SES identity",
  "mail-from": "SES MAIL FROM",
  events: "SES events",
  sender: "who may send",
  "test-address": "test address",
  certificate: "certificate",
  dkim: DESCRIPTIONS.dkim,
  "mail-from-mx": DESCRIPTIONS["mail-from-mx"],
  mx: "MX (inbound mail)",
  spf: DESCRIPTIONS["mail-from-spf"],
  dmarc: DESCRIPTIONS.dmarc,
  web: "website",
  record: "other record",
  other: "not ours",
};

export function rowOf({ change, risk }: ReviewedChange): ChangeRow {
  return {
    risk,
    action: actionWord(change),
    type: typeWord(change),
    ...columns(change),
    description: DESCRIPTION[change.role],
  };
}

function isSes(role: Role): boolean {
  return role === "identity" || role === "test-address" || role === "mail-from" || role === "events";
}

function typeWord(change: MailChange): string {
  const { role, resource } = change;
  if (role === "other") return resource.type;
  if (role === "sender") return "IAM";
  if (role === "certificate") return "ACM";
  return isSes(role) ? "SES" : typeOf(change);
}

/** The action as readers call it. An import that also changes something is both. */
function actionWord({ resource: { action, importId, previousAddress } }: MailChange): string {
  const done = action === "none" ? "" : action;
  const also = importId !== undefined ? "import" : previousAddress !== undefined ? "move" : "";
  return [also, done].filter((word) => word !== "").join(", ");
}

function columns(change: MailChange): { readonly name: Side; readonly value: Side } {
  const { role, resource, before, after } = change;
  const { before: old, after: now } = resource;
  switch (role) {
    case "other":
      return { name: one(resource.address), value: {} };
    case "certificate": {
      const { type, address } = resource;
      const name = (side: typeof old) => side && (certificateSubject(type, side) ?? address);
      return {
        name: both(name(old), name(now)),
        value: both(old && certificateText(type, old), now && certificateText(type, now)),
      };
    }
    case "events": {
      const { type, address } = resource;
      const name = (side: typeof old) => side && (eventsSubject(type, side) ?? address);
      return {
        name: both(name(old), name(now)),
        value: both(old && eventsText(type, old), now && eventsText(type, now)),
      };
    }
    case "sender":
      return { name: one(senderSubject(resource)), value: both(old && senderText(old), now && senderText(now)) };
    case "identity":
    case "test-address":
      return {
        name: identity(change),
        value: both(old && shownValue(old.region), now && shownValue(now.region)),
      };
    case "mail-from": {
      const write = (side: typeof old) =>
        side && [side.mail_from_domain, side.behavior_on_mx_failure].map(shownValue).join(" ").trim();
      return {
        name: identity(change),
        value: both(write(old), write(now)),
      };
    }
    default: {
      const name = (side: typeof before) =>
        side && (side.name ?? (side.isHidden ? shownValue(undefined) || AFTER_APPLY : AFTER_APPLY));
      return { name: both(name(before), name(after)), value: both(record(before), record(after)) };
    }
  }
}

function record(side: MailChange["before"]): string | undefined {
  return side && `${side.value}${recordSettings(side)}`;
}

/** A record that is replaced may have another type. */
function typeOf({ before, after }: MailChange): string {
  const [old, now] = [before?.type ?? after?.type ?? "", after?.type ?? before?.type ?? ""];
  return transition(old, now);
}

/** The domain of an identity. A replaced identity may be for another domain. */
function identity(change: MailChange): Side {
  const { before, after, address } = change.resource;
  const name = identityName(change) ?? change.entry ?? address;
  const known = (side: typeof before) => (typeof side?.email_identity === "string" ? side.email_identity : name);
  return both(before && known(before), after && known(after));
}

function one(text: string): Side {
  return { before: text, after: text };
}

function both(before: string | null | undefined, after: string | null | undefined): Side {
  return { before: before ?? undefined, after: after ?? undefined };
}
