// Cloudflare's DNS records API as a zone's owner sees it: how it stores what it is given, and what it refuses. It reports only the
// first conflict that it finds. Any id of 32 hexadecimal digits counts as a zone of the account.
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import type { CloudflareRecord } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { checkConflicts, checkIds, checkRecord } from "./checks";
import { contentOfData, type RecordParts, storedData } from "./data";
import { quotedStrings } from "./quoted-strings";

/** The body of a request. Fields that are left out have the API's defaults. */
export interface RecordBody {
  readonly name: string;
  readonly type: string;
  readonly content?: string;
  readonly priority?: number;
  readonly data?: RecordParts;
  readonly proxied?: boolean;
  readonly ttl: number;
  readonly comment?: string;
  readonly tags?: readonly string[];
  readonly settings?: Readonly<Record<string, boolean>>;
}

const TARGETS = ["CNAME", "MX", "NS", "PTR"];

/** POST /zones/:zone/dns_records */
export function createRecord(world: World, zone: string, body: RecordBody): CloudflareRecord {
  world.noteCall("DNS Write");
  const { number, change } = world.nextNumber();
  const id = createHash("sha256").update(`record/${zone}/${number}`).digest("hex").slice(0, 32);
  const record = storedRecord(world, zone, id, body);
  checkConflicts(world, record);
  world.commit(change, world.records.put(id, record));
  return record;
}

/** PUT /zones/:zone/dns_records/:id */
export function updateRecord(world: World, zone: string, id: string, body: RecordBody): CloudflareRecord {
  world.noteCall("DNS Write");
  const old = findRecord(world, zone, id);
  const record = storedRecord(world, zone, id, body, old);
  // Cloudflare stopped allowing changes of a record's type on 30 June 2026. The code is not from a primary source.
  if (record.type !== old.type) throw new ApiError(400, "9010", "The type of a DNS record cannot be changed.");
  checkConflicts(world, record);
  world.commit(world.records.put(id, record));
  return record;
}

/** GET /zones/:zone/dns_records: all records; the HTTP API splits them into pages. */
export function listRecords(world: World, zone: string): CloudflareRecord[] {
  world.noteCall("DNS Read");
  checkIds(world, zone);
  return world.records.values().filter((record) => record.zone_id === zone);
}

/** GET /zones/:zone/dns_records/:id */
export function getRecord(world: World, zone: string, id: string): CloudflareRecord {
  world.noteCall("DNS Read");
  return findRecord(world, zone, id);
}

/** The record as stored. The caller counts the API call. */
function findRecord(world: World, zone: string, id: string): CloudflareRecord {
  checkIds(world, zone, id);
  const record = world.records.get(id);
  if (record === undefined || record.zone_id !== zone) throw new ApiError(404, "81044", "Record does not exist.");
  return record;
}

/** DELETE /zones/:zone/dns_records/:id */
export function deleteRecord(world: World, zone: string, id: string): void {
  world.noteCall("DNS Write");
  findRecord(world, zone, id);
  world.commit(world.records.remove(id));
}

/** The record as the API stores it, which may differ from the request. */
function storedRecord(
  world: World,
  zone: string,
  id: string,
  body: RecordBody,
  old?: CloudflareRecord,
): CloudflareRecord {
  checkIds(world, zone);
  const type = body.type.toUpperCase();
  const data = body.data === undefined ? null : storedData(type, body.data);
  const now = world.timestamp();
  const { tags = [], proxied = false } = body;
  // The API returns an empty comment as null, so a configuration with an empty comment always shows a difference.
  const comment = body.comment || null;
  const record = {
    id,
    zone_id: zone,
    name: fullName(world, zone, body.name),
    type,
    content: data === null ? storedContent(type, body.content ?? "") : contentOfData(type, data),
    priority: priorityOf(type, body),
    data,
    proxied,
    // Cloudflare sets the TTL of a proxied record.
    ttl: proxied ? 1 : body.ttl,
    comment,
    tags,
    settings: body.settings ?? (type === "CNAME" && !proxied ? { flatten_cname: false } : {}),
    created_on: old?.created_on ?? now,
    modified_on: now,
    comment_modified_on: comment === null ? null : comment === old?.comment ? old.comment_modified_on : now,
    tags_modified_on: tags.length === 0 ? null : String(tags) === String(old?.tags) ? old!.tags_modified_on : now,
  };
  checkRecord(record, body.ttl);
  return record;
}

/**
 * Only these types have a priority field. The priority of an SRV record comes from its data, and the field beside it is ignored. So
 * a configuration that leaves the field out always shows a difference: cloudflare/terraform-provider-cloudflare#6684, #6651
 */
function priorityOf(type: string, { priority, data }: RecordBody): number | null {
  if (type === "SRV") return data?.priority === undefined ? null : Number(data.priority);
  return type === "MX" || type === "URI" ? (priority ?? null) : null;
}

/** `@` and names outside the zone are relative to it. The emulator can complete them only if it knows the zone's name. */
function fullName(world: World, zone: string, name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, "");
  const zoneName = world.zones.get(zone)?.name;
  if (zoneName === undefined || plain === zoneName || plain.endsWith(`.${zoneName}`)) return plain;
  return plain === "@" ? zoneName : `${plain}.${zoneName}`;
}

function storedContent(type: string, content: string): string {
  if (type === "AAAA" && isIPv6(content) && !content.includes("%")) return canonicalIpv6(content);
  // The API removes the final dot, so a configuration with one always shows a difference:
  // cloudflare/terraform-provider-cloudflare#7286
  if (TARGETS.includes(type) && content !== ".") return content.toLowerCase().replace(/\.$/, "");
  return type === "TXT" ? storedText(content) : content;
}

/** RFC 5952 §4. The URL standard's host serializer writes that form: https://url.spec.whatwg.org/#concept-ipv6-serializer */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/**
 * Text without quotes is stored as received (seen: go-acme/lego#2521 and caddy-dns/cloudflare#89). A string that is too long is
 * returned in quoted pieces of 255 bytes, which Terraform sees as another value: cloudflare/terraform-provider-cloudflare#6238.
 */
function storedText(content: string): string {
  const isQuoted = /^".*"$/s.test(content);
  const strings = isQuoted ? quotedStrings(content) : [content];
  if (strings.every((text) => Buffer.byteLength(text) <= 255)) return content;
  return strings
    .flatMap((text) => text.match(/.{1,255}/gs) ?? [""])
    .map((text) => `"${text}"`)
    .join(" ");
}
