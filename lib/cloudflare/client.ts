// Reads the records of Cloudflare zones. With a page missing, existing records would look absent, so the number of records read must
// be the number that Cloudflare reports.
import { canonicalName } from "../dns/canonical";
import type { Environment } from "../net/proxy";
import { credentialsOf } from "./credentials";
import { CloudflareError, describeFailure, HttpError, unexpectedAnswer } from "./error";
import { cloudflareRequests, type Get, type RequestsProps } from "./requests";
import type { ZoneRecord } from "./zone-record";

export interface CloudflareOptions
  extends Pick<RequestsProps, "onWait" | "maxRetries" | "timeout" | "clock" | "signal"> {
  /** Has CLOUDFLARE_API_TOKEN, or CLOUDFLARE_API_KEY and CLOUDFLARE_EMAIL; CLOUDFLARE_BASE_URL; and the variables for proxies. */
  readonly env: Environment;
  /** Records per page. @default 1000 */
  readonly perPage?: number;
}

export interface Cloudflare {
  /** @throws CloudflareError where there is not exactly one such zone, or it cannot be asked */
  zoneId(name: string): Promise<string>;
  /**
   * All records of a zone.
   * @throws CloudflareError where they cannot be read, all of them
   */
  listRecords(zone: { readonly name: string; readonly id: string }): Promise<ZoneRecord[]>;
}

const API = "https://api.cloudflare.com/client/v4";

/** The API allows up to 5,000,000; this keeps an answer below a megabyte and needs four requests for 3,500 records. */
const PER_PAGE = 1000;

/** More than any plan of Cloudflare's allows: https://developers.cloudflare.com/dns/manage-dns-records/ */
const MAX_RECORDS = 200_000;

/** MAX_RECORDS in pages of 100, the smallest that Cloudflare chooses by itself. */
const MAX_PAGES = 2000;

/** How often a zone is read if it changes during the reading. */
const MAX_READS = 3;

/** @throws CloudflareError where the environment does not say who asks, or whom */
export function createCloudflare({ env, perPage = PER_PAGE, ...rest }: CloudflareOptions): Cloudflare {
  const credentials = credentialsOf(env);
  const get = cloudflareRequests({ ...rest, env, headers: credentials.headers, base: baseOf(env) });
  const explained = async <T>(subject: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (failure) {
      throw failure instanceof CloudflareError ? failure : describeFailure(failure as Error, subject, credentials);
    }
  };
  return {
    zoneId: (name) => explained(`zone "${name}"`, () => zoneId(get, name)),
    listRecords: ({ name, id }) => explained(`zone "${name}"`, () => listRecords(get, name, id, perPage)),
  };
}

function baseOf({ CLOUDFLARE_BASE_URL: baseUrl }: Environment): URL {
  const text = baseUrl?.trim() || API;
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base !== undefined && /^https?:$/.test(base.protocol)) return base;
  throw new CloudflareError(
    "other",
    "CLOUDFLARE_BASE_URL is no address: write it as https://HOST/client/v4, or unset it",
  );
}

async function zoneId(get: Get, name: string): Promise<string> {
  const { result } = envelope(await get("/zones", { name }));
  const zones = result?.map((zone) => zone as { readonly id?: unknown; readonly name?: unknown } | null);
  if (zones === undefined) throw unexpectedAnswer(`zone "${name}"`, "list of zones");
  const [id, second] = zones.flatMap((found) => {
    if (typeof found?.name !== "string" || canonicalName(found.name) !== name) return [];
    // It becomes part of a path.
    if (typeof found.id !== "string" || !/^[0-9a-f]{32}$/.test(found.id))
      throw unexpectedAnswer(`zone "${name}"`, "list of zones");
    return [found.id];
  });
  if (id === undefined) {
    const fix = `check the name, let the token read the zone ("Zone Read"), or write its id to "zones" in domains.yaml`;
    throw new CloudflareError("no-zone", `zone "${name}" is not among those that the token can see: ${fix}`);
  }
  if (second === undefined) return id;
  const fix = `write the id of the one that is meant to "zones" in domains.yaml`;
  throw new CloudflareError("no-zone", `zone "${name}" is there twice, in two accounts: ${fix}`);
}

async function listRecords(get: Get, zone: string, zoneId: string, perPage: number): Promise<ZoneRecord[]> {
  const path = `/zones/${encodeURIComponent(zoneId)}/dns_records`;
  for (let reading = 0; reading < MAX_READS; reading += 1) {
    const records: ZoneRecord[] = [];
    let total: number | undefined;
    for (let page = 1; total === undefined || records.length < total; page += 1) {
      const { result, total_count, per_page } = envelope(await get(path, { page, per_page: perPage }));
      if (result === undefined || total_count === undefined)
        throw unexpectedAnswer(`zone "${zone}"`, "list of records");
      if (total_count > MAX_RECORDS) {
        const message = `zone "${zone}" is said to have ${total_count} records, which no zone has: check the network's proxy`;
        throw new CloudflareError("other", message);
      }
      total ??= total_count;
      // Pages that are not full, or too many of them, mean that the zone is changing. A server may return smaller pages than requested.
      const pages = Math.min(Math.ceil(total / Math.min(perPage, per_page ?? perPage)), MAX_PAGES);
      if (result.length === 0 || total_count !== total || page > pages) break;
      for (const answer of result) records.push(readRecord(zone, zoneId, answer));
    }
    // A record that is created or deleted between two pages shifts the others.
    if (records.length === total && new Set(records.map(({ id }) => id)).size === total) return records;
  }
  const fix = "wait until the other change is done, and run this again";
  throw new CloudflareError("changing", `zone "${zone}" changes while it is read, some records were missed: ${fix}`);
}

interface Envelope {
  readonly result: readonly unknown[] | undefined;
  readonly total_count: number | undefined;
  readonly per_page: number | undefined;
}

/**
 * The list in an answer. https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
 * @throws Refusal where it says that it is none
 */
function envelope(answer: unknown): Envelope {
  const { success, result, result_info } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  if (success === false) throw new HttpError(200, answer);
  const info = (result_info ?? {}) as Readonly<Record<string, unknown>>;
  const count = (value: unknown, least: number) =>
    typeof value === "number" && Number.isInteger(value) && value >= least ? value : undefined;
  return {
    result: Array.isArray(result) ? result : undefined,
    total_count: count(info.total_count, 0),
    per_page: count(info.per_page, 1),
  };
}

/** Fields that an older record does not have count as absent. */
function readRecord(zone: string, zoneId: string, answer: unknown): ZoneRecord {
  const { id, type, name, content, priority, data, ttl, proxied, comment, tags, settings } = (answer ?? {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof id !== "string" || typeof type !== "string" || typeof name !== "string")
    throw unexpectedAnswer(`zone "${zone}"`, "list of records");
  const parts = Object.entries((data ?? {}) as Record<string, unknown>).filter(
    (part): part is [string, string | number] => typeof part[1] === "string" || typeof part[1] === "number",
  );
  return {
    zone,
    zoneId,
    id,
    type: type.toUpperCase(),
    name,
    content: typeof content === "string" ? content : "",
    priority: typeof priority === "number" ? priority : null,
    data: parts.length === 0 ? null : Object.fromEntries(parts),
    ttl: typeof ttl === "number" ? ttl : 1,
    proxied: proxied === true,
    comment: typeof comment === "string" && comment !== "" ? comment : null,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    flattened: (settings as { readonly flatten_cname?: unknown } | null | undefined)?.flatten_cname === true,
  };
}
