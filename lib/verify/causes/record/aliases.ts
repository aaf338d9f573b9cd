// What a CNAME at a record's name makes of it.
import { endOf } from "../../live/value";
import { few } from "../../words";
import { isThere, type Problem, problem, quoted, type Subject } from "../subject";

/** A text of ours that comes from another name: receivers follow a CNAME, and whoever owns that name may change it. */
export function checkTextByCname({ records, domain }: Subject): readonly Problem[] {
  return records.filter(isThere).flatMap(({ record, authorities }) => {
    if (record.type !== "TXT") return [];
    const ends = authorities.map((answer) => endOf(answer, record.name)).filter((end) => end !== record.name);
    if (ends.length === 0) return [];
    return [
      problem("txt-by-cname", domain, [record], {
        message: `${quoted(record)} is answered by a CNAME, with the text of ${few([...new Set(ends)])}: right now it is ours`,
        fix: "make the record in place of the CNAME, or leave the name to whoever owns the other one and take the record out of domains.yaml",
      }),
    ];
  });
}
