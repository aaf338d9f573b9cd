// Reads the records of Cloudflare zones, for comparison with the desired ones.
import { canonicalName } from "../dns/canonical";
import type { Environment } from "../net/proxy";
import { cloudflareBase } from "./base";
import { credentialsOf } from "./credentials";
import { CloudflareError, describeFailure, unexpectedAnswer } from "./error";
import { type ApiRecord, listIn, PER_PAGE, readPages } from "./pages";
import { cloudflareRequests, type Get, type RequestsProps } from "./requests";
import type { ZoneRecord } from "./zone-record";

export interface CloudflareOptions
  extends Pick<RequestsProps, "budget" | "onWait" | "maxRetries" | "timeout" | "clock" | "signal"> {
  /** Has CLOUDFLARE_API_TOKEN, or CLOUDFLARE_API_KEY and CLOUDFLARE_EMAIL; CLOUDFLARE_BASE_URL; and the variables for proxies. */
  readonly env: Environment;
  /** Records per page. @default 5000 */
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

/** @throws CloudflareError where the environment does not say who asks, or whom */
export function createCloudflare({ env, perPage = PER_PAGE, ...rest }: CloudflareOptions): Cloudflare {
  const credentials = credentialsOf(env);
  const get = cloudflareRequests({ ...rest, env, headers: credentials.headers, base: cloudflareBase(env) });
  const explained = async <T>(subject: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (failure) {
      throw failure instanceof CloudflareError ? failure : describeFailure(failure as Error, subject, credentials);
    }
  };
  return {
    zoneId: (name) => explained(`zone "${name}"`, () => zoneId(get, name)),
    listRecords: ({ name, id }) =>
      explained(`zone "${name}"`, async () => {
        const records = await readPages(get, name, id, perPage);
        return records.map((record) => readRecord(name, id, record));
      }),
  };
}

async function zoneId(get: Get, name: string): Promise<string> {
  const { result } = listIn(await get("/zones", { name }));
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

/** Fields that an older record does not have count as absent. */
function readRecord(zone: string, zoneId: string, answer: ApiRecord): ZoneRecord {
  const { id, type, name, content, priority, data, ttl, proxied, comment, tags, settings } = answer;
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
