// Formats and selects values and records of answers.
import { decodeText } from "../../rdata/decode";
import type { Answer, RecordValue, ResourceRecord } from "../dns/answer";

/** A value in the form of the hand-over table: names without the last dot, a TXT in quotes, string by string. */
export function formatValue(value: RecordValue): string {
  switch (value.kind) {
    case "host":
      return value.host === "" ? "." : value.host;
    case "address":
      return value.address;
    case "mx":
      return `${value.priority} ${value.host === "" ? "." : value.host}`;
    case "txt":
      return value.strings.map((string) => `"${decodeText(string).replace(/["\\]/g, "\\$&")}"`).join(" ");
    case "caa":
      return `${value.flags} ${value.tag} "${value.value}"`;
    case "soa":
      return `${value.primary} ${value.serial}`;
    case "srv":
      return `${value.priority} ${value.weight} ${value.port} ${value.host === "" ? "." : value.host}`;
    case "rdata":
      return value.text;
  }
}

/** The strings of a TXT as receivers join them (RFC 7208 §3.3). */
export function joinedText(strings: readonly Buffer[]): string {
  return decodeText(Buffer.concat([...strings]));
}

/** The joined texts of an answer's TXT records. */
export function textsAt(answer: Answer): readonly string[] {
  if (answer.status !== "answer") return [];
  return answer.records.flatMap(({ value }) => (value.kind === "txt" ? [joinedText(value.strings)] : []));
}

/** The records of a type, also behind CNAMEs. */
export function recordsOf(answer: Answer, type: string): readonly ResourceRecord[] {
  return answer.status === "answer" ? answer.records.filter((record) => record.type === type) : [];
}

/** The records of a type at the name itself. */
export function recordsAt(answer: Answer, name: string, type: string): readonly ResourceRecord[] {
  return recordsOf(answer, type).filter((record) => record.name === name);
}

/** The name at the end of the CNAMEs in the answer that start at `name`; `name` itself if there are none. */
export function aliasEnd(answer: Answer, name: string): string {
  const aliases = new Map(
    recordsOf(answer, "CNAME").flatMap(({ name: from, value }) =>
      value.kind === "host" ? [[from, value.host] as const] : [],
    ),
  );
  let end = name;
  // Follows at most as many CNAMEs as there are, so that a loop ends.
  for (let links = aliases.size; links > 0; links -= 1) end = aliases.get(end) ?? end;
  return end;
}

/** The longest list of all answers: the answers of several servers together would have more records than any server has. */
export function longestOf<T>(answers: readonly Answer[], pick: (answer: Answer) => readonly T[]): readonly T[] {
  return answers.map(pick).reduce<readonly T[]>((longest, own) => (own.length > longest.length ? own : longest), []);
}
