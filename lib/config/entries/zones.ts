// The zones of the files, and what is probably forgotten about them.
import type { Domain, Zone } from "../../dns/domain";
import { type Finding, suggestion } from "../../dns/finding";
import { idnFault, nameFault, toAsciiName } from "../../dns/names";
import { schemaError } from "../schema-findings";
import type { ValidFile } from "./entries";

/** All zones, the longest name first; what is wrong with one is added to `findings`. */
export function makeZones(files: readonly ValidFile[], findings: Finding[]): Zone[] {
  const zones = new Map<string, Zone>();
  for (const { source, file } of files) {
    for (const [name, id] of Object.entries(file.zones ?? {})) {
      const ascii = toAsciiName(name);
      const at = source.keyAt(["zones", name]);
      const known = ascii === undefined ? undefined : zones.get(ascii);
      const fault = idnFault(name) ?? (ascii && nameFault(ascii));
      if (ascii === undefined || fault) findings.push(schemaError(`zone "${name}" ${fault}`, at));
      else if (known !== undefined && known.id !== (id ?? undefined)) {
        findings.push(schemaError(`zone "${name}" stands twice with another id: keep one of them`, at));
      } else zones.set(ascii, { name: ascii, id: id ?? undefined });
    }
  }
  return [...zones.values()].sort((a, b) => b.name.length - a.name.length);
}

/** A warning for each zone that no domain is in, and for each whose id was left empty. `null` says that the zone is looked up. */
export function forgottenZones(files: readonly ValidFile[], domains: readonly Domain[]): Finding[] {
  const used = new Set(domains.map(({ zone }) => zone.name));
  const listed = new Set(files.flatMap(({ file }) => Object.keys(file.zones ?? {}).map((name) => toAsciiName(name))));
  // A domain that has its zone here needs no other one.
  const names = domains.flatMap(({ domain, zone }) => (listed.has(zone.name) ? [] : [domain]));
  const warning = { source: "check", severity: "warning" } as const;
  return files.flatMap(({ source, file }) =>
    Object.entries(file.zones ?? {}).flatMap(([name, id]): Finding[] => {
      const at = source.keyAt(["zones", name]);
      if (!used.has(toAsciiName(name) ?? name)) {
        const fix = suggestion(name, names, ": add a domain in it, or take it out");
        return [{ ...warning, rule: "zone-unused", message: `zone "${name}" serves none of the domains${fix}`, at }];
      }
      if (id !== null || !source.isBlank(["zones", name])) return [];
      const message = `zone "${name}" has no id: write the 32 hexadecimal digits on its overview page, or null to have it looked up, which takes Zone Read`;
      return [{ ...warning, rule: "zone-id", message, at }];
    }),
  );
}
