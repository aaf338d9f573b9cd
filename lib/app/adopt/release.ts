// Releases an entry in domains.yaml. The next plan makes Terraform forget it, and everything stays in place.
import fs from "node:fs";
import path from "node:path";
import { releaseEntry } from "../../adopt/release";
import type { Domain } from "../../dns/domain";
import { toAsciiName } from "../../dns/names";
import { type ConfigurationOptions, refuseErrors } from "../configuration";
import type { Place } from "../context";
import { Refused } from "../refused";

/** Where an entry is released. */
export interface ReleasedEntry {
  /** The name in messages. */
  readonly file: string;
  /** False if it was released already. */
  readonly isChanged: boolean;
}

/**
 * Writes `state: released` into the entry's file.
 * @param name of an entry, or of a domain with exactly one entry
 * @throws Refused if the entry is not clear; UserError if the file cannot be changed
 */
export function release(
  place: Pick<Place, "cwd" | "env">,
  name: string,
  options: ConfigurationOptions = {},
): ReleasedEntry {
  const { domains, places, files } = refuseErrors(place, options, { imports: false });
  const { entry } = chosen(domains, name);
  const file = places[entry]?.file ?? files[0] ?? "domains.yaml";
  const from = path.resolve(place.cwd, file);
  const before = fs.readFileSync(from, "utf8");
  const after = releaseEntry(before, entry, file);
  const isChanged = after !== before;
  if (isChanged) fs.writeFileSync(from, after);
  return { file, isChanged };
}

/** From all files: the entry with this name, or the only one of the domain. */
function chosen(domains: readonly Domain[], given: string): Domain {
  const name = toAsciiName(given) ?? given;
  const named = domains.filter(({ entry }) => entry === name);
  const [first, ...others] = named.length > 0 ? named : domains.filter(({ domain }) => domain === name);
  const list = (entries: readonly Domain[]) => entries.map(({ entry }) => entry).join(", ");
  if (first === undefined)
    throw new Refused(`"${given}" is not in the configuration: the entries are ${list(domains) || "none"}`);
  if (others.length > 0) throw new Refused(`"${given}" has several entries: name one of ${list([first, ...others])}`);
  return first;
}
