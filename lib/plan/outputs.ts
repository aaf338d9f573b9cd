// Outputs that a plan changes. Our stacks have three or four, whose values follow from the resources of the same plan. Anything else in
// an output would go to the state, to `terraform output` and to logs.
import { resourceName } from "../dns/resource-name";
import { CERTIFICATE, IDENTITY, RECORD, TOPIC } from "./attributes";
import type { ResourceChange } from "./change";
import type { ExistingIdentity } from "./existing";
import type { RawOutputChange } from "./schema";
import { type Attributes, isObject, maskedSides, SensitiveValue, type Sides, UNKNOWN } from "./values";

/** An output that is created, changed or removed. */
export interface OutputChange extends Sides {
  readonly name: string;
  readonly actions: readonly string[];
  /** Whether it is one of ours by its name, and contains nothing that is not in the plan's resources. */
  readonly isOurs: boolean;
}

/**
 * @param changes all resources of the plan, including those that do not change
 * @param existing the identities of others, which are in the outputs as if they were resources
 */
export function readOutputChanges(
  outputs: Readonly<Record<string, RawOutputChange>>,
  changes: readonly ResourceChange[],
  existing: readonly ExistingIdentity[],
): OutputChange[] {
  const coming = new Map<string, Attributes>(
    existing.map(({ entry, domain, region, arn }) => [identityAddress(entry), { email_identity: domain, region, arn }]),
  );
  for (const { address, after } of changes) if (after !== null) coming.set(address, after);
  return Object.entries(outputs)
    .filter(([, { actions }]) => !actions.every((action) => action === "no-op"))
    .map(([name, raw]) => {
      const wrapped = maskedSides({
        before: { value: raw.before },
        after: { value: raw.after },
        after_unknown: { value: raw.after_unknown },
        before_sensitive: { value: raw.before_sensitive },
        after_sensitive: { value: raw.after_sensitive },
      });
      const isGone = raw.actions.every((action) => action === "delete");
      const isOurs = isGone ? OURS.has(name) : (OURS.get(name)?.(wrapped.after?.value, coming) ?? false);
      return { name, actions: raw.actions, ...wrapped, isOurs };
    });
}

type Resources = ReadonlyMap<string, Attributes>;

/** A value that is completely unknown, or missing from the file, contains nothing yet. */
const OURS: ReadonlyMap<string, (value: unknown, resources: Resources) => boolean> = new Map([
  ["records", (value, resources) => isEach(value, (row) => isRecordRow(row, resources))],
  ["protected", (value, resources) => isEach(value, (entry) => isEntry(entry, resources))],
  [
    "identities",
    (value, resources) =>
      isSilent(value) ||
      (isObject(value) &&
        Object.entries(value).every(([entry, arn]) => isEntry(entry, resources) && isArn(arn, entry, resources))),
  ],
  [
    "certificates",
    (value, resources) =>
      isSilent(value) ||
      (isObject(value) &&
        Object.entries(value).every(([entry, arn]) =>
          isMadeArn(arn, resources.get(`${CERTIFICATE}.${resourceName(entry)}`)),
        )),
  ],
  [
    "topics",
    (value, resources) =>
      isSilent(value) ||
      (isObject(value) &&
        Object.entries(value).every(([name, arn]) => isMadeArn(arn, resources.get(`${TOPIC}.${name}`)))),
  ],
]);

function isSilent(value: unknown): boolean {
  return value === undefined || value === UNKNOWN;
}

function isEach(value: unknown, test: (element: unknown) => boolean): boolean {
  return isSilent(value) || (Array.isArray(value) && value.every(test));
}

function isEntry(entry: unknown, resources: Resources): boolean {
  return typeof entry === "string" && resources.has(identityAddress(entry));
}

function identityAddress(entry: string): string {
  return `${IDENTITY}.${resourceName(entry)}`;
}

function isArn(arn: unknown, entry: string, resources: Resources): boolean {
  const identity = resources.get(identityAddress(entry));
  return arn === UNKNOWN || (typeof arn === "string" && arn === identity?.arn);
}

function isMadeArn(arn: unknown, made: Attributes | undefined): boolean {
  return made !== undefined && (arn === UNKNOWN || (typeof arn === "string" && arn === made.arn));
}

const PUBLISHED = ["type", "name", "content", "priority", "data", "ttl", "proxied"];
const WORDS = ["domain", "region", "zone", "purpose"];
/** A DNS name, a region, a purpose: nothing that could hold free text. */
const WORD = /^[a-z0-9._-]{1,253}$/;
const REGION = /^(?:[a-z]{2}(?:-[a-z]+)+-\d)?$/;

/** A row must match the resource of its record, and name the entry, the zone and the region. */
function isRecordRow(row: unknown, resources: Resources): boolean {
  if (!isObject(row) || typeof row.entry !== "string" || typeof row.id !== "string") return false;
  const record = resources.get(`${RECORD}.${resourceName(row.entry, row.id)}`);
  const identity = resources.get(identityAddress(row.entry));
  if (record === undefined) return false;
  return Object.entries(row).every(([name, value]) => {
    if (name === "entry" || name === "id") return true;
    if (PUBLISHED.includes(name)) return agrees(value, record[name]);
    return WORDS.includes(name) && isWord(name, value, record, identity);
  });
}

/** An entry without an identity has no region, or one that nothing in AWS has; its domain is the end of the record's name, as the zone. */
function isWord(name: string, value: unknown, record: Attributes, identity: Attributes | undefined): boolean {
  if (name === "region" && identity === undefined && typeof value === "string") return REGION.test(value);
  if (typeof value !== "string" || !WORD.test(value)) return false;
  if (name === "domain" && identity !== undefined) return value === identity.email_identity;
  if (name === "region") return value === identity?.region;
  return name === "purpose" || typeof record.name !== "string" || `.${record.name}`.endsWith(`.${value}`);
}

/** Each value of the row must be the record's. The row may have fewer parts, and its values may not be known yet. */
function agrees(value: unknown, held: unknown): boolean {
  if (value === null || value === UNKNOWN || value === held) return true;
  if (value instanceof SensitiveValue) return held instanceof SensitiveValue;
  // If the resource does not know a value yet, the row does not know it either.
  if (isObject(value)) {
    return isObject(held) && Object.entries(value).every(([part, one]) => agrees(one, held[part]));
  }
  return held !== UNKNOWN && (typeof value === "number" || typeof value === "string") && String(value) === String(held);
}
