// The configuration in an earlier commit, read from its place at that time.
import fs from "node:fs";
import path from "node:path";
import type { Configuration } from "../../config/configuration";
import { isThere, loadConfiguration } from "../../config/load";
import type { Place } from "../context";
import { Refused } from "../refused";
import type { Tree } from "./git";

/** The usual place of a configuration, if nobody names another. */
const DEFAULT_FILE = "domains.yaml";

/**
 * The names that existed in the tree, relative to the command's folder in it. If none did, the usual place: then the configuration has
 * moved. Empty if that did not exist either.
 * @throws Refused if a name leads out of the repository
 */
export function namesAt(
  { cwd }: Pick<Place, "cwd">,
  names: readonly string[],
  { folder, top }: Tree,
): readonly string[] {
  const checkout = fs.realpathSync(top.checkout);
  const inTree = names.map((name) => {
    const within = path.relative(checkout, path.resolve(cwd, name));
    if (within === ".." || within.startsWith(`..${path.sep}`) || path.isAbsolute(within))
      throw new Refused(
        `"${name}" is outside of the repository "${checkout}", and no commit has it: name what is inside`,
      );
    return path.relative(folder, path.join(top.tree, within)) || ".";
  });
  const there = inTree.filter((name) => isThere(name, folder));
  return there.length > 0 ? there : [DEFAULT_FILE].filter((name) => isThere(name, folder));
}

/**
 * The configuration that the names had in the tree; undefined if there was none. Some of several names may be new. If none of
 * them existed, the usual place is read: then the configuration has moved.
 * @param options.imports whether imports.yaml is read as well
 * @throws Refused if a name leads out of the repository
 */
export function configurationAt(
  place: Pick<Place, "cwd">,
  names: readonly string[],
  tree: Tree,
  options: { readonly imports: boolean },
): Configuration | undefined {
  const { commit, folder } = tree;
  const existing = namesAt(place, names, tree);
  if (existing.length === 0) return undefined;
  const config = loadConfiguration(existing, folder, options);
  const short = commit.slice(0, 12);
  const named = (file: string) => `${short}:${file}`;
  return {
    ...config,
    files: config.files.map(named),
    places: Object.fromEntries(
      Object.entries(config.places).map(([entry, at]) => [entry, { ...at, file: named(at.file) }]),
    ),
    findings: config.findings.map((finding) =>
      finding.at === undefined ? finding : { ...finding, at: { ...finding.at, file: named(finding.at.file) } },
    ),
  };
}
