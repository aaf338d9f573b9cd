// The output of --wait: on a terminal the rows of records that are not live yet, elsewhere a line for each change.
import { visibleText } from "../../dns/text/escape";
import type { CheckedRecord, Verification } from "../verification";
import { statusWord, verdictLine } from "./status";

/** More rows do not fit on a screen. */
const MAX_ROWS = 15;

/** The headline, and a row for each record that is not live yet. */
export function progressRows(verification: Verification, max = MAX_ROWS): readonly string[] {
  const open = verification.records.filter(({ status }) => status !== "live");
  const shown = open.slice(0, max);
  const width = shown.reduce((longest, { record }) => Math.max(longest, record.name.length), 0);
  return [
    verdictLine(verification),
    ...shown.map(
      (one) => `  ${one.record.type.padEnd(5)}  ${visibleText(one.record.name).padEnd(width)}  ${statusWord(one)}`,
    ),
    ...(open.length > max ? [`  and ${open.length - max} more`] : []),
  ];
}

/** A line for each record, and each status of SES, that has changed. */
export function changedLines(before: Verification, after: Verification): readonly string[] {
  const was = new Map(before.records.map((checked) => [keyOf(checked), checked.status]));
  const records = after.records.flatMap((checked) => {
    const status = was.get(keyOf(checked));
    if (status === undefined || status === checked.status) return [];
    const { type, name } = checked.record;
    return [
      `${type} "${visibleText(name)}": ${statusWord({ status, wait: null })} -> ${statusWord({ ...checked, wait: null })}`,
    ];
  });
  const ses = after.identities.flatMap(({ domain, entry, dkim, mailFrom }) => {
    const old = before.identities.find((identity) => identity.entry === entry);
    const changes = [
      ...(old !== undefined && old.dkim !== dkim ? [`DKIM ${old.dkim} -> ${dkim}`] : []),
      ...(old !== undefined && old.mailFrom !== mailFrom ? [`MAIL FROM ${old.mailFrom} -> ${mailFrom}`] : []),
    ];
    return changes.map((change) => `SES, "${domain}": ${change}`);
  });
  return [...records, ...ses];
}

function keyOf({ record }: CheckedRecord): string {
  return `${record.entry} ${record.id}`;
}
