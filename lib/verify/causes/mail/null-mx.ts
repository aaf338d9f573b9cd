// A domain without mail has no other MX: senders use whichever they like of several (RFC 7505 §3).
import { quotedList } from "../../text";
import { type ObservedEntry, type Problem, problem, withPurpose } from "../problem";
import { otherMx } from "./mail-from";

export function checkNullMx(entry: ObservedEntry): readonly Problem[] {
  return withPurpose(entry, "null-mx").flatMap((seen) => {
    const { record } = seen;
    const { others, extras } = otherMx(seen, "null-mx-second");
    if (others.length === 0) return [];
    const [is, them] = others.length === 1 ? ["is", "it"] : ["are", "them"];
    return [
      problem("null-mx-second", entry.domain, [record], {
        message: `"${record.name}" is to have no mail, and ${quotedList(others)} ${is} its MX: mail to it is delivered there`,
        fix: `delete ${them}, or write mail: ses in domains.yaml if the domain has mail`,
        extras,
      }),
    ];
  });
}
