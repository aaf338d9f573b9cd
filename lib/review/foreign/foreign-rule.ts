// Rules for resources that are not ours but that mail depends on. Each entry says what one kind of change does. A change that
// no entry knows is reported as a resource that is not ours.

import { isEffective } from "../../plan/change";
import { isObject, isSame, SensitiveValue, UNKNOWN } from "../../plan/values";
import { isAdded, isRemoved, type MailChange } from "../changes/change";
import { perChange, type ReviewRule, type Risk } from "../rules/rule";
import type { Sentence } from "../rules/sentence";

/** A rule about one foreign resource at a time. */
export interface ForeignRule {
  readonly id: string;
  readonly risk: Risk;
  readonly when: string;
  readonly why: string;
  readonly describe: (change: MailChange) => Sentence | false | undefined;
}

export function foreignRules(known: readonly ForeignRule[]): ReviewRule[] {
  return known.map(({ id, risk, when, why, describe }) => ({
    id,
    risk,
    when,
    why,
    check: perChange(["other"], (change) => hasEffect(change) && describe(change)),
  }));
}

/** Whether one of the rules says something, with that risk or any. */
export function isCovered(known: readonly ForeignRule[], change: MailChange, risk?: Risk): boolean {
  return known.some((one) => (risk === undefined || one.risk === risk) && hasEffect(change) && one.describe(change));
}

/** Whether something changes in the real world. What Terraform only forgets stays as it is. */
function hasEffect(change: MailChange): boolean {
  return isEffective(change.resource) && change.resource.action !== "forget";
}

export function typeOf({ resource }: MailChange): string {
  return resource.type;
}

/** An attribute after the change; before the change if nothing exists after it. */
export function settingOf({ resource: { before, after } }: MailChange, attribute: string): unknown {
  return (after ?? before)?.[attribute];
}

/** Whether the change sets an attribute: it is created with it, or the attribute changes. */
export function isSet(change: MailChange, attribute: string): boolean {
  const { before, after } = change.resource;
  if (after === null) return false;
  const value = after[attribute];
  if (isAdded(change) && (before === null || !isSame(before[attribute], value)))
    return value !== undefined && value !== null;
  return before !== null && !isSame(before[attribute] ?? null, value ?? null);
}

/** Whether it may be true: an unknown or hidden value counts as the worst case. */
export function mayMatch(value: unknown, test: (value: unknown) => boolean): boolean {
  return value === UNKNOWN || value instanceof SensitiveValue || test(value);
}

/** The first attribute that is a text, before or after: the domain that a resource is about. */
export function namedAttributes(change: MailChange, ...attributes: readonly string[]): string {
  const { before, after, address } = change.resource;
  for (const side of isRemoved(change) ? [before, after] : [after, before]) {
    for (const attribute of attributes) {
      const value = side?.[attribute];
      if (typeof value === "string" && value !== "") return value;
    }
  }
  return address;
}

/** Whether the test is true for anything in a value, at any depth. */
export function containsValue(value: unknown, test: (value: unknown, name: string) => boolean, name = ""): boolean {
  if (test(value, name)) return true;
  if (Array.isArray(value)) return value.some((one) => containsValue(one, test, name));
  return isObject(value) && Object.entries(value).some(([key, one]) => containsValue(one, test, key));
}
