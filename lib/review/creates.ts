// The records that a plan creates and the records in a zone, with the fields that are compared.
import { canonicalName } from "../dns/canonical";
import { RECORD } from "../plan/attributes";
import type { ResourceChange } from "../plan/change";
import { isObject } from "../plan/values";

/** A record of a zone, as Cloudflare's API lists it. */
export interface LiveRecord {
  /** Null if it is not known. */
  readonly id: string | null;
  readonly type: string;
  readonly name: string;
  readonly content: string;
  readonly priority: number | null;
  readonly proxied: boolean;
  /** The parts, for types that have parts. @default - not known: such records are not compared */
  readonly data?: Readonly<Record<string, unknown>> | null;
}

/** A record that a plan creates. Records that are known only after the apply are not in the list. */
export interface PlannedCreate {
  readonly address: string;
  readonly entry?: string;
  /** The record's id within the entry. */
  readonly record?: string;
  readonly zoneId: string;
  readonly type: string;
  readonly name: string;
  /** Null if `data` has the parts. */
  readonly content: string | null;
  readonly priority: number | null;
  readonly proxied: boolean;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Whether the record exists and is moved to the name. Then an existing record there cannot be adopted in its place. */
  readonly moved: boolean;
}

/** The records that a plan creates, replaces or moves to another name, as far as their names are known. */
export function plannedCreates(changes: readonly ResourceChange[]): PlannedCreate[] {
  return changes.flatMap((change): PlannedCreate[] => {
    const { type, action, address, entry, record, after } = change;
    if (type !== RECORD || after === null || !(action === "create" || action === "replace" || isMoved(change)))
      return [];
    const { zone_id: zoneId, type: recordType, name } = after;
    // The names of a new identity's DKIM records: nobody else can have them.
    if (typeof zoneId !== "string" || typeof recordType !== "string" || typeof name !== "string") return [];
    return [
      {
        address,
        entry,
        record,
        zoneId,
        type: recordType,
        name: canonicalName(name),
        content: typeof after.content === "string" ? after.content : null,
        priority: typeof after.priority === "number" ? after.priority : null,
        proxied: after.proxied === true,
        data: isObject(after.data) ? after.data : null,
        moved: action === "update",
      },
    ];
  });
}

function isMoved({ action, before, after }: ResourceChange): boolean {
  const [from, to] = [before?.name, after?.name];
  return (
    action === "update" &&
    typeof from === "string" &&
    typeof to === "string" &&
    canonicalName(from) !== canonicalName(to)
  );
}
