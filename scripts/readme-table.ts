// The table at the top of README.md and README.ja.md: the article's records, as `mailzone records --format markdown` writes them.
import { PUBLISHED } from "../__tests__/records/samples";
import type { Language } from "../lib/dns/languages";
import { renderRecords } from "../lib/records/format";

const PLACE = /(<!-- sample: table -->\n)[\s\S]*?(<!-- end -->\n)/;

/** The page with the table in its place. @throws Error where it has none */
export function withReadmeTable(page: string, language: Language): string {
  if (!PLACE.test(page)) throw new Error("the page has no place for the table");
  const table = renderRecords(PUBLISHED, "markdown", { language });
  return page.replace(PLACE, (_, start: string, end: string) => `${start}${table}\n${end}`);
}
