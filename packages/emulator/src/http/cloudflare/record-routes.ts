// DNS records over HTTP: https://developers.cloudflare.com/api/resources/dns/subresources/records/
// Whatever the records service refuses is refused here too. Faults match a list by the zone's name, and other calls by the record's
// name.

import { isJsonObject } from "../../json";
import { isProxiable } from "../../services/cloudflare/checks";
import { isDataType } from "../../services/cloudflare/data";
import {
  createRecord,
  deleteRecord,
  getRecord,
  listRecords,
  type RecordBody,
  updateRecord,
} from "../../services/cloudflare/records";
import type { CloudflareRecord } from "../../world/entities";
import type { CallOperation } from "../../world/fault";
import { ApiError } from "../../world/faults";
import { type PageSize, pageOf } from "./page";
import { filterRecords } from "./record-filter";
import type { CloudflareCall, CloudflareRoute } from "./route";

const PAGE: PageSize = { initial: 100, min: 1, max: 5_000_000 };
const COLLECTION = "/zones/:zone/dns_records";
const ITEM = `${COLLECTION}/:record`;

/** Other paths of the API that would look like a record's id. */
const UNSUPPORTED = [
  "POST batch",
  "GET export",
  "POST import",
  "POST scan",
  "GET usage",
  "GET scan",
  "POST scan/trigger",
];

export const RECORD_ROUTES: readonly CloudflareRoute[] = [
  ...UNSUPPORTED.map((call) => {
    const [method = "", path = ""] = call.split(" ");
    return route(method, `${COLLECTION}/${path}`, "read", () => {
      throw new ApiError(501, "501", `The emulator does not emulate ${method} …/dns_records/${path}.`);
    });
  }),
  route("GET", COLLECTION, "list", ({ world, query }, zone) => {
    const { items, info } = pageOf(filterRecords(listRecords(world, zone), query), query, PAGE);
    return { result: items.map(recordJson), result_info: info };
  }),
  route("POST", COLLECTION, "create", ({ world, body }, zone) => recordResult(createRecord(world, zone, bodyOf(body)))),
  route("GET", ITEM, "read", ({ world }, zone, record) => recordResult(getRecord(world, zone, record))),
  route("PUT", ITEM, "update", ({ world, body }, zone, record) =>
    recordResult(updateRecord(world, zone, record, bodyOf(body))),
  ),
  route("PATCH", ITEM, "update", ({ world, body }, zone, record) => {
    const { content, data, ...before } = getRecord(world, zone, record);
    const value = isDataType(before.type) ? { data } : { content };
    return recordResult(updateRecord(world, zone, record, bodyOf({ ...before, ...value, ...body })));
  }),
  route("DELETE", ITEM, "delete", ({ world }, zone, record) => {
    deleteRecord(world, zone, record);
    return { result: { id: record } };
  }),
];

function route(
  method: string,
  path: string,
  operation: CallOperation,
  answer: (call: CloudflareCall, zone: string, record: string) => ReturnType<CloudflareRoute["answer"]>,
): CloudflareRoute {
  return {
    method,
    path,
    subject({ world, body, parts: { zone = "", record = "" } }) {
      const name = operation === "list" ? world.zones.get(zone)?.name : world.records.get(record)?.name;
      return { operation, type: "cloudflare_dns_record", name: name ?? (String(body.name ?? "") || zone) };
    },
    answer: (call) => answer(call, call.parts.zone ?? "", call.parts.record ?? ""),
  };
}

function recordResult(record: CloudflareRecord) {
  return { result: recordJson(record) };
}

/** Fields without a value are left out, except `comment`. */
function recordJson(record: CloudflareRecord): object {
  const { comment, zone_id: _zone, ...rest } = record;
  const there = Object.entries(rest).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(there), comment, proxiable: isProxiable(record), meta: {} };
}

/**
 * The body in the form that the service takes, with the API's own defaults. The code for a missing field is not from a primary
 * source.
 */
function bodyOf(given: Readonly<Record<string, unknown>>): RecordBody {
  const { name, type, ttl = 1 } = given;
  if (typeof name !== "string" || typeof type !== "string" || typeof ttl !== "number") {
    throw new ApiError(400, "1004", "DNS Validation Error");
  }
  const { content, priority, data, proxied, comment, tags, settings } = given;
  return {
    name,
    type,
    ttl,
    content: typeof content === "string" ? content : undefined,
    priority: typeof priority === "number" ? priority : undefined,
    data: isJsonObject(data) ? (data as RecordBody["data"]) : undefined,
    proxied: typeof proxied === "boolean" ? proxied : undefined,
    comment: typeof comment === "string" ? comment : undefined,
    tags: Array.isArray(tags) ? tags.map(String) : undefined,
    settings: isJsonObject(settings) ? (settings as RecordBody["settings"]) : undefined,
  };
}
