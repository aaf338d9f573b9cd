// Changes of a configuration file that keep every other byte: the text is changed at the positions that the parser reports, and the
// file is not formatted again.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Scalar, type YAMLMap } from "yaml";
import { toAsciiName } from "../../dns/names";
import { UserError } from "../../user-error";
import { YamlSource } from "./source";

/** An entry of the list `domains`, as the configuration reads it, with merges and aliases resolved. */
export interface EntryNames {
  readonly name: string | undefined;
  readonly domain: string | undefined;
  readonly state: unknown;
}

/** @throws UserError where the file is not YAML */
export function entryNames(text: string, file: string): EntryNames[] {
  const { value, findings } = new YamlSource(file, text);
  const [fault] = findings;
  if (fault !== undefined) {
    const { line = 1, column = 1 } = fault.at ?? {};
    throw new UserError(fault.message, { place: { file, line, column } });
  }
  const { domains } = (value ?? {}) as { readonly domains?: unknown };
  const word = (item: unknown) => (typeof item === "string" ? item : undefined);
  return (Array.isArray(domains) ? domains : []).map((entry: unknown) => {
    const { name, domain, state } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    return { name: word(name), domain: word(domain), state };
  });
}

/**
 * The index of an entry in `domains`.
 * @param name its key, or its domain where only one entry has it
 * @throws UserError where there is none, or several
 */
export function entryIndex(entries: readonly EntryNames[], name: string, file: string): number {
  const ascii = (text: string) => toAsciiName(text) ?? text;
  const keyOf = ({ name: own, domain = "" }: EntryNames) => own ?? ascii(domain);
  const byKey = entries.filter((entry) => keyOf(entry) === ascii(name));
  const found = byKey.length > 0 ? byKey : entries.filter(({ domain = "" }) => ascii(domain) === ascii(name));
  const [first, second] = found;
  if (first === undefined) {
    const known = entries.map(keyOf).join(", ");
    throw new UserError(
      `${file}: "${name}" is not one of its entries${known === "" ? "" : `, which are ${known}`}: name one of them`,
    );
  }
  if (second !== undefined)
    throw new UserError(`${file}: "${name}" has several entries: name one of ${found.map(keyOf).join(", ")}`);
  return entries.indexOf(first);
}

/** An entry's map in the text, and how to say that it cannot be changed. */
export interface EntryNode {
  readonly map: YAMLMap;
  /** @throws UserError at the entry */
  readonly fail: (message: string) => never;
}

/**
 * @param advice what to do by hand where the file cannot be changed here
 * @throws UserError where the entry is not a map of its own
 */
export function entryNode(
  text: string,
  index: number,
  { name, file, advice }: { readonly name: string; readonly file: string; readonly advice: string },
): EntryNode {
  const lines = new LineCounter();
  const failAt = (offset: number, message: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new UserError(message, { place: { file, line, column: col } });
  };
  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
  const domains = document.get("domains", true);
  if (!isSeq(domains)) return failAt(0, `"domains" is no list that can be written to: ${advice}`);
  const item = domains.items[index];
  const start = (item as { readonly range?: readonly number[] | null }).range?.[0] ?? 0;
  if (isAlias(item)) return failAt(start, `"${name}" is an alias: ${advice}, in what it stands for`);
  if (!isMap(item)) return failAt(start, `"${name}" is no map: write its fields out`);
  return { map: item, fail: (message) => failAt(start, message) };
}

/** Where a key and its scalar value are in the text. */
export interface ValueRange {
  readonly key: number;
  readonly from: number;
  readonly to: number;
  readonly anchor: string | undefined;
}

/** The position of a key's scalar value in the map itself; undefined if it is merged in, an alias or not a scalar. */
export function rangeOf(map: YAMLMap, name: string): ValueRange | undefined {
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === name);
  const key = (pair?.key as Scalar | undefined)?.range?.[0];
  if (key === undefined || !isScalar(pair?.value) || pair.value.range == null) return undefined;
  const [from, to] = pair.value.range;
  return { key, from, to, anchor: pair.value.anchor };
}

/** The text with a line or a part `key: value` after another key of the map. @param after a key of the map with a scalar value */
export function insertAfter(text: string, map: YAMLMap, after: ValueRange, written: string): string {
  if (map.flow === true) return splice(text, after.to, after.to, `, ${written}`);
  const column = after.key - (text.lastIndexOf("\n", after.key - 1) + 1);
  const end = text.indexOf("\n", after.to);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const line = `${" ".repeat(column)}${written}`;
  return end === -1 ? `${text}${newline}${line}` : splice(text, end + 1, end + 1, `${line}${newline}`);
}

export function splice(text: string, from: number, to: number, insert: string): string {
  return text.slice(0, from) + insert + text.slice(to);
}
