// What the matches of SES, SNS and IAM have in common.
import type { Domain } from "../../dns/domain";
import { sesResources } from "../../dns/ses-resources";
import { type Change, type Managed, type Match, managedAddress } from "./match";

/** A match whose import id is known. */
interface Found {
  readonly importId: string;
  readonly fingerprint: string;
  readonly changes?: readonly Change[];
  readonly notes?: readonly string[];
}

/** Makes the matches of one entry. */
export class SesMatches {
  readonly #addresses: ReadonlyMap<string, string>;

  constructor(
    private readonly domain: Domain,
    private readonly managed: Managed,
  ) {
    this.#addresses = new Map(sesResources(domain).map(({ id, address }) => [id, address]));
  }

  absent(id: string, subject: string, notes: readonly string[] = []): Match {
    const nothing = { importId: null, fingerprint: null, changes: [] } as const;
    return { entry: this.domain.entry, id, subject, zone: null, status: "absent", ...nothing, notes };
  }

  found(id: string, subject: string, { importId, fingerprint, changes = [], notes = [] }: Found): Match {
    const isManaged = this.managed.has(managedAddress(this.#addresses.get(id) ?? ""));
    const status = isManaged ? "managed" : changes.length > 0 ? "different" : "identical";
    return { entry: this.domain.entry, id, subject, zone: null, status, importId, fingerprint, changes, notes };
  }
}

/** The changes of fields whose texts differ. */
export function changesOf(fields: readonly (readonly [field: string, before: string, after: string])[]): Change[] {
  return fields.flatMap(([field, before, after]) => (before === after ? [] : [{ field, before, after }]));
}

/** The tags that the plan changes. Those of AWS, which nobody can set, stay. */
export function tagChanges(seen: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): Change[] {
  const before = withoutAws(seen);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(wanted)])].sort();
  return changesOf(keys.map((key) => [`tag ${key}`, before[key] ?? "", wanted[key] ?? ""]));
}

/** The tags without those of AWS. */
export function withoutAws(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:")));
}

/** A document on one line that ends somewhere. */
export function shortText(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= 300 ? line : `${line.slice(0, 300)}…`;
}
