// A change on one line, in the terms of DNS and SES, for plan and for everything else that must describe a change.
import { singleLine } from "../dns/text/escape";
import { IDENTITY, MAIL_FROM, RECORD } from "./attributes";
import type { Action, ResourceChange } from "./change";
import { type Attributes, isObject, SensitiveValue, UNKNOWN } from "./values";

export const AFTER_APPLY = "(known after apply)";
export const SENSITIVE = "(sensitive)";

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
  const [before, after] = [shownSide(change.before), shownSide(change.after)];
  const symbol = action !== "none" ? SYMBOLS[action] : importId !== undefined ? "<" : previousAddress ? ">" : "=";
  const sides = before === undefined || after === undefined ? [before ?? after ?? {}] : [before, after];
  const [old, now] = [sides[0] ?? {}, sides.at(-1) ?? {}];
  const parts = [
    symbol,
    subject(change, old, now),
    pair(describe(change, old), describe(change, now)),
    ...(action === "unknown" ? [`(${address}: ${actions.join(", ") || "no action"})`] : []),
  ];
  const moved = previousAddress === undefined ? "" : `, moved from ${previousAddress}`;
  const text = `${parts.filter((part) => part !== "").join(" ")}${commentChange(change, old, now)}${moved}`;
  return singleLine(text);
}

/** The values before or after, in the same form. */
export function renderSide(change: ResourceChange, side: Attributes | null): string {
  const shown = shownSide(side) ?? {};
  return `${subject(change, shown, shown)} ${describe(change, shown)}`;
}

/** What is known and may be shown; a sensitive value is only called sensitive. */
export function shownSide(side: Attributes | null): Attributes | undefined {
  if (side === null) return undefined;
  const known = Object.entries(side).filter(([, value]) => value !== UNKNOWN);
  return Object.fromEntries(known.map(([name, value]) => [name, value instanceof SensitiveValue ? SENSITIVE : value]));
}

function subject({ type, address, entry, record }: ResourceChange, old: Attributes, now: Attributes): string {
  const owner = entry === undefined ? address : record === undefined ? entry : `${record} of ${entry}`;
  if (type === RECORD) {
    const name = (side: Attributes) => String(side.name ?? owner);
    return `${pair(known(old.type), known(now.type))} ${pair(name(old), name(now))}`;
  }
  if (type === IDENTITY) return `SES identity ${pair(known(old.email_identity), known(now.email_identity))}`;
  return type === MAIL_FROM ? `MAIL FROM of ${owner}` : address;
}

function describe({ type }: ResourceChange, side: Attributes): string {
  if (type === RECORD) {
    const priority = typeof side.priority === "number" ? `${side.priority} ` : "";
    const ttl = typeof side.ttl === "number" && side.ttl !== 1 ? `, ttl ${side.ttl}` : "";
    return `${priority}${parts(side.data) ?? known(side.content)}${side.proxied === true ? ", proxied" : ""}${ttl}`;
  }
  if (type === IDENTITY) return known(side.region);
  return type === MAIL_FROM ? `${known(side.mail_from_domain)} (${known(side.behavior_on_mx_failure)})` : "";
}

/** `flags=0 tag=issue value=amazon.com`: if a record has parts, its content is the one from before the change. */
function parts(data: unknown): string | undefined {
  if (!isObject(data)) return undefined;
  const present = Object.entries(data).filter(([, value]) => value !== null && value !== UNKNOWN);
  return present.length === 0 ? undefined : present.map(([name, value]) => `${name}=${known(value)}`).join(" ");
}

/** Shown only if it changes: a comment is for people. */
function commentChange({ type, action }: ResourceChange, before: Attributes, after: Attributes): string {
  const [old, now] = [before.comment ?? "", after.comment ?? ""].map((comment) => JSON.stringify(comment));
  return type === RECORD && action === "update" && old !== now ? `, comment ${old} -> ${now}` : "";
}

function pair(old: string, now: string): string {
  return old === now ? now : `${old} -> ${now}`;
}

function known(value: unknown): string {
  if (value instanceof SensitiveValue) return SENSITIVE;
  return value === undefined || value === null ? AFTER_APPLY : String(value);
}
