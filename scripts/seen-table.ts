// The table in docs/verify.md of what each cause was seen with, made from the cases that are played with real name servers.
import { AUTHORITIES } from "../__tests__/helpers/name-servers/case";
import { CASES } from "../__tests__/helpers/name-servers/cases";
import { markdownTable } from "../lib/dns/text/markdown-table";
import { CAUSES, type CauseId } from "../lib/verify/causes/table";

const BEGIN = "<!-- seen with -->\n";
const END = "<!-- end -->";

export function renderSeenTable(): string {
  const rows = (Object.keys(CAUSES) as CauseId[]).flatMap((id) => {
    const cases = CASES.filter(({ causes }) => causes.includes(id));
    if (cases.length === 0) return [];
    const servers = AUTHORITIES.filter((one) => cases.some(({ by = AUTHORITIES }) => by.includes(one)));
    const resolvers = [...new Set(cases.flatMap(({ resolvers = [] }) => resolvers))];
    return [[`[${id}](diagnosis.md#${id})`, servers.join(", "), resolvers.join(", "), String(cases.length)]];
  });
  return markdownTable([["Cause", "Name servers", "Told by the resolvers", "States"], ...rows]);
}

/** The page with the table in its place. @throws Error where it has none */
export function withSeenTable(page: string): string {
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END, page.indexOf(BEGIN))];
  if (start === -1 || end === -1) throw new Error(`the page has no place for the table: ${BEGIN.trim()} … ${END}`);
  return `${page.slice(0, start)}${BEGIN}${renderSeenTable()}\n${page.slice(end)}`;
}
