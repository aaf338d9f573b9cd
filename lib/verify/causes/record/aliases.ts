// What a CNAME at a record's name makes of it.
import { aliasEnd } from "../../live/value";
import { quotedList } from "../../text";
import { isPublished, type ObservedEntry, type Problem, problem, quotedRecord } from "../problem";

/** A text of ours that comes from another name: receivers follow a CNAME, and whoever owns that name may change it. */
export function checkTextByCname({ records, domain }: ObservedEntry): readonly Problem[] {
  return records.filter(isPublished).flatMap(({ record, authorities }) => {
    if (record.type !== "TXT") return [];
    const ends = authorities.map((answer) => aliasEnd(answer, record.name)).filter((end) => end !== record.name);
    if (ends.length === 0) return [];
    return [
      problem("txt-by-cname", domain, [record], {
        message: `${quotedRecord(record)} is answered by a CNAME, with the text of ${quotedList([...new Set(ends)])}: right now it is ours`,
        fix: "make the record in place of the CNAME, or leave the name to whoever owns the other one and take the record out of domains.yaml",
      }),
    ];
  });
}
