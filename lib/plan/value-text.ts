// How the values of a plan are written for readers: in plan lines, in reviews and in the messages of an apply.
import { type Attributes, isObject, SensitiveValue, UNKNOWN } from "./values";

export const AFTER_APPLY = "(known after apply)";
export const SENSITIVE = "(sensitive)";

/** A value on one line; "" if there is none. The parts of an object as `flags=0 tag=issue value=amazon.com`. */
export function shownValue(value: unknown): string {
  if (value === UNKNOWN) return AFTER_APPLY;
  if (value instanceof SensitiveValue) return SENSITIVE;
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(shownValue).join(" ");
  if (!isObject(value)) return String(value);
  const parts = Object.entries(value).filter(([, part]) => part !== null);
  return parts.map(([name, part]) => `${name}=${shownValue(part)}`).join(" ");
}

/** What a DNS record contains: its priority, then its parts or its content; "" if it has neither. */
export function recordText({ priority, content, data }: Attributes): string {
  // Of a record in parts, the provider plans the content that it had before the change.
  const hasParts = isObject(data) && Object.values(data).some((part) => part !== null);
  return [shownValue(priority), shownValue(hasParts || content == null ? data : content)]
    .filter((part) => part !== "")
    .join(" ");
}

/** What is set for a DNS record beside its content, as `, proxied, ttl 300`; "" if nothing differs from Cloudflare's defaults. */
export function recordSettings(settings: {
  readonly ttl?: number;
  readonly proxied?: boolean;
  readonly flattened?: boolean;
}): string {
  const { ttl = 1, proxied = false, flattened = false } = settings;
  return `${proxied ? ", proxied" : ""}${flattened ? ", flattened" : ""}${ttl === 1 ? "" : `, ttl ${ttl}`}`;
}

/** `old -> new`, or the value alone if it stays. */
export function transition(old: string, now: string): string {
  return old === now ? now : `${old} -> ${now}`;
}
