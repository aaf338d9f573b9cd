// What a finding must never be, whatever the file was: without a place in it, or in words that are not ours.
import type { Finding } from "../../lib/dns/finding";

const NOT_OURS =
  /\[object |undefined|invalid input|unrecognized key|too (?:small|big)|\bat .*:\d+:\d+\)|RangeError|TypeError/i;

/** The faults of `finding`, found in `text`, in words. */
export function findingFaults({ message, at }: Finding, text: string): string[] {
  // The breaks that YAML knows; a byte order mark is no column.
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const line = at === undefined ? undefined : lines[at.line - 1];
  const faults = [
    at === undefined && "has no place",
    at !== undefined &&
      (line === undefined || at.column < 1 || at.column > line.length + 1) &&
      "stands outside the file",
    !/^["a-z]/.test(message) && "does not begin in lower case",
    /[.\s]$/.test(message) && "ends in a full stop",
    /[\p{Cc}\u2028\u2029\u202e]/u.test(message) && "has control characters",
    message.length > 420 && `has ${message.length} characters`,
    NOT_OURS.test(message) && "is not in our words",
  ];
  return faults.filter((fault) => fault !== false).map((fault) => `${fault}: ${message}`);
}
