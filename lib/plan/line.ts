// A change on one line, in the terms of DNS and SES, for plan and for everything else that must describe a change.
import { singleLine } from "../dns/text/escape";
import { IDENTITY, MAIL_FROM, RECORD, SENDER } from "./attributes";
import { certificateSubject, certificateText } from "./certificate-text";
import type { Action, ResourceChange } from "./change";
import { eventsSubject, eventsText } from "./events-text";
import { senderSubject, senderText } from "./sending-policy";
import { AFTER_APPLY, recordSettings, recordText, shownValue, transition } from "./value-text";
import { type Attributes, UNKNOWN } from "./values";

const SYMBOLS: Readonly<Record<Action, string>> = {
  none: "=",
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  forget: ".",
  unknown: "?",
};

/**
 * `+ TXT _dmarc.example.com "v=DMARC1; p=none;"`. A name, type or value that changes is shown before and after. `<` is an
 * import, `>` a resource that only moves to another address, `?` a list of actions that is not known.
 */
export function renderChange(change: ResourceChange): string {
  const { action, actions, importId, previousAddress, address } = change;
  const { before, after } = change;
  const symbol = action !== "none" ? SYMBOLS[action] : importId !== undefined ? "<" : previousAddress ? ">" : "=";
  const [old, now] = [before ?? after ?? {}, after ?? before ?? {}];
  const parts = [
    symbol,
    subject(change, old, now),
    transition(describe(change, old), describe(change, now)),
    ...(action === "unknown" ? [`(${address}: ${actions.join(", ") || "no action"})`] : []),
  ];
  const moved = previousAddress === undefined ? "" : `, moved from ${previousAddress}`;
  const text = `${parts.filter((part) => part !== "").join(" ")}${commentChange(change, old, now)}${moved}`;
  return singleLine(text);
}

/** The values before or after, in the same form. */
export function renderSide(change: ResourceChange, side: Attributes | null): string {
  const shown = side ?? {};
  return `${subject(change, shown, shown)} ${describe(change, shown)}`;
}

function subject({ type, address, entry, record }: ResourceChange, old: Attributes, now: Attributes): string {
  const owner = entry === undefined ? address : record === undefined ? entry : `${record} of ${entry}`;
  if (type === RECORD) {
    const name = (side: Attributes) => (side.name === UNKNOWN ? owner : shownValue(side.name) || owner);
    return `${transition(known(old.type), known(now.type))} ${transition(name(old), name(now))}`;
  }
  if (type === IDENTITY) return `SES identity ${transition(known(old.email_identity), known(now.email_identity))}`;
  if (type === MAIL_FROM) return `MAIL FROM of ${owner}`;
  if (type === SENDER && record !== undefined) return senderSubject({ entry, record });
  const named = (side: Attributes) => eventsSubject(type, side) ?? certificateSubject(type, side) ?? address;
  return transition(named(old), named(now));
}

function describe({ type }: ResourceChange, side: Attributes): string {
  if (type === RECORD) {
    const ttl = typeof side.ttl === "number" ? side.ttl : undefined;
    return `${recordText(side) || AFTER_APPLY}${recordSettings({ ttl, proxied: side.proxied === true })}`;
  }
  if (type === IDENTITY) return known(side.region);
  if (type === MAIL_FROM) return `${known(side.mail_from_domain)} (${known(side.behavior_on_mx_failure)})`;
  if (type === SENDER) return senderText(side);
  return certificateText(type, side) || eventsText(type, side);
}

/** Shown only if it changes: a comment is for people. */
function commentChange({ type, action }: ResourceChange, before: Attributes, after: Attributes): string {
  const [old, now] = [before.comment, after.comment].map((comment) => JSON.stringify(shownValue(comment)));
  return type === RECORD && action === "update" && old !== now ? `, comment ${old} -> ${now}` : "";
}

/** A value that is not there yet is one that the provider computes. */
function known(value: unknown): string {
  return shownValue(value) || AFTER_APPLY;
}
