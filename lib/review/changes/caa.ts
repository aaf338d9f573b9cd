// A CAA record before or after a change: its tag and value, from the parts or from one text.
import { isObject, stringOf } from "../../plan/values";
import type { MailChange } from "./change";

export interface CaaSide {
  /** Undefined if it is not known. */
  readonly name?: string | undefined;
  /** `issue`, or the whole text if no tag can be told. */
  readonly tag: string;
  /** The issuer with its parameters. */
  readonly value: string;
}

/** Undefined for a record of another type. */
export function caaSide(change: MailChange, when: "before" | "after"): CaaSide | undefined {
  const side = change[when];
  if (side?.type !== "CAA") return undefined;
  const data = change.resource[when]?.data;
  const text = side.value;
  const value = (isObject(data) && stringOf(data.value)) || text.replace(/^\S+\s+\S+\s+/, "");
  const tag = (isObject(data) ? stringOf(data.tag) : undefined) ?? /^\d+\s+([A-Za-z0-9]+)\s/.exec(text)?.[1] ?? text;
  return { name: side.name, tag, value: value.trim().replace(/^"(.*)"$/s, "$1") };
}
