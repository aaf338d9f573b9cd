// Sets `state: released` for one entry of domains.yaml and keeps every other byte: the text is changed at the positions that the
// parser reports, and the file is not formatted again.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Scalar, type YAMLMap } from "yaml";
import { YamlSource } from "../config/yaml/source";
import { toAsciiName } from "../dns/names";
import { UserError } from "../user-error";

type Fail = (offset: number, message: string) => never;

/**
 * The text of `file` in which the entry is released.
 * @param name the entry's key, or its domain where only one entry has it
 * @throws UserError where the file does not let it be done, with the place
 */
export function releaseEntry(text: string, name: string, file: string): string {
  const lines = new LineCounter();
  const fail: Fail = (offset, message) => {
    const { line, col } = lines.linePos(offset);
    throw new UserError(message, { place: { file, line, column: col } });
  };
  const entries = entriesOf(text, file);
  const index = indexOf(entries, name, file);
  if (entries[index]?.state === "released") return text;

  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
  const domains = document.get("domains", true);
  if (!isSeq(domains)) return fail(0, '"domains" is no list that can be written to: release the entry by hand');
  const item = domains.items[index];
  const start = (item as { readonly range?: readonly number[] | null }).range?.[0] ?? 0;
  if (isAlias(item)) return fail(start, `"${name}" is an alias: write "state: released" to what it stands for by hand`);
  if (!isMap(item)) return fail(start, `"${name}" is no map: write its fields out`);

  const released = withState(text, item, name, (message) => fail(start, message));
  if (isReleased(entries, index, released, file)) return released;
  const fix = `write "state: released" to it by hand`;
  return fail(start, `"${name}" is written in a way that cannot be changed here: ${fix}`);
}

/** Whether the changed text, read again, has the expected states. It protects files that are written in an unusual way. */
function isReleased(before: readonly EntryNames[], index: number, text: string, file: string): boolean {
  try {
    const after = entriesOf(text, file);
    return after.every(({ state }, at) => state === (at === index ? "released" : before[at]?.state));
  } catch {
    return false;
  }
}

function withState(text: string, entry: YAMLMap, name: string, fail: (message: string) => never): string {
  const state = rangeOf(entry, "state");
  if (state !== undefined) {
    if (state.anchor !== undefined) return fail(`"state" of "${name}" has an anchor that others may use: write it out`);
    return splice(text, state.from, state.to, "released");
  }
  if (entry.has("state")) return fail(`"state" of "${name}" is no plain value: write it out`);
  // After the domain, which every entry has.
  const domain = rangeOf(entry, "domain");
  if (domain === undefined) return fail(`"${name}" has its domain by a merge: write "state: released" to it by hand`);
  if (entry.flow === true) return splice(text, domain.to, domain.to, ", state: released");

  const column = domain.key - (text.lastIndexOf("\n", domain.key - 1) + 1);
  const end = text.indexOf("\n", domain.to);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const line = `${" ".repeat(column)}state: released`;
  return end === -1 ? `${text}${newline}${line}` : splice(text, end + 1, end + 1, `${line}${newline}`);
}

interface ValueRange {
  readonly key: number;
  readonly from: number;
  readonly to: number;
  readonly anchor: string | undefined;
}

/** The position of a key's scalar value in the entry itself; undefined if it is merged in, an alias or not a scalar. */
function rangeOf(entry: YAMLMap, name: string): ValueRange | undefined {
  const pair = entry.items.find(({ key }) => isScalar(key) && key.value === name);
  const key = (pair?.key as Scalar | undefined)?.range?.[0];
  if (key === undefined || !isScalar(pair?.value) || pair.value.range == null) return undefined;
  const [from, to] = pair.value.range;
  return { key, from, to, anchor: pair.value.anchor };
}

interface EntryNames {
  readonly name: string | undefined;
  readonly domain: string | undefined;
  readonly state: unknown;
}

/** The entries as the configuration reads them, with merges and aliases resolved. */
function entriesOf(text: string, file: string): EntryNames[] {
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

function indexOf(entries: readonly EntryNames[], name: string, file: string): number {
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

function splice(text: string, from: number, to: number, insert: string): string {
  return text.slice(0, from) + insert + text.slice(to);
}
