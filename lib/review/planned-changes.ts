// What a plan does, read from `terraform show -json`: the resource changes alone, put back into entries and records by their
// Terraform names. Nothing else of the file is read: its variables and configuration can hold secrets in clear.
import * as z from "zod";
import { parseResourceName } from "../dns/resource-name";
import { IDENTITY, MAIL_FROM, RECORD } from "../plan/attributes";
import { Hidden, maskedSides, UNKNOWN } from "../plan/values";
import { SENSITIVE } from "./changes/record-side";

/** What happens to a resource. A replacement destroys and creates, in either order. */
export type ChangeAction = "import" | "create" | "update" | "replace" | "delete" | "forget";

/** One resource that a plan changes. */
export interface PlannedChange {
  /** Terraform's address, such as `cloudflare_dns_record.example_com__dkim-1`. */
  readonly address: string;
  readonly type: string;
  readonly action: ChangeAction;
  /** The entry of domains.yaml; undefined for a resource that is not ours. */
  readonly entry?: string;
  /** The record's id; undefined for an identity and its MAIL FROM. */
  readonly record?: string;
  /** The id under which it is taken over from outside, changed with it or not. @default - it is not */
  readonly importId?: string;
  /** The attributes that are known, before and after; empty where there is no before or after. */
  readonly before: Attributes;
  readonly after: Attributes;
}

export type Attributes = Readonly<Record<string, unknown>>;

export { IDENTITY, MAIL_FROM, RECORD };

const attributes = z.record(z.string(), z.unknown()).nullish();

const Plan = z.object({
  format_version: z.string(),
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          before: attributes,
          after: attributes,
          after_unknown: z.unknown().optional(),
          before_sensitive: z.unknown().optional(),
          after_sensitive: z.unknown().optional(),
          importing: z.unknown().optional(),
        }),
      }),
    )
    .optional(),
});

/**
 * The changes of a plan in the order of the file; resources that stay as they are are left out.
 * @throws Error where `text` is not a plan's JSON
 */
export function parsePlannedChanges(text: string): PlannedChange[] {
  const plan = Plan.safeParse(JSON.parse(text));
  if (!plan.success) throw new Error("the file is not what terraform show -json prints of a plan");
  return (plan.data.resource_changes ?? []).flatMap(({ address, mode, type, name, change }): PlannedChange[] => {
    const action = changeAction(change.actions, change.importing != null);
    if (mode !== "managed" || action === undefined) return [];
    const parsed = [IDENTITY, MAIL_FROM, RECORD].includes(type) ? parseResourceName(name) : undefined;
    const ours = parsed && { entry: parsed.entry, ...(parsed.id === undefined ? {} : { record: parsed.id }) };
    const { before, after } = maskedSides(change);
    const imported = importIdOf(change.importing);
    const sides = { before: shownValues(before), after: shownValues(after) };
    return [{ address, type, action, ...ours, ...(imported !== undefined && { importId: imported }), ...sides }];
  });
}

/** The identities that a plan deletes or makes anew: either way mail is no longer signed. */
export function lostIdentities(changes: readonly PlannedChange[]): PlannedChange[] {
  return changes.filter(({ type, action }) => type === IDENTITY && (action === "delete" || action === "replace"));
}

/** A change on one line, in the words of DNS and SES: `+ TXT _dmarc.example.com "v=DMARC1; p=none;"`. */
export function renderChange(change: PlannedChange): string {
  const { action, before, after } = change;
  const now = action === "delete" || action === "forget" ? before : after;
  const [old, value] = [describe(change, before), describe(change, now)];
  const arrow = (action === "update" || action === "replace") && old !== value ? `${old} -> ` : "";
  return [SYMBOLS[action], subject(change, now), `${arrow}${value}${commentChange(change)}`]
    .filter((part) => part !== "")
    .join(" ");
}

/** One side of a change, in the same words. */
export function renderSide(change: PlannedChange, side: Attributes): string {
  return `${subject(change, side)} ${describe(change, side)}`;
}

const SYMBOLS: Readonly<Record<ChangeAction, string>> = {
  import: "<",
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  forget: ".",
};

/** What is known and may be shown. */
function shownValues(side: Attributes | null): Attributes {
  const known = Object.entries(side ?? {}).filter(([, value]) => value !== UNKNOWN);
  return Object.fromEntries(known.map(([name, value]) => [name, value instanceof Hidden ? SENSITIVE : value]));
}

/** Terraform names what it imports by an id, or by an identity of several parts, which nothing here writes. */
function importIdOf(importing: unknown): string | undefined {
  const id = (importing as { readonly id?: unknown } | null | undefined)?.id;
  return importing == null ? undefined : String(id ?? "");
}

function changeAction(actions: readonly string[], importing: boolean): ChangeAction | undefined {
  if (actions.length === 2) return "replace";
  const [action] = actions;
  if (action === "no-op") return importing ? "import" : undefined;
  return action === "create" || action === "update" || action === "delete" || action === "forget" ? action : undefined;
}

function subject({ type, address, entry, record }: PlannedChange, side: Attributes): string {
  if (type === RECORD) return `${known(side.type)} ${side.name ?? `${record} of ${entry}`}`;
  if (type === IDENTITY) return `SES identity ${known(side.email_identity)}`;
  return type === MAIL_FROM ? `MAIL FROM of ${entry}` : address;
}

function describe({ type }: PlannedChange, side: Attributes): string {
  if (type === RECORD) {
    const priority = typeof side.priority === "number" ? `${side.priority} ` : "";
    const ttl = typeof side.ttl === "number" && side.ttl !== 1 ? `, ttl ${side.ttl}` : "";
    return `${priority}${parts(side.data) ?? known(side.content)}${side.proxied === true ? ", proxied" : ""}${ttl}`;
  }
  if (type === IDENTITY) return known(side.region);
  return type === MAIL_FROM ? `${known(side.mail_from_domain)} (${known(side.behavior_on_mx_failure)})` : "";
}

/** `flags=0 tag=issue value=amazon.com`: beside the parts of a record its content is what it was before the change. */
function parts(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const said = Object.entries(data).filter(([, value]) => value !== null && value !== UNKNOWN);
  return said.length === 0 ? undefined : said.map(([name, value]) => `${name}=${known(value)}`).join(" ");
}

/** Only where it changes: a comment is for people. */
function commentChange({ type, action, before, after }: PlannedChange): string {
  const [old, now] = [before.comment ?? "", after.comment ?? ""].map((comment) => JSON.stringify(comment));
  return type === RECORD && action === "update" && old !== now ? `, comment ${old} -> ${now}` : "";
}

function known(value: unknown): string {
  return value === undefined || value === null ? "(known after apply)" : String(value);
}
