// One resource's change in a plan, with its values masked.
import { parseResourceName } from "../dns/resource-name";
import { isTestAddress } from "../dns/test-addresses";
import { CERTIFICATE, changedAttributes, IDENTITY, ISSUED, MAIL_FROM, RECORD, SENDER } from "./attributes";
import type { RawResourceChange } from "./schema";
import { canonical, isObject, isSame, maskedSides, type Sides } from "./values";

/** What happens to a resource. "unknown" is a list of actions that this version does not know. */
export type Action = "none" | "create" | "update" | "replace" | "delete" | "forget" | "unknown";

/** The change of one resource, ours or not. */
export interface ResourceChange extends Sides {
  readonly address: string;
  /** Its address before a `moved` block. */
  readonly previousAddress?: string;
  readonly type: string;
  readonly name: string;
  /** The entry of domains.yaml; undefined for a resource that is not ours. */
  readonly entry?: string;
  /** The record's id within its entry, or that of a sender or of a test address; undefined for an identity and its MAIL FROM. */
  readonly record?: string;
  /** The key of an object that an earlier replacement left behind. */
  readonly deposed?: string;
  readonly provider: string;
  readonly action: Action;
  /** As in the file: the order shows the order of a replacement. */
  readonly actions: readonly string[];
  readonly reason?: string;
  /** The configured attributes that differ. */
  readonly differs: readonly string[];
  /** The id under which it is imported, or the identity as one text. */
  readonly importId?: string;
}

/** The values before and after must fit the action, else the action is "unknown". */
export function readChange(raw: RawResourceChange): ResourceChange {
  const { address, previous_address: previous, type, name, change } = raw;
  const sides = maskedSides(change);
  const importing = change.importing != null && change.importing !== false;
  const id =
    isObject(change.importing) && typeof change.importing.id === "string"
      ? change.importing.id
      : canonical(change.importing);
  return {
    ...sides,
    address,
    previousAddress: previous === address ? undefined : (previous ?? undefined),
    type,
    name,
    ...ownerOf(type, name, address),
    deposed: raw.deposed ?? undefined,
    provider: raw.provider_name ?? "",
    action: actionOf(change.actions, sides, raw.mode),
    actions: change.actions,
    differs: changedAttributes(type, sides.before, sides.after),
    reason: raw.action_reason ?? undefined,
    importId: importing ? id : undefined,
  };
}

/** Whether it is the identity of a test address of an entry, before and after: never that of a domain. */
export function isTestAddressChange({ type, record, before, after }: ResourceChange): boolean {
  const sides = [before, after].filter((side) => side !== null);
  return type === IDENTITY && sides.length > 0 && sides.every((side) => isTestAddress(record, side.email_identity));
}

/**
 * Whether Terraform does anything to a resource or to its address in the state. An update of attributes that only the provider
 * writes counts, because an apply makes it: the counts and lists of a plan include it.
 */
export function isPlanned({ action, importId, previousAddress }: ResourceChange): boolean {
  return action !== "none" || importId !== undefined || previousAddress !== undefined;
}

/**
 * Whether a planned change does anything that a user decides. An update of attributes that only the provider writes does not
 * count: reviews and digests leave it out.
 */
export function isEffective(change: ResourceChange): boolean {
  if (change.action !== "update" || change.differs.length > 0) return isPlanned(change);
  return change.importId !== undefined || change.previousAddress !== undefined;
}

const OUR_TYPES: readonly string[] = [CERTIFICATE, IDENTITY, ISSUED, MAIL_FROM, RECORD, SENDER];

/**
 * Found by the Terraform name alone, for a single resource in the root module. It says which entry owns the resource, not what
 * the resource does.
 */
function ownerOf(type: string, name: string, address: string): Pick<ResourceChange, "entry" | "record"> {
  const parsed = OUR_TYPES.includes(type) && address === `${type}.${name}` ? parseResourceName(name) : undefined;
  if (parsed === undefined) return {};
  return { entry: parsed.entry, record: parsed.id };
}

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ["no-op", "none"],
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
  ["forget", "forget"],
  ["delete,create", "replace"],
  ["create,delete", "replace"],
  ["create,forget", "replace"],
]);

/** The values before and after must fit the action: an "update" without values after it is not trusted. */
function actionOf(actions: readonly string[], { before, after }: Sides, mode: string | null | undefined): Action {
  const action = ACTIONS.get(actions.join(",")) ?? "unknown";
  const expected: Readonly<Record<Action, readonly [boolean, boolean] | undefined>> = {
    none: [true, true],
    create: [false, true],
    update: [true, true],
    replace: [true, true],
    delete: [true, false],
    forget: [true, false],
    unknown: undefined,
  };
  const [hasBefore, hasAfter] = expected[action] ?? [];
  const isBorneOut = hasBefore === (before !== null) && hasAfter === (after !== null);
  const isStill = action !== "none" || isSame(before, after);
  return isBorneOut && isStill && (mode ?? "managed") === "managed" ? action : "unknown";
}
