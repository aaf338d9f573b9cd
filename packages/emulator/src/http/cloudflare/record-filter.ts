// The list's parameters, as data: which records they select, and the order. A parameter that is not emulated is refused, because a
// list that ignores a filter looks right but is wrong.

import type { CloudflareRecord } from "../../world/entities";
import { unknownParameter } from "./page";

type Test = (record: CloudflareRecord) => boolean;

const TEXTS: Readonly<Record<string, (record: CloudflareRecord) => string>> = {
  name: ({ name }) => name,
  content: ({ content }) => content,
  comment: ({ comment }) => comment ?? "",
};

/** All ignore case, as the API's documentation says. */
const OPERATORS: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  exact: (text, wanted) => text === wanted,
  contains: (text, wanted) => text.includes(wanted),
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
};

const ORDERS = ["type", "name", "content", "ttl", "proxied"] as const;
const NOT_FILTERS = ["page", "per_page", "match", "order", "direction"];

/** The records that the parameters select; without `order`, in the order in which they were made or last changed. */
export function filterRecords(records: readonly CloudflareRecord[], query: URLSearchParams): CloudflareRecord[] {
  const tests = [...query].filter(([name]) => !NOT_FILTERS.includes(name)).map(([name, value]) => testOf(name, value));
  const match = query.get("match") ?? "all";
  const kept = records.filter((record) => {
    if (match === "any" && tests.length > 0) return tests.some((test) => test(record));
    return tests.every((test) => test(record));
  });
  const order = ORDERS.find((name) => name === query.get("order"));
  if (order === undefined) return kept;
  const sign = query.get("direction") === "desc" ? -1 : 1;
  return kept.sort((a, b) => (a[order] === b[order] ? 0 : a[order] < b[order] ? -sign : sign));
}

function testOf(parameter: string, given: string): Test {
  const wanted = given.toLowerCase();
  if (parameter === "type") return ({ type }) => type.toLowerCase() === wanted;
  if (parameter === "proxied") return ({ proxied }) => String(proxied) === wanted;
  if (parameter === "comment.present") return ({ comment }) => comment !== null;
  if (parameter === "comment.absent") return ({ comment }) => comment === null;
  const [field = "", operator = "exact"] = parameter.split(".");
  const textOf = Object.hasOwn(TEXTS, field) ? TEXTS[field] : undefined;
  const fits = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (textOf === undefined || fits === undefined) {
    throw unknownParameter("/zones/:zone/dns_records", parameter);
  }
  return (record) => fits(textOf(record).toLowerCase(), wanted);
}
