// Sets `state: released` for one entry of domains.yaml and keeps every other byte.
import type { YAMLMap } from "yaml";
import { type EntryNames, entryIndex, entryNames, entryNode, insertAfter, rangeOf, splice } from "../config/yaml/edit";

/**
 * The text of `file` in which the entry is released.
 * @param name the entry's key, or its domain where only one entry has it
 * @throws UserError where the file does not let it be done, with the place
 */
export function releaseEntry(text: string, name: string, file: string): string {
  const entries = entryNames(text, file);
  const index = entryIndex(entries, name, file);
  if (entries[index]?.state === "released") return text;
  const advice = `write "state: released" to it by hand`;
  const { map, fail } = entryNode(text, index, { name, file, advice });
  const released = withState(text, map, name, fail);
  if (isReleased(entries, index, released, file)) return released;
  return fail(`"${name}" is written in a way that cannot be changed here: ${advice}`);
}

/** Whether the changed text, read again, has the expected states. It protects files that are written in an unusual way. */
function isReleased(before: readonly EntryNames[], index: number, text: string, file: string): boolean {
  try {
    const after = entryNames(text, file);
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
  return insertAfter(text, entry, domain, "state: released");
}
