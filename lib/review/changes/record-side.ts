// One side of a DNS record's change. Every field can be missing, unknown until the apply, or hidden; a text that cannot be
// read is undefined, and `isReadable` tells rules that they do not see the whole.
import { plainText } from "../../dns/text/txt";
import { AFTER_APPLY, SENSITIVE } from "../../plan/line";
import { type Attributes, Hidden, isObject, UNKNOWN } from "../../plan/values";

export interface RecordSide {
  readonly type?: string;
  readonly name?: string;
  /** What the record says, in one line: priority, content or data; masked where it is unknown or hidden. */
  readonly value: string;
  /** The content alone. */
  readonly content?: string;
  /** A TXT record's text, its strings joined. */
  readonly text?: string;
  readonly ttl?: number;
  readonly proxied: boolean;
  /** Cloudflare answers with the target's addresses instead of the CNAME. */
  readonly flattened: boolean;
  readonly zoneId?: string;
  /** A part of it is sensitive. */
  readonly isHidden: boolean;
  /** What it says is known after the apply only; Cloudflare writes the content of a record with data by itself. */
  readonly isUnknown: boolean;
}

export function recordSide(side: Attributes): RecordSide {
  const content = text(side.content);
  const type = text(side.type)?.toUpperCase();
  const ttl = typeof side.ttl === "number" ? side.ttl : undefined;
  const settings = isObject(side.settings) ? side.settings : {};
  const [name, zoneId] = [text(side.name)?.toLowerCase().replace(/\.$/, ""), text(side.zone_id)];
  const joined = content === undefined || (type !== undefined && type !== "TXT") ? undefined : txt(content);
  return {
    ...(type === undefined ? {} : { type }),
    ...(name === undefined ? {} : { name }),
    value: valueText(side),
    ...(content === undefined ? {} : { content }),
    ...(joined === undefined ? {} : { text: joined }),
    ...(ttl === undefined ? {} : { ttl }),
    proxied: side.proxied === true,
    flattened: settings.flatten_cname === true,
    ...(zoneId === undefined ? {} : { zoneId }),
    isHidden: [side.content, side.data, side.name, side.type].some((value) => value instanceof Hidden),
    isUnknown: side.data === UNKNOWN || (side.content === UNKNOWN && !isObject(side.data)),
  };
}

/** A value as it is shown. */
export function shown(value: unknown): string {
  if (value === UNKNOWN) return AFTER_APPLY;
  if (value instanceof Hidden) return SENSITIVE;
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(shown).join(" ");
  if (!isObject(value)) return String(value);
  const parts = Object.entries(value).filter(([, part]) => part !== null);
  return parts.map(([name, part]) => `${name}=${shown(part)}`).join(" ");
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function valueText({ priority, content, data }: Attributes): string {
  const what = content === undefined || content === null || (content === UNKNOWN && isObject(data)) ? data : content;
  return [shown(priority), shown(what)].filter((part) => part !== "").join(" ");
}

/** RFC 1035 §3.2.1: the data of a record has a length of 16 bits. What is longer is no record, and slow to take apart. */
const LONGEST = 65_535;

function txt(content: string): string {
  return content.length > LONGEST ? content : plainText(content);
}
