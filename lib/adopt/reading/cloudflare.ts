// What stands in Cloudflare's zones, by the official client. A page that is missing would make records look absent that are
// there, so the number of records read must be the number that Cloudflare counts.
import { plainName } from "../../dns/meaning";
import { EndlessAnswer, fetchBy, httpClient } from "../../net/client";
import { type Environment, ProxyError } from "../../net/proxy";
import type { ZoneRecord } from "../zone/zone-record";
import { CloudflareFault, describeFailure } from "./cloudflare-fault";

export interface CloudflareOptions {
  /** Names the proxies. @default - there are none */
  readonly env?: Environment;
  /** An API token that may read DNS, and zones where they are looked up by name; undefined where there is none. */
  readonly token: string | undefined;
  /** @default - Cloudflare's own */
  readonly baseURL?: string;
  /** Tells that an answer is waited for, in words. @default - nobody is told */
  readonly onWait?: (message: string) => void;
  /** How often a request is sent again after 429, 5xx or a broken connection. @default 5 */
  readonly maxRetries?: number;
  /** Milliseconds for one answer. @default 30000 */
  readonly timeout?: number;
  /** Records in a page. @default 1000 */
  readonly perPage?: number;
}

export interface Cloudflare {
  /** @throws CloudflareFault where there is not exactly one such zone, or it cannot be asked */
  zoneId(name: string): Promise<string>;
  /**
   * All records of a zone.
   * @throws CloudflareFault where they cannot be read, all of them
   */
  listRecords(zone: { readonly name: string; readonly id: string }): Promise<ZoneRecord[]>;
}

/** What of the client is used. */
interface Client {
  readonly zones: {
    list(query: { name: string }): PromiseLike<{ readonly result: readonly { id: string; name: string }[] }>;
  };
  readonly dns: {
    readonly records: {
      list(query: { zone_id: string; page: number; per_page: number }): PromiseLike<{
        readonly result: readonly object[];
        readonly result_info: object;
      }>;
    };
  };
}

const API = "https://api.cloudflare.com/client/v4";

/** The API takes up to 5,000,000; this keeps an answer below a megabyte, and 3,500 records in four calls. */
const PER_PAGE = 1000;

/** Bytes of a page. */
const LIMIT = 32 << 20;

/** More than any plan of Cloudflare's allows: https://developers.cloudflare.com/dns/manage-dns-records/ */
const MOST_RECORDS = 200_000;

/** Seconds: requests are counted over five minutes, https://developers.cloudflare.com/fundamentals/api/reference/limits/ */
const LONGEST_WAIT = 300;

/** How often a zone is read again that changes meanwhile. */
const READINGS = 3;

/** @throws CloudflareFault where there is no token */
export async function createCloudflare(options: CloudflareOptions): Promise<Cloudflare> {
  const { token, baseURL = API, onWait = () => {}, perPage = PER_PAGE } = options;
  if (!token?.trim()) {
    throw new CloudflareFault(
      "no-token",
      'no token for Cloudflare: set CLOUDFLARE_API_TOKEN to one with the permission "DNS Read"',
    );
  }
  // Late: the package takes a third of a second to load.
  const { default: CloudflareClient } = await import("cloudflare");
  const timeout = options.timeout ?? 30_000;
  let reason: unknown;
  // What would be the same once more is not asked for again: a client's error of Cloudflare's is not either.
  const hopeless = (error: Error): Response => {
    const { cause } = error;
    if (!(cause instanceof ProxyError || (cause instanceof EndlessAnswer && cause.code === "EMSGSIZE"))) throw error;
    reason = cause;
    return new Response(null, { status: 400 });
  };
  const ask = fetchBy(httpClient({ env: options.env ?? {}, timeout, limit: LIMIT }));
  const client = new CloudflareClient({
    ...{ apiToken: token.trim(), baseURL, maxRetries: options.maxRetries ?? 5, timeout },
    // What the environment may have beside the token is not ours to send, and nothing is logged.
    ...{ apiKey: null, apiEmail: null, userServiceKey: null, logLevel: "off" },
    fetch: (input, init) => ask(input, init).then((response) => told(response, onWait), hopeless),
  });
  const explained = async <T>(subject: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (failure) {
      throw failure instanceof CloudflareFault ? failure : describeFailure(reason ?? failure, subject, token.trim());
    }
  };
  return {
    zoneId: (name) => explained(`zone "${name}"`, () => zoneId(client, name)),
    listRecords: ({ name, id }) => explained(`zone "${name}"`, () => listRecords(client, name, id, perPage)),
  };
}

