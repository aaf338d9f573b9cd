// All records of a zone, page by page, as the API has them. With a page missing, existing records would look absent, so the number of
// records read must be the number that Cloudflare reports.
import { CloudflareError, HttpError, unexpectedAnswer } from "./error";
import type { Get } from "./requests";

/** A record as the API has it: more fields than these, in Cloudflare's own form. */
export interface ApiRecord extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

/** The list in an answer of the API. */
export interface ListAnswer {
  readonly result: readonly unknown[] | undefined;
  readonly total_count: number | undefined;
  readonly per_page: number | undefined;
}

/** The API allows up to 5,000,000. A page of so many records is some 3 MB, and requests are what is scarce. */
export const PER_PAGE = 5000;

/** More than any plan of Cloudflare's allows: https://developers.cloudflare.com/dns/manage-dns-records/ */
const MAX_RECORDS = 200_000;

/** MAX_RECORDS in pages of 100, the smallest that Cloudflare chooses by itself. */
const MAX_PAGES = 2000;

/** How often a zone is read if it changes during the reading. */
const MAX_READS = 3;

/**
 * @param name the zone's name, for messages
 * @param perPage how many records a page should have; Cloudflare may give fewer
 * @throws CloudflareError where the records cannot be read, all of them; and what `get` rejects with
 */
export async function readPages(get: Get, name: string, zoneId: string, perPage: number): Promise<ApiRecord[]> {
  const path = `/zones/${encodeURIComponent(zoneId)}/dns_records`;
  for (let reading = 0; reading < MAX_READS; reading += 1) {
    const records: ApiRecord[] = [];
    let total: number | undefined;
    for (let page = 1; total === undefined || records.length < total; page += 1) {
      const { result, total_count, per_page } = listIn(await get(path, { page, per_page: perPage }));
      if (result === undefined || total_count === undefined)
        throw unexpectedAnswer(`zone "${name}"`, "list of records");
      if (total_count > MAX_RECORDS) {
        const message = `zone "${name}" is said to have ${total_count} records, which no zone has: check the network's proxy`;
        throw new CloudflareError("other", message);
      }
      total ??= total_count;
      // Pages that are not full, or too many of them, mean that the zone is changing. A server may return smaller pages than requested.
      const pages = Math.min(Math.ceil(total / Math.min(perPage, per_page ?? perPage)), MAX_PAGES);
      if (result.length === 0 || total_count !== total || page > pages) break;
      for (const answer of result) {
        if (!isRecord(answer)) throw unexpectedAnswer(`zone "${name}"`, "list of records");
        records.push(answer);
      }
    }
    // A record that is created or deleted between two pages shifts the others.
    if (records.length === total && new Set(records.map(({ id }) => id)).size === total) return records;
  }
  const fix = "wait until the other change is done, and run this again";
  throw new CloudflareError("changing", `zone "${name}" changes while it is read, some records were missed: ${fix}`);
}

/** Whether an answer is a record of the API. */
export function isRecord(answer: unknown): answer is ApiRecord {
  const { id, type, name } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  return typeof id === "string" && typeof type === "string" && typeof name === "string";
}

/**
 * The list in an answer. https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
 * @throws HttpError if Cloudflare says that the request failed
 */
export function listIn(answer: unknown): ListAnswer {
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
