// Writes the next step of a DMARC ladder into domains.yaml: the policy of one entry, and no other byte.
import fs from "node:fs";
import path from "node:path";
import { isMap, isScalar, type YAMLMap } from "yaml";
import { parseConfiguration } from "../../config/configuration";
import { entryIndex, entryNames, entryNode, insertAfter, rangeOf, splice } from "../../config/yaml/edit";
import { type LadderStep, policyOfStep, stepOf, stepText } from "../../dns/dmarc-ladder";
import { parseDmarc } from "../../dns/text/dmarc";
import { codeMeaning } from "../../files/faults";
import { writeWhole } from "../../files/write";
import type { Place } from "../context";
import { Refused } from "../refused";

/** An entry, and the policy that it gets. */
export interface Climb {
  readonly entry: string;
  readonly step: LadderStep;
}

/**
 * Changes the files, all of them or none.
 * @returns the files that were changed
 * @throws Refused or UserError where one cannot be changed
 */
export function climb(place: Pick<Place, "cwd">, files: readonly string[], climbs: readonly Climb[]): string[] {
  const written = climbed(place, files, climbs);
  for (const { file, text } of written) writeWhole(path.resolve(place.cwd, file), text);
  return written.map(({ file }) => file);
}

/**
 * The files that change, with what they would say.
 * @param files the configuration's files, as they are named
 * @throws Refused or UserError where one cannot be changed
 */
export function climbed(
  { cwd }: Pick<Place, "cwd">,
  files: readonly string[],
  climbs: readonly Climb[],
): readonly FileText[] {
  const texts = files.map((file) => ({ file, text: read(cwd, file) }));
  const changed = texts.map(({ file, text }) => {
    const names = entryNames(text, file).map(({ name, domain }) => name ?? domain);
    const own = climbs.filter(({ entry }) => names.includes(entry));
    return { file, text: own.reduce((now, one) => raisePolicy(now, one, file), text) };
  });
  refuseOthers(texts, changed, climbs);
  return changed.filter(({ text }, at) => text !== texts[at]?.text);
}

/**
 * The text of a file in which an entry has the policy of a step.
 * @throws UserError where the file does not let it be done, with the place
 */
export function raisePolicy(text: string, { entry: name, step }: Climb, file: string): string {
  const { policy, testing } = policyOfStep(step);
  const advice = `write ${testing ? `dmarc: {policy: ${policy}, testing: true}` : `dmarc: {policy: ${policy}}`} by hand`;
  const { map, fail } = entryNode(text, entryIndex(entryNames(text, file), name, file), { name, file, advice });
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === "dmarc");
  if (pair === undefined) {
    if (map.has("dmarc")) return fail(`"dmarc" of "${name}" comes by a merge: ${advice}`);
    const domain = rangeOf(map, "domain");
    if (domain === undefined) return fail(`"${name}" has its domain by a merge: ${advice}`);
    const value = testing ? `{ policy: ${policy}, testing: true }` : policy;
    return insertAfter(text, map, domain, `dmarc: ${testing ? value : `{ policy: ${policy} }`}`);
  }
  const scalar = rangeOf(map, "dmarc");
  if (scalar !== undefined) {
    if (scalar.anchor !== undefined) return fail(`"dmarc" of "${name}" has an anchor that others may use: ${advice}`);
    return splice(text, scalar.from, scalar.to, testing ? `{ policy: ${policy}, testing: true }` : policy);
  }
  if (!isMap(pair.value) || pair.value.anchor !== undefined)
    return fail(`"dmarc" of "${name}" is an alias or has an anchor: ${advice}`);
  return inMap(text, pair.value, { policy, testing }, () =>
    fail(`"dmarc" of "${name}" is written in a way that cannot be changed here: ${advice}`),
  );
}

function inMap(
  text: string,
  map: YAMLMap,
  { policy, testing }: ReturnType<typeof policyOfStep>,
  fail: () => never,
): string {
  const known = rangeOf(map, "policy");
  const test = rangeOf(map, "testing");
  if (known?.anchor !== undefined || test?.anchor !== undefined) return fail();
  // From the end of the text to its begin, so that positions stay what they are.
  const edits: { readonly at: number; readonly of: (text: string) => string }[] = [];
  if (known !== undefined) edits.push({ at: known.from, of: (now) => splice(now, known.from, known.to, policy) });
  if (test !== undefined) edits.push({ at: test.from, of: (now) => splice(now, test.from, test.to, String(testing)) });
  edits.sort((a, b) => b.at - a.at);
  const replaced = edits.reduce((now, { of }) => of(now), text);
  const missing = [known === undefined && `policy: ${policy}`, test === undefined && testing && "testing: true"];
  const added = missing.filter((one): one is string => typeof one === "string");
  if (added.length === 0) return replaced;
  const anchor = known ?? test ?? firstScalar(map);
  if (anchor === undefined) return fail();
  // The replaced value moved the end of the key that the new ones come after.
  const moved = replaced.length - text.length;
  const after = { ...anchor, to: anchor === known || anchor === test ? anchor.to + moved : anchor.to };
  return added.reverse().reduce((now, one) => insertAfter(now, map, after, one), replaced);
}

function firstScalar(map: YAMLMap) {
  const [key] = map.items.flatMap(({ key, value }) => (isScalar(key) && isScalar(value) ? [String(key.value)] : []));
  return key === undefined ? undefined : rangeOf(map, key);
}

export interface FileText {
  readonly file: string;
  readonly text: string;
}

/** The changed files must say what was wanted and nothing else: it protects files that are written in an unusual way. */
function refuseOthers(before: readonly FileText[], after: readonly FileText[], climbs: readonly Climb[]): void {
  const [old, now] = [before, after].map(
    (files) => new Map(parseConfiguration(files).domains.map((one) => [one.entry, one])),
  );
  const wanted = new Map(climbs.map(({ entry, step }) => [entry, step]));
  for (const [entry, domain] of old ?? []) {
    const changed = now?.get(entry);
    const step = wanted.get(entry);
    const isSame = JSON.stringify({ ...domain, dmarc: "" }) === JSON.stringify({ ...changed, dmarc: "" });
    const record = parseDmarc(changed?.dmarc ?? "").dmarc;
    const isRight =
      step === undefined ? changed?.dmarc === domain.dmarc : record !== undefined && stepOf(record) === step;
    if (isSame && isRight) continue;
    const what = step === undefined ? "another entry would change as well" : `it would not say ${stepText(step)}`;
    throw new Refused(`the policy of "${entry}" cannot be written here, ${what}: write it by hand`);
  }
}

function read(cwd: string, file: string): string {
  try {
    return fs.readFileSync(path.resolve(cwd, file), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refused(`cannot read ${JSON.stringify(file)}: ${codeMeaning(code)}`);
  }
}
