// The same warning for many domains is shown once: one line stands for all of them.

import { type Finding, formatFinding } from "../dns/finding";
import { escapeInvisible } from "../dns/text/escape";

/** Fewer are shown one by one. */
const MANY = 3;
/** How many of the others are named. */
const NAMED = 3;

/**
 * One text for each error, and one for all warnings that say the same of many domains, in the order of the first of each.
 * @param domainOf the domain of an entry's key
 */
export function foldFindings(
  findings: readonly Finding[],
  domainOf: (entry: string) => string | undefined,
): readonly (readonly [first: Finding, text: string])[] {
  const groups = new Map<string, Finding[]>();
  for (const [index, finding] of findings.entries()) {
    const key = finding.severity === "error" ? String(index) : sameFor(finding, domainOf);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const entries = [...new Set(group.map(({ domain = "" }) => domain))];
    if (first === undefined) return [];
    if (entries.length < MANY) return group.map((one) => [one, formatFinding(one)] as const);
    const others = entries.filter((entry) => entry !== first.domain);
    const named = others.slice(0, NAMED).map((entry) => escapeInvisible(entry));
    const rest = others.length > NAMED ? ` and ${others.length - NAMED} more` : "";
    return [[first, `${formatFinding(first)}, and so for ${others.length} more: ${named.join(", ")}${rest}`] as const];
  });
}

/** What a finding says without the names of its domain; two with the same say the same of two domains. */
function sameFor(
  { rule, severity, domain, record, message, fix = "" }: Finding,
  domainOf: (entry: string) => string | undefined,
): string {
  const names = [domainOf(domain ?? ""), domain].filter((name): name is string => name !== undefined && name !== "");
  const text = names.reduce((rest, name) => rest.replaceAll(name, "\u0000"), `${message} ${fix}`);
  return JSON.stringify([severity, rule, record ?? "", text]);
}
