// The samples of docs/records.md: the article's records in every format.
import { PUBLISHED } from "../__tests__/records/samples";
import { RECORD_FORMATS, renderRecords } from "../lib/records/format";

/** The page with what each format writes in its section's sample. @throws Error where a format has no sample */
export function withRecordSamples(page: string): string {
  // A page is no sample to read.
  return RECORD_FORMATS.filter((format) => format !== "html").reduce((text, format) => {
    const parts = new RegExp(
      `^([\\s\\S]*\\n## ${format}\\n[\\s\\S]*?\`\`\`\\w+\\n)[\\s\\S]*?(\\n\`\`\`[\\s\\S]*)$`,
    ).exec(text);
    if (parts === null) throw new Error(`the page has no section "## ${format}" with a sample`);
    return `${parts[1]}${sampleOf(format)}${parts[2]}`;
  }, page);
}

function sampleOf(format: (typeof RECORD_FORMATS)[number]): string {
  const records = format === "json" ? PUBLISHED.slice(3, 4) : PUBLISHED;
  return renderRecords(records, format, { isHandedOver: true, width: 99 }).replaceAll("\r", "");
}
