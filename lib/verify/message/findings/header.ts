// Problems of the header itself.

import type { MessageProblem } from "../evaluation";
import { type HeaderField, repeatedFields } from "../header";

export function headerFindings(fields: readonly HeaderField[]): readonly MessageProblem[] {
  // From has a finding of its own.
  const repeated = repeatedFields(fields).filter((key) => key !== "from");
  const repetitions = repeated.map((key): MessageProblem => {
    const message = `the message has "${key}" more than once, one of them may be somebody else's and receivers refuse such mail (RFC 5322 §3.6): send another`;
    return { rule: "header-twice", severity: "error", message };
  });
  // A bare CR or a NUL ends a line for some programs and not for others.
  const brokenField = fields.findIndex(({ key, line }) => key === "" || /\r(?!\n)|\0/.test(line));
  if (brokenField < 0) return repetitions;
  const message = `field ${brokenField + 1} of the header is none, or holds a bare CR or NUL, and programs differ on what follows it: save the message as it came`;
  return [...repetitions, { rule: "header-broken", severity: "unknown", message }];
}
