// Values of a plan behind their masks. Whatever a mask covers never leaves this file: what is left of a sensitive value is
// whether it changes, of an unknown one that it is unknown. Both sides are walked together, because a value that is
// sensitive on one side is as secret on the other.

/** In the place of a value that Terraform knows only after the apply. */
export const UNKNOWN = Symbol("known after apply");

/** In the place of a sensitive value. */
export class SensitiveValue {
  constructor(readonly changed: boolean) {}
}

/** Attributes by name, without a prototype: names come from the file. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A change's two sides; null where there is nothing before or after. */
export interface Sides {
  readonly before: Attributes | null;
  readonly after: Attributes | null;
}

export interface RawSides {
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

export function maskedSides(raw: RawSides): Sides {
  const unknown = raw.after_unknown === true ? {} : raw.after_unknown;
  // A whole object that is sensitive is one whose every attribute is.
  const [before, after] = maskEach(raw.before, raw.after, unknown, raw.before_sensitive, raw.after_sensitive);
  return { before: isObject(raw.before) ? before : null, after: isObject(raw.after) ? after : null };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof SensitiveValue);
}

/** An object's own property; undefined where it is none, or has none of that name. */
export function propertyOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The properties of an object by name; none where it is no object. */
export function propertiesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The elements of a list; none where it is no list. */
export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text; undefined where it is none. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** JSON with sorted keys; masked values say what they are, in a form that no JSON value has. */
export function canonical(value: unknown): string {
  if (value === UNKNOWN) return "?";
  if (value instanceof SensitiveValue) return value.changed ? "!changed" : "!same";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** Whether two masked values are the same for all that is known; a hidden one knows by itself. */
export function isSame(before: unknown, after: unknown): boolean {
  if (before instanceof SensitiveValue || after instanceof SensitiveValue) {
    return ![before, after].some((value) => value instanceof SensitiveValue && value.changed);
  }
  if (before === after) return !holdsChange(after);
  return after !== UNKNOWN && canonical(before ?? null) === canonical(after ?? null) && !holdsChange(after);
}

/** A hidden part deep inside that changes: both sides then look alike. */
function holdsChange(value: unknown): boolean {
  if (value instanceof SensitiveValue) return value.changed;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsChange);
}

function mask(before: unknown, after: unknown, unknown: unknown, secret: readonly unknown[]): [unknown, unknown] {
  if (secret.includes(true)) {
    const hidden = new SensitiveValue(unknown === true || canonical(before ?? null) !== canonical(after ?? null));
    return [before == null ? before : hidden, after == null && unknown !== true ? after : hidden];
  }
  if (unknown === true) return [plain(before, secret[0]), UNKNOWN];
  if (Array.isArray(before) || Array.isArray(after)) {
    const [olds, news] = [elementsOf(before), elementsOf(after)];
    const unknowns = elementsOf(unknown);
    const count = Math.max(olds.length, news.length, unknowns.length);
    const pairs = Array.from({ length: count }, (_, index) =>
      mask(
        olds[index],
        news[index],
        unknowns[index],
        secret.map((one) => elementsOf(one)[index]),
      ),
    );
    return [
      Array.isArray(before) ? pairs.slice(0, olds.length).map(([old]) => old) : before,
      Array.isArray(after) ? pairs.slice(0, Math.max(news.length, unknowns.length)).map(([, now]) => now) : after,
    ];
  }
  if (!isObject(before) && !isObject(after)) return [before, after];
  const [olds, news] = maskEach(before, after, unknown, ...secret);
  return [isObject(before) ? olds : before, isObject(after) ? news : after];
}

/** A side that has no counterpart any more. */
function plain(value: unknown, secret: unknown): unknown {
  return mask(value, undefined, undefined, [secret])[0];
}

function maskEach(
  before: unknown,
  after: unknown,
  unknown: unknown,
  ...secret: readonly unknown[]
): [Record<string, unknown>, Record<string, unknown>] {
  const olds: Record<string, unknown> = Object.create(null);
  const news: Record<string, unknown> = Object.create(null);
  const names = new Set([...keys(before), ...keys(after), ...keys(unknown)]);
  for (const name of names) {
    const secrets = secret.map((one) => (one === true ? true : propertyOf(one, name)));
    const [old, now] = mask(propertyOf(before, name), propertyOf(after, name), propertyOf(unknown, name), secrets);
    if (old !== undefined) olds[name] = old;
    if (now !== undefined) news[name] = now;
  }
  return [olds, news];
}

function keys(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}
