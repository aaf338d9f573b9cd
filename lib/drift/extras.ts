// Records that nobody applied and that mail beside ours depends on: a second SPF or DMARC record, another MX, a CNAME at one of our
// names, a delegation of one. All other records are their owners' business, such as a mailbox's MX at the domain itself.
import type { ZoneRecord } from "../cloudflare/zone-record";
import { canonicalName, txtVersion } from "../dns/canonical";
import { append } from "../dns/maps";
import { plainText } from "../dns/text/txt";
import { type RecordSide, recordSide } from "../review/changes/record-side";
import type { AppliedResource } from "./state";

/** The records of ours in one zone, by their names. */
export class OurNames {
  readonly #at = new Map<string, RecordSide[]>();
  /** The names, and all names above them. */
  readonly #above = new Set<string>();

  constructor(
    records: readonly AppliedResource[],
    /** The zone's name, if it is known. */
    readonly zone: string | undefined,
  ) {
    for (const { attributes } of records) {
      const side = recordSide(attributes);
      if (side.name === undefined) continue;
      append(this.#at, side.name, side);
      for (let name = side.name; !this.#above.has(name); name = name.slice(name.indexOf(".") + 1)) {
        this.#above.add(name);
        if (!name.includes(".")) break;
      }
    }
  }

  /** Whether a record that is not ours matters to ours. */
  isAffectedBy({ type, name, content }: Pick<ZoneRecord, "type" | "name" | "content">): boolean {
    const at = canonicalName(name);
    // The zone's own NS records delegate nothing.
    if (type === "NS" || type === "DS") return at !== this.zone && this.#above.has(at);
    const ours = this.#at.get(at) ?? [];
    if (ours.length === 0) return false;
    // Cloudflare flattens a CNAME at the zone's own name, and no other record suffers.
    if (type === "CNAME") return at !== this.zone || ours.some((side) => side.type === "CNAME");
    if (type === "MX") return ours.some((side) => side.type === "MX");
    if (type !== "TXT") return false;
    const version = txtVersion(plainText(content));
    return version !== undefined && ours.some(({ text }) => text !== undefined && txtVersion(text) === version);
  }
}