async function zoneId(client: Client, name: string): Promise<string> {
  const { result } = await client.zones.list({ name });
  const [zone, second] = result.filter((found) => plainName(found.name) === name);
  if (zone === undefined) {
    const cure = `check the name, let the token read the zone ("Zone Read"), or write its id to "zones" in domains.yaml`;
    throw new CloudflareFault("no-zone", `zone "${name}" is not among those that the token can see: ${cure}`);
  }
  if (second === undefined) return zone.id;
  const cure = `write the id of the one that is meant to "zones" in domains.yaml`;
  throw new CloudflareFault("no-zone", `zone "${name}" is there twice, in two accounts: ${cure}`);
}

async function listRecords(client: Client, zone: string, zoneId: string, perPage: number): Promise<ZoneRecord[]> {
  for (let reading = 0; reading < READINGS; reading += 1) {
    const records: ZoneRecord[] = [];
    let total: number | undefined;
    for (let page = 1; total === undefined || records.length < total; page += 1) {
      const { result, result_info } = await client.dns.records.list({ zone_id: zoneId, page, per_page: perPage });
      const { total_count } = result_info as { readonly total_count?: unknown };
      if (typeof total_count !== "number" || !Array.isArray(result)) {
        throw new CloudflareFault(
          "other",
          `zone "${zone}" got an answer from Cloudflare that is no list of records: check the network's proxy`,
        );
      }
      if (total_count > MOST_RECORDS) {
        const message = `zone "${zone}" is said to have ${total_count} records, which no zone has: check the network's proxy`;
        throw new CloudflareFault("other", message);
      }
      total ??= total_count;
      // Pages that are not full, or more of them than there should be, are those of a zone that changes.
      if (result.length === 0 || total_count !== total || page > Math.ceil(total / perPage)) break;
      for (const answer of result) records.push(readRecord(zone, zoneId, answer));
    }
    // Records that come or go between two pages shift the others.
    if (records.length === total && new Set(records.map(({ id }) => id)).size === total) return records;
  }
  const cure = "wait until whoever changes it is done, and run this again";
  throw new CloudflareFault("changing", `zone "${zone}" changes while it is read, some records were missed: ${cure}`);
}

/** Fields that this version of the client, or an older record, does not have are taken for absent. */
function readRecord(zone: string, zoneId: string, answer: object): ZoneRecord {
  const { id, type, name, content, priority, data, ttl, proxied, comment, tags, settings } = answer as Partial<
    Record<string, unknown>
  >;
  const parts = Object.entries((data ?? {}) as Record<string, unknown>).filter(
    (part): part is [string, string | number] => typeof part[1] === "string" || typeof part[1] === "number",
  );
  return {
    ...{ zone, zoneId, id: String(id), type: String(type).toUpperCase(), name: String(name) },
    content: typeof content === "string" ? content : "",
    priority: typeof priority === "number" ? priority : null,
    data: parts.length === 0 ? null : Object.fromEntries(parts),
    ttl: typeof ttl === "number" ? ttl : 1,
    proxied: proxied === true,
    comment: typeof comment === "string" && comment !== "" ? comment : null,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    flattened: (settings as { readonly flatten_cname?: unknown } | undefined)?.flatten_cname === true,
  };
}

/** The answer; one that makes the client wait is told of, and is the last where the wait is longer than any of Cloudflare's. */
function told(response: Response, onWait: (message: string) => void): Response {
  const { status, headers } = response;
  const after = Number(headers.get("retry-after") ?? 0);
  const isWaitable =
    after >= 0 && after <= LONGEST_WAIT && Number(headers.get("retry-after-ms") ?? 0) <= LONGEST_WAIT * 1000;
  if (!isWaitable) headers.set("x-should-retry", "false");
  else if (status === 429) {
    const seconds = after > 0 ? ` for ${Math.ceil(after)} s` : "";
    onWait(`Cloudflare takes no more requests for now: waiting${seconds}`);
  } else if (status >= 500) onWait(`Cloudflare answered with ${status}`);
  return response;
}
