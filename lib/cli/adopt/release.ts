// mailzone adopt --release: an entry is released in domains.yaml; the plan after it forgets what stays in place.
import fs from "node:fs";
import path from "node:path";
import { releaseEntry } from "../../adopt/release";
import type { Domain } from "../../dns/domain";
import { toAsciiName } from "../../dns/names";
import { type CommonOptions, commandLine, refuseErrors } from "../options";
import { EXIT, Refused, type Shell } from "../shell";

export function release(shell: Shell, options: CommonOptions, given: string): number {
  const { domains, places, files } = refuseErrors(shell, options, { imports: false });
  const { entry } = chosen(domains, given);
  const file = places[entry]?.file ?? files[0] ?? "domains.yaml";
  const plan = commandLine("plan", options.emulated);
  const from = path.resolve(shell.cwd, file);
  const before = fs.readFileSync(from, "utf8");
  const after = releaseEntry(before, entry, file);
  if (after === before) {
    shell.print(`"${given}" is released in ${file} already: run ${plan}`);
    return EXIT.yes;
  }
  fs.writeFileSync(from, after);
  shell.print(
    `"${given}" is released in ${file}: the next plan forgets its records and identity, which stay in place; run ${plan}`,
  );
  return EXIT.yes;
}

/** Of all files: the entry that is called so, or the only one of the domain. */
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
