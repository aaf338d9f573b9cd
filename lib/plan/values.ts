// Values of a plan, with masks applied. Masked values never leave this file: of a sensitive value only "changes or not" is
// kept, of an unknown value only "unknown". Before and after are walked together, because a value that is sensitive on one side
// is secret on the other side too.

/** Replaces a value that Terraform knows only after the apply. */
export const UNKNOWN = Symbol("known after apply");

/** Replaces a sensitive value. */
export class SensitiveValue {
  constructor(readonly changed: boolean) {}
}

/** Attributes by name, without a prototype, because the names come from the file. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The values before and after a change; null if nothing exists before or after. */
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
  // If a whole object is sensitive, all its attributes are.
  const [before, after] = maskEach(raw.before, raw.after, unknown, raw.before_sensitive, raw.after_sensitive);
  return { before: isObject(raw.before) ? before : null, after: isObject(raw.after) ? after : null };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof SensitiveValue);
}

/** An object's own property; undefined if it is not an object, or has no such property. */
export function propertyOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The properties of an object by name; none if it is not an object. */
export function propertiesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The elements of a list; none if it is not a list. */
export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text; undefined if it is not a text. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** JSON with sorted keys. Masked values are written in a form that no JSON value has. */
export function canonical(value: unknown): string {
  if (value === UNKNOWN) return "?";
  if (value instanceof SensitiveValue) return value.changed ? "!changed" : "!same";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** Whether two masked values are equal as far as is known. A hidden value itself says whether it changes. */
export function isSame(before: unknown, after: unknown): boolean {
  if (before instanceof SensitiveValue || after instanceof SensitiveValue) {
    return ![before, after].some((value) => value instanceof SensitiveValue && value.changed);
  }
  if (before === after) return !holdsChange(after);
  return after !== UNKNOWN && canonical(before ?? null) === canonical(after ?? null) && !holdsChange(after);
}

/** A hidden part deep inside changes, so both sides look alike. */
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
    const [oldValues, newValues] = [elementsOf(before), elementsOf(after)];
    const unknowns = elementsOf(unknown);
    const count = Math.max(oldValues.length, newValues.length, unknowns.length);
    const pairs = Array.from({ length: count }, (_, index) =>
      mask(
        oldValues[index],
        newValues[index],
        unknowns[index],
        secret.map((one) => elementsOf(one)[index]),
      ),
    );
    return [
      Array.isArray(before) ? pairs.slice(0, oldValues.length).map(([old]) => old) : before,
      Array.isArray(after) ? pairs.slice(0, Math.max(newValues.length, unknowns.length)).map(([, now]) => now) : after,
    ];
  }
  if (!isObject(before) && !isObject(after)) return [before, after];
  const [oldValues, newValues] = maskEach(before, after, unknown, ...secret);
  return [isObject(before) ? oldValues : before, isObject(after) ? newValues : after];
}

/** A value that has no counterpart on the other side. */
function plain(value: unknown, secret: unknown): unknown {
  return mask(value, undefined, undefined, [secret])[0];
}

function maskEach(
  before: unknown,
  after: unknown,
  unknown: unknown,
  ...secret: readonly unknown[]
): [Record<string, unknown>, Record<string, unknown>] {
  const oldValues: Record<string, unknown> = Object.create(null);
  const newValues: Record<string, unknown> = Object.create(null);
  const names = new Set([...keys(before), ...keys(after), ...keys(unknown)]);
  for (const name of names) {
    const secrets = secret.map((one) => (one === true ? true : propertyOf(one, name)));
    const [old, now] = mask(propertyOf(before, name), propertyOf(after, name), propertyOf(unknown, name), secrets);
    if (old !== undefined) oldValues[name] = old;
    if (now !== undefined) newValues[name] = now;
  }
  return [oldValues, newValues];
}

function keys(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}
