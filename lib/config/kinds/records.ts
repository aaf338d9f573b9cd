// records: any other record of the zone.
import * as z from "zod";
import type { ExtraRecord } from "../../dns/domain";
import { recordId } from "../../dns/kinds/record";
import { fullName } from "../../dns/names";
import { RECORD_TYPES } from "../../dns/record-types";
import { type EntryContext, ttlOf } from "../entries/context";
import { EntryFault, type Path } from "../entries/fault";
import { asciiName } from "../entries/hosts";
import { recordValue } from "../entries/record-value";
import { matching, name, ttl } from "../schema/fields";

/** A record's key in `records` becomes a part of its Terraform address. */
const KEY = /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/;

/** CDKTF encodes tokens as very large and very small numbers. No part of a record needs such numbers. */
const part = z
  .number()
  .min(-100_000, "expected a number from -100000 to 4294967295")
  .max(4_294_967_295, "expected a number from -100000 to 4294967295");

export const records = z
  .record(
    matching(KEY, "expected a key of lower-case letters, digits, hyphens and underscores"),
    z.strictObject({
      type: z.enum(RECORD_TYPES).describe("The type, such as TXT."),
      name: name("@ for the domain itself, a label below it, or a full name."),
      content: z.string().optional().describe("The value; of a TXT the text itself, without quotes."),
      priority: z.int("expected a whole number").min(0).max(65535).optional().describe("Of MX and URI."),
      data: z
        .record(
          matching(/^[A-Za-z][A-Za-z0-9_]*$/, "expected the name of a part, such as tag"),
          z.union([z.string(), part]),
        )
        .optional()
        .describe(
          "The parts of CAA (flags, tag, value), SRV (priority, weight, port, target) and other types in parts, instead of content.",
        ),
      ttl: ttl.describe("Seconds, or auto. Default: the domain's."),
      proxied: z.boolean().optional().describe("Through Cloudflare's proxy. Default: false."),
      moved: matching(KEY, "expected the key that this record had before")
        .optional()
        .describe(
          "The key that this record had before: Terraform moves the record. A new key alone would recreate it.",
        ),
    }),
  )
  .optional()
  .describe(
    "Other records of the zone, by a key that is part of their Terraform address. The record id is record-<key>.",
  );

type Records = z.infer<typeof records>;
type RecordValue = NonNullable<Records>[string];

export function makeRecords(setting: Records = {}, { domain, key, ttl, note, attempt }: EntryContext): ExtraRecord[] {
  const make = ([id, record]: [string, RecordValue]): ExtraRecord => {
    const subject = `name "${record.name}" of record "${id}" of "${key}"`;
    const ascii = record.name === "@" ? "@" : asciiName(record.name, subject, ["records", id, "name"]);
    if ((record.content === undefined) === (record.data === undefined)) {
      throw new EntryFault(`record "${id}" of "${key}" needs content or data, one of the two`, ["records", id]);
    }
    refuseMove(id, record, setting, key);
    refusePriorityInContent(id, record, key);
    note(recordId(id), "records", id);
    if (record.ttl !== undefined) note(`${recordId(id)} ttl`, "records", id, "ttl");
    const { type, proxied = false } = record;
    const own = ttlOf(record.ttl) ?? (proxied ? 1 : ttl);
    return {
      key: id,
      moved: record.moved,
      type,
      name: fullName(ascii, domain),
      ...recordValue(record, `record "${id}" of "${key}"`, ["records", id]),
      proxied,
      ttl: own,
    };
  };
  const records = Object.entries(setting).flatMap((item) => attempt(() => [make(item)], []));
  return records.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A line of a zone file, which most DNS hosts take in one field. */
function refusePriorityInContent(id: string, { type, content, priority }: RecordValue, key: string): void {
  const [, number, host] = /^\s*(\d{1,5})\s+(\S+)\s*$/.exec(content ?? "") ?? [];
  if (type !== "MX" || priority !== undefined || number === undefined) return;
  const message = `record "${id}" of "${key}" has its priority in the content: write priority: ${number} and content: ${host}`;
  throw new EntryFault(message, ["records", id, "content"]);
}

/** Terraform only accepts a move from a key that no longer exists, and only one move from it. */
function refuseMove(
  id: string,
  { moved }: RecordValue,
  records: Readonly<Record<string, RecordValue>>,
  key: string,
): void {
  if (moved === undefined) return;
  const steps: Path = ["records", id, "moved"];
  const subject = `record "${id}" of "${key}" was moved from "${moved}"`;
  if (Object.hasOwn(records, moved))
    throw new EntryFault(`${subject}, which still exists: remove "moved", or the record of that key`, steps);
  const duplicate = Object.entries(records).find(([other, record]) => other !== id && record.moved === moved);
  if (duplicate !== undefined)
    throw new EntryFault(`${subject}, and so was "${duplicate[0]}": keep one of them`, steps);
}
