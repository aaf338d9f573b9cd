// imports.yaml for the article's domain as somebody made it by hand.
import {
  type ImportedRecord,
  identityFingerprint,
  mailFromFingerprint,
  recordFingerprint,
} from "../../lib/dns/fingerprint";
import { type CloudflareRecord, type RecordBody, updateRecord } from "../../packages/emulator/internals/world";
import { ZONE_ID } from "./domains";
import { articleRecords, type HandMadeWorld } from "./made-by-hand";

/** One item of imports.yaml. */
export interface Item {
  readonly record: string;
  readonly id: string;
  readonly fingerprint: string;
}

const RECORDS = ["dkim-1", "dkim-2", "dkim-3", "mail-from-mx", "mail-from-spf", "dmarc", "web-www"];

/** Makes identity, MAIL FROM and the seven records; in the order of the hand-over table, what SES has first. */
export function makeArticle(world: HandMadeWorld, zone: string = ZONE_ID): Item[] {
  const tokens = world.identity();
  const records = world.records(articleRecords(tokens), zone);
  const id = "example.com@us-east-1";
  const mailFrom = mailFromFingerprint({ domain: "mail.example.com", behavior: "USE_DEFAULT_VALUE" });
  return [
    { record: "identity", id, fingerprint: identityFingerprint({ domain: "example.com", tokens }) },
    { record: "mail-from", id, fingerprint: mailFrom },
    ...records.map((seen, index) => itemOf(RECORDS[index]!, seen)),
  ];
}

export function itemOf(record: string, seen: CloudflareRecord): Item {
  return { record, id: `${seen.zone_id}/${seen.id}`, fingerprint: recordFingerprint(seen satisfies ImportedRecord) };
}

/** Changes a record by hand. */
export function editRecord(made: HandMadeWorld, importId: string, change: Partial<RecordBody>): CloudflareRecord {
  return made.edit((world) => {
    const [zone = "", id = ""] = importId.split("/");
    const { name, type, content, ttl, priority } = world.records.get(id)!;
    const body = { name, type, content, ttl, ...(priority === null ? {} : { priority }) };
    return updateRecord(world, zone, id, { ...body, ...change });
  });
}

export function importsYaml(items: readonly Item[], entry = "example.com"): string {
  const lines = items.flatMap(({ record, id, fingerprint }) => [
    `  - entry: ${entry}`,
    `    record: ${record}`,
    `    import: ${id}`,
    `    fingerprint: ${fingerprint}`,
  ]);
  return ["imports:", ...lines, ""].join("\n");
}
