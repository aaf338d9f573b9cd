// A record was sent to be created, and no answer came. Was it created? It is ours only if it is what was sent, was not there before, and was
// made after the sending; where that is not certain, it is not ours.

export interface LostCreate {
  /** The body that was sent. */
  readonly body: string;
  /** The ids in the zone's list before the sending, if there was one, and of all that was created through the gateway since. */
  readonly before: ReadonlySet<string>;
  /** Milliseconds since 1970 on the API's clock: the sending was not earlier; without such a list, it was not later either. */
  readonly sentAt: number;
}

/**
 * The record among those that are there afterwards, as JSON; undefined if it is not certain which one it is.
 * @param records by id, as JSON
 */
export function findCreated(
  { body, before, sentAt }: LostCreate,
  records: ReadonlyMap<string, string>,
): { readonly id: string; readonly json: string } | undefined {
  const wanted = parse(body);
  if (typeof wanted?.type !== "string" || typeof wanted.name !== "string") return undefined;
  const found: { id: string; json: string }[] = [];
  for (const [id, json] of records) {
    if (before.has(id)) continue;
    const record = parse(json);
    if (record === undefined || !(createdOn(record) > sentAt) || !isAsSent(wanted, record)) continue;
    found.push({ id, json });
  }
  return found.length === 1 ? found[0] : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function createdOn({ created_on }: Fields): number {
  return typeof created_on === "string" ? Date.parse(created_on) : Number.NaN;
}

/** All that was sent is there. Fields that Cloudflare adds by itself do not matter. */
function isAsSent(wanted: Fields, record: Fields): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    const is = record[name];
    // Null and absent both mean "none", and Cloudflare has some of them in another form.
    if (value === null || value === undefined) return is === null || is === undefined || is === "";
    if (name === "name" || name === "type") return String(is).toLowerCase() === String(value).toLowerCase();
    if (typeof value !== "object") return is === value;
    if (typeof is !== "object" || is === null) return Object.keys(value).length === 0;
    if (Array.isArray(value) && (!Array.isArray(is) || is.length !== value.length)) return false;
    return isAsSent(value as Fields, is as Fields);
  });
}

function parse(json: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === "object" && parsed !== null ? (parsed as Fields) : undefined;
  } catch {
    return undefined;
  }
}
